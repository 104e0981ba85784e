"""The Live tab: the newest part, what was said of it, and whether the station is alive."""
