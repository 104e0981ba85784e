"""Keras model -> one ONNX graph with verdict and heat maps, and the proof that they agree."""
