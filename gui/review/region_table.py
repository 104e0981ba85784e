"""The hot regions of an image as numbers: where, how large, how hot."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from gui.review.large_words import region_words
from gui.widgets.elided_label import ElidedLabel
from gui.words import count, percent
from inference.review.regions import Region

_AT_RIGHT = Qt.AlignmentFlag.AlignRight
_SHOWN = 3


class RegionTable(QWidget):
    """The hottest few; right-aligned, units in the heads."""

    def __init__(self) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(2, 0, 2, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        heads = (
            self.tr("Hot region"),
            self.tr("x, px"),
            self.tr("y, px"),
            self.tr("w \N{MULTIPLICATION SIGN} h, px"),
            self.tr("area, px\N{SUPERSCRIPT TWO}"),
            self.tr("of image"),
            self.tr("peak"),
        )
        for column, head in enumerate(heads):
            align = Qt.AlignmentFlag.AlignLeft if column == 0 else _AT_RIGHT
            grid.addWidget(_cell(head, "caption"), 0, column, align)
        self.rows = [_row(len(heads)) for _ in range(_SHOWN)]
        for row, cells in enumerate(self.rows, 1):
            for column, cell in enumerate(cells):
                if column == 0:
                    grid.addWidget(cell, row, column)
                else:
                    grid.addWidget(cell, row, column, _AT_RIGHT)
        grid.setColumnStretch(0, 1)
        self.hide()

    def show_regions(self, regions: Sequence[Region], size: tuple[int, int]) -> None:
        """`size`: the image's width and height. Nothing hot: nothing is shown."""
        self.setVisible(bool(regions))
        for number, cells in enumerate(self.rows, 1):
            region = regions[number - 1] if number <= len(regions) else None
            texts = _texts(number, region, size, len(regions)) if region else [""] * len(cells)
            for cell, text in zip(cells, texts, strict=True):
                cell.setText(text)
                cell.setVisible(region is not None)


def _texts(number: int, region: Region, size: tuple[int, int], of: int) -> list[str]:
    rest = f" (+{of - _SHOWN})" if number == _SHOWN and of > _SHOWN else ""
    share = region.area_px / max(1, size[0] * size[1])
    return [
        f"{region_words(number, region)}{rest}",
        str(region.x),
        str(region.y),
        f"{region.width} \N{MULTIPLICATION SIGN} {region.height}",
        count(region.area_px),
        percent(share),
        f"{region.peak:.2f}",
    ]


def _row(columns: int) -> list[QLabel]:
    """The first one gives way: a type's name may be long."""
    first = ElidedLabel("cell", Qt.TextElideMode.ElideRight)
    return [first, *(_cell("", "cell") for _ in range(columns - 1))]


def _cell(text: str, name: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName(name)
    return label
