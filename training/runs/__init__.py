"""One training run from what was asked to the package, in a process of its own."""
