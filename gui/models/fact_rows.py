"""Captions and values in two columns, the values to be selected and copied."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from gui.models.lineage import Row
from gui.widgets.cards import plain_label

_CAPTION_PX = 172


class FactRows(QWidget):
    """Made anew for each model."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnMinimumWidth(0, _CAPTION_PX)
        self._grid.setColumnStretch(1, 1)
        self.rows: Sequence[Row] = ()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """In this order."""
        self.rows = rows
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()  # at once: it is deleted when the window comes to rest
                widget.deleteLater()
        for place, (caption, value) in enumerate(rows):
            self._grid.addWidget(
                plain_label("caption", caption), place, 0, Qt.AlignmentFlag.AlignTop
            )
            shown = plain_label("", value)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._grid.addWidget(shown, place, 1)
