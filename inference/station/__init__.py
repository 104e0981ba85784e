"""What ties it together: `Station` is the one facade for the window and for headless runs."""
