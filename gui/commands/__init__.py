"""Commands that need the window."""
