"""One image explained by several methods, side by side."""
