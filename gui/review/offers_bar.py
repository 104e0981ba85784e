"""What was dropped may have been meant otherwise: the other meanings, one click away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from gui.dropping import Offer


class OffersBar(QFrame):
    """Hidden while there is nothing to offer."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.buttons: list[QPushButton] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 7, 12, 7)
        self._row.setSpacing(8)
        self.hide()

    def offer(self, question: str, offers: Sequence[Offer]) -> None:
        """Each as a button; the last one is always to leave it so."""
        while (item := self._row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        label = QLabel(question)
        label.setObjectName("explain")
        self._row.addWidget(label)
        self.buttons = [self._button(offer) for offer in offers]
        for button in self.buttons:
            self._row.addWidget(button)
        self._row.addStretch(1)
        close = QPushButton("\N{MULTIPLICATION SIGN}")
        close.setProperty("low", True)
        close.setFixedWidth(40)
        close.setAccessibleName(self.tr("Leave it so"))
        close.setToolTip(close.accessibleName())
        close.clicked.connect(self.hide)
        self._row.addWidget(close)
        self.setVisible(bool(offers))

    def _button(self, offer: Offer) -> QPushButton:
        button = QPushButton(offer.text)
        button.setProperty("low", True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(self.hide)
        button.clicked.connect(offer.do)
        return button
