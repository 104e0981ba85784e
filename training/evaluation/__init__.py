"""What a model is worth, from the answers that its package gives."""
