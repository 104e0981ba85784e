"""The cards and labels that pages are made of."""

from __future__ import annotations

from PySide6.QtCore import Qt
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


def plain_label(name: str, text: str = "") -> QLabel:
    """The same for words of somebody else's: what looks like HTML in them is shown as it is."""
    made = label(name, text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    return made
