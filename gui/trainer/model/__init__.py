"""The step Model: which network, and what it is made of."""
