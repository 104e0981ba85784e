"""What `main.py bench` measures of the line: each module one group of rows."""
