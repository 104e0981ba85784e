"""The pictures of the documentation: a real station, brought into each state."""

GROUPS = ("line", "trainer")
"""What is in use on the line; and the way to a new model."""
