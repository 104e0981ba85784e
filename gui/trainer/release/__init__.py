"""The step Release: old model against new on the same images."""
