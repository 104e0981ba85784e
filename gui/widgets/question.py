"""A question in words, with what happens on each of its two buttons."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

_WIDTH = 520


class Question(QDialog):
    """Closing it does nothing. The window lives on while it is asked."""

    def __init__(
        self, parent: QWidget, title: str, words: str, yes: str, do: Callable[[], None]
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        heading = QLabel(title)
        heading.setObjectName("title")
        heading.setWordWrap(True)
        self.words = QLabel(words)
        self.words.setWordWrap(True)
        self.yes = QPushButton(yes)
        self.yes.setObjectName("primary")
        self.no = QPushButton(self.tr("Leave it as it is"))
        self.yes.clicked.connect(self.accept)
        self.no.clicked.connect(self.reject)
        self.accepted.connect(do)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addStretch(1)
        buttons.addWidget(self.no)
        buttons.addWidget(self.yes)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(14)
        for widget in (heading, self.words):
            layout.addWidget(widget)
        layout.addLayout(buttons)
        self.setFixedWidth(_WIDTH)
        # Whoever presses Return without reading changes nothing.
        for button in (self.no, self.yes):
            button.setAutoDefault(False)
        self.no.setFocus(Qt.FocusReason.OtherFocusReason)
