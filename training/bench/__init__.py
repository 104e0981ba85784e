"""What `main.py bench` measures of training: each module one group of rows."""
