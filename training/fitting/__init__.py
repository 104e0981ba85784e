"""ARRAYS -> A NETWORK THAT LEARNT: epoch after epoch, or its head in seconds."""
