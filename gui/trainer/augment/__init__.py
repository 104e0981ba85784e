"""The step Augment: how far images may change, and what that looks like."""
