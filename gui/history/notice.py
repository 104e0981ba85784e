"""What stands in the place of the table: nothing was found, or the records can't be read."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

_WORDS_PX = 560


class EmptyNotice(QWidget):
    """A title, what to do about it, and a button that does it."""

    all_wished = Signal()
    retry_wished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.is_trouble = False
        self.title, self.words = QLabel(), QLabel()
        self.title.setObjectName("title")
        self.words.setObjectName("explain")
        self.words.setWordWrap(True)
        self.words.setFixedWidth(_WORDS_PX)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button = QPushButton()
        self.button.setMinimumWidth(180)
        self.button.clicked.connect(self._press)
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addStretch(1)
        for widget in (self.title, self.words, self.button):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignCenter)
        layout.addStretch(2)

    def say_empty(self, *, restricted: bool) -> None:
        """`restricted`: parts may be there that are not wanted now."""
        if restricted:
            self.title.setText(self.tr("No part is like that"))
            self._say(self.tr("Look at more: another time, another outcome, less text."))
        else:
            self.title.setText(self.tr("No part was judged yet"))
            self._say(self.tr("Start the station on the Live tab: each part shows here."))
        self.button.setText(self.tr("Show all parts"))
        self.button.setVisible(restricted)

    def say_trouble(self, why: str) -> None:
        """The records can't be read: what happened and what to do."""
        self.is_trouble = True
        self.title.setText(self.tr("The records can't be read"))
        self._say(why)
        self.button.setText(self.tr("Try again"))
        self.button.show()

    def _say(self, words: str) -> None:
        self.words.setText(words)
        # What stands in the middle of a layout is not asked how high it is at its width.
        self.words.setMinimumHeight(self.words.heightForWidth(_WORDS_PX))

    def hush(self) -> None:
        """Another try."""
        self.is_trouble = False

    def _press(self) -> None:
        if self.is_trouble:
            self.retry_wished.emit()
        else:
            self.all_wished.emit()
