"""The cards and labels that the views are made of."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout


def card() -> tuple[QFrame, QVBoxLayout]:
    """A panel, and the column in it."""
    frame = QFrame()
    frame.setObjectName("panel")
    column = QVBoxLayout(frame)
    column.setContentsMargins(18, 14, 18, 16)
    column.setSpacing(8)
    return frame, column


def label(name: str, text: str = "") -> QLabel:
    """`name` is its style: `title`, `explain`, `caption`, `figure`, `className`."""
    made = QLabel(text)
    made.setObjectName(name)
    made.setWordWrap(True)
    return made
