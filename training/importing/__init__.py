"""A Keras model from elsewhere -> a model package."""
