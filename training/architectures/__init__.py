"""The networks that Lineside can train, each under its recipe's name."""
