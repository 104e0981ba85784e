"""Industrial cameras: one way through them all, a thin module for each library."""
