"""The written report: one HTML file that opens anywhere, without network."""
