"""The pictures of the documentation: a real station, brought into each state."""
