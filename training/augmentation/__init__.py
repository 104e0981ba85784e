"""Images as they might also have come."""
