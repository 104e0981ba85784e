"""A question in words, with what happens on each of its two buttons."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gui.widgets.cards import plain_label

_WIDTH_PX = 520


class Question(QDialog):
    """Closing it does nothing, Return changes nothing. The window lives on while it is asked."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        words: str,
        yes: str,
        do: Callable[[], None],
        *,
        no: str = "",
    ) -> None:
        """`no`: what is gone on with, where that is what most people want; its button stands out.

        Without it *yes* stands out: who asked for it wants it.
        """
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(title)
        self.words = plain_label("", words)
        self.yes = QPushButton(yes)
        self.no = QPushButton(no or self.tr("Leave it as it is"))
        (self.no if no else self.yes).setObjectName("primary")
        self.yes.clicked.connect(self.accept)
        self.no.clicked.connect(self.reject)
        self.accepted.connect(do)
        self._lay_out(title, [self.yes, self.no] if no else [self.no, self.yes])
        for button in (self.no, self.yes):
            button.setAutoDefault(False)
        self.no.setDefault(bool(no))
        self.no.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self, title: str, buttons: list[QPushButton]) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addStretch(1)
        for button in buttons:
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(14)
        layout.addWidget(plain_label("title", title))
        layout.addWidget(self.words)
        layout.addLayout(row)
        self.setFixedWidth(_WIDTH_PX)
