"""The models of a home: which there are, and which were released when, by whom."""
