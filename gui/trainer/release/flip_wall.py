"""What flips: the worse ones first, then the better ones."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from gui.theme import Theme
from gui.trainer.release.contest import Contest, PicturedFlip
from gui.trainer.release.flip_card import FlipCard
from gui.words import count

_GAP = 16


class FlipWall(QWidget):
    """As many beside each other as there is room for."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._sections: list[tuple[QLabel, list[FlipCard]]] = []
        self._columns = 0
        self._inside = QWidget()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._inside)

    @property
    def cards(self) -> list[FlipCard]:
        return [card for _, cards in self._sections for card in cards]

    def show_flips(self, contest: Contest) -> None:
        flips = contest.comparison.flips
        better = sum(flip.is_better for flip in flips)
        worse = self.tr("{n} called worse by the new model").format(n=count(len(flips) - better))
        rise = self.tr("{n} called better").format(n=count(better))
        self._column.removeWidget(self._inside)
        self._inside.hide()
        self._inside.deleteLater()
        self._inside = QWidget()
        self._sections = [
            self._section(worse, contest.worse),
            self._section(rise, contest.better),
        ]
        self._grid = QGridLayout(self._inside)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_GAP)
        self._columns = 0
        self._column.addWidget(self._inside)
        self._arrange()

    def _section(
        self, title: str, pictured: Sequence[PicturedFlip]
    ) -> tuple[QLabel, list[FlipCard]]:
        label = QLabel(title)
        label.setObjectName("className")
        return label, [FlipCard(self._theme, each) for each in pictured]

    def minimumSizeHint(self) -> QSize:
        """One beside the other is enough: the grid of now must not keep the panel wide."""
        return QSize(1, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        if not self._sections:
            return
        card = self.cards[0].sizeHint().width() if self.cards else self.width()
        columns = max(1, (self.width() + _GAP) // (card + _GAP))
        if columns == self._columns:
            return
        self._grid.setColumnStretch(self._columns, 0)
        self._grid.setRowStretch(self._grid.rowCount() - 1, 0)
        self._columns = columns
        row = 0
        for label, cards in self._sections:
            self._grid.addWidget(label, row, 0, 1, columns)
            for place, each in enumerate(cards):
                self._grid.addWidget(each, row + 1 + place // columns, place % columns)
            row += 2 + len(cards) // columns
        self._grid.setRowStretch(row, 1)
        self._grid.setColumnStretch(columns, 1)
