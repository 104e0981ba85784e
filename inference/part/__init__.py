"""Which place of a frame is the part: all of it, a chosen region, or where the part is found."""
