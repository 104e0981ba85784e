"""What `main.py bench` measures of the window: each module one group of rows."""
