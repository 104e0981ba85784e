"""What was measured, as tables and charts in a document: no Qt, no library."""
