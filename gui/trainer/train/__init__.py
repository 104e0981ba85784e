"""The step Train: a run in a process of its own, watched."""
