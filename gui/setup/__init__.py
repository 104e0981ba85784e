"""Dialogs for what the engineer chooses: the source, the thresholds."""
