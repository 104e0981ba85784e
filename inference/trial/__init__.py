"""A camera tried beside the line: its picture, its features, focus and light. No Qt."""
