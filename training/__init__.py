"""LABELLED FOLDERS -> MODEL PACKAGE. Knows no Qt; the only place that knows TensorFlow."""
