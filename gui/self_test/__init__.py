"""What of the self-test needs a window or the trainer."""
