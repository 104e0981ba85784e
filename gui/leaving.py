"""Asks before the window closes on work that ends with it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

_WIDTH_PX = 520


class LeaveQuestion(QDialog):
    """Staying is what Enter and Esc do."""

    def __init__(self, parent: QWidget, words: str, leave: Callable[[], None]) -> None:
        """`words`: what is under way, and what becomes of it."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(self.tr("Close Lineside?"))
        title = QLabel(self.tr("A model is being trained"))
        title.setObjectName("title")
        self.said = QLabel(words)
        self.said.setObjectName("explain")
        self.said.setWordWrap(True)
        self.stay = QPushButton(self.tr("Go on training"))
        self.stay.setDefault(True)
        self.leave = QPushButton(self.tr("Close anyway"))
        self.leave.setAutoDefault(False)
        self.stay.clicked.connect(self.reject)
        self.leave.clicked.connect(self.accept)
        self.accepted.connect(leave)
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.stay)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(12)
        for widget in (title, self.said):
            layout.addWidget(widget)
        layout.addLayout(buttons)
        self.setMinimumWidth(_WIDTH_PX)
