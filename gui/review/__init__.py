"""The Review tab: every image of a folder judged, sorted, filtered, corrected, exported."""
