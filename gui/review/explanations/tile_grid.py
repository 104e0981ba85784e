"""Tiles in as many columns as make them largest."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

_GAP_PX = 8
_HEAD_PX = 40
_NARROWEST_PX = 150
"""A tile's title above its picture."""


class TileGrid(QWidget):
    """All of one size; laid out anew when the grid's own proportions change."""

    def __init__(self) -> None:
        super().__init__()
        self._tiles: list[QWidget] = []
        self._columns = 0
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(_GAP_PX)

    def show_tiles(self, tiles: Sequence[QWidget]) -> None:
        """Only these, in this order."""
        for tile in self._tiles:
            if tile not in tiles:
                self._layout.removeWidget(tile)
                tile.hide()
        self._tiles, self._columns = list(tiles), 0
        self._arrange()

    def resizeEvent(self, _: QResizeEvent) -> None:
        self._arrange()

    def _arrange(self) -> None:
        columns = _best_columns(len(self._tiles), self.width(), self.height())
        if columns == self._columns:
            return
        self._forget_stretches()
        self._columns = columns
        for place, tile in enumerate(self._tiles):
            row, column = divmod(place, columns)
            self._layout.addWidget(tile, row, column)
            self._layout.setRowStretch(row, 1)
            self._layout.setColumnStretch(column, 1)
            tile.show()

    def _forget_stretches(self) -> None:
        for row in range(self._layout.rowCount()):
            self._layout.setRowStretch(row, 0)
        for column in range(self._layout.columnCount()):
            self._layout.setColumnStretch(column, 0)


def _best_columns(tiles: int, width: int, height: int) -> int:
    def side(columns: int) -> float:
        rows = -(-tiles // columns)
        wide = width / columns - _GAP_PX
        # Below that its title can't be read: rather a smaller picture.
        return min(wide, height / rows - _GAP_PX - _HEAD_PX, 4 * (wide - _NARROWEST_PX))

    return max(range(1, max(1, tiles) + 1), key=side)
