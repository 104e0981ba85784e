"""The History tab: every part that the station judged."""
