"""Two models side by side: what their packages say, and where they differ."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gui.models.lineage import Row, figure_rows, judging_rows, origin_rows
from gui.models.shelf import rate_of
from gui.widgets.cards import plain_label
from gui.widgets.scrolling import scrolling
from gui.words import UNKNOWN, count, percent
from inference.manifest import Manifest
from inference.models.store import StoredModel

_SIZE = (900, 620)


class SideBySide(QDialog):
    """Values that differ are set in bold. To compare on the same images is the Trainer's part."""

    def __init__(self, parent: QWidget, left: StoredModel, right: StoredModel) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Two models"))
        self.rows = _rows(left, right)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(12)
        note = plain_label(
            "explain",
            self.tr(
                "As their packages tell. Each was checked on images of its own. Which one is "
                "better shows on the same images: in the Trainer's step Release."
            ),
        )
        layout.addWidget(note)
        layout.addWidget(self._table(left, right), 1)
        close = QPushButton(self.tr("Close"))
        close.clicked.connect(self.close)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        self.resize(*_SIZE)

    def _table(self, left: StoredModel, right: StoredModel) -> QScrollArea:
        inside = QFrame()
        grid = QGridLayout(inside)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(7)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        for column, model in enumerate((left, right), 1):
            grid.addWidget(plain_label("title", model.model_id), 0, column)
        for place, (caption, *values) in enumerate(self.rows, 1):
            grid.addWidget(plain_label("caption", caption), place, 0, Qt.AlignmentFlag.AlignTop)
            name = "className" if values[0] != values[1] else ""
            for column, value in enumerate(values, 1):
                grid.addWidget(plain_label(name, value), place, column)
        grid.setRowStretch(len(self.rows) + 1, 1)
        return scrolling(inside, sideways=True, only_words=True)


def _rows(left: StoredModel, right: StoredModel) -> list[tuple[str, str, str]]:
    """Caption, left, right; what only one of them tells is unknown of the other."""
    columns = [dict(_all(model)) for model in (left, right)]
    captions = list(dict.fromkeys([*columns[0], *columns[1]]))
    return [
        (caption, columns[0].get(caption, UNKNOWN), columns[1].get(caption, UNKNOWN))
        for caption in captions
    ]


def _all(model: StoredModel) -> list[Row]:
    if model.manifest is None:
        return []
    rates = [(name.capitalize(), _rate(model.manifest, name)) for name in ("escapes", "overkills")]
    manifest = model.manifest
    return [*rates, *figure_rows(manifest), *judging_rows(manifest), *origin_rows(manifest)]


def _rate(manifest: Manifest, name: str) -> str:
    rate = rate_of(manifest, name)
    if rate is None:
        return UNKNOWN
    interval = f"{percent(rate['low'], 2)} \N{EN DASH} {percent(rate['high'], 2)}"
    return f"{count(rate['count'])} / {count(rate['of'])}  ({interval})"
