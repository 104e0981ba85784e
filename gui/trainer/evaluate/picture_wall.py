"""Pictures as a wall to choose from, by mouse or by arrow keys."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem

from gui.widgets.pixels import borrowed_image

_SIDE_PX = 116
_CELL = QSize(132, 148)


class PictureWall(QListWidget):
    """`chosen` brings the number of the picture."""

    chosen = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName("wall")
        self.setAccessibleName(name)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setIconSize(QSize(_SIDE_PX, _SIDE_PX))
        self.setGridSize(_CELL)
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.currentRowChanged.connect(self._tell)

    def show_pictures(
        self, pictures: Sequence[NDArray[np.uint8] | None], captions: Sequence[str]
    ) -> None:
        """H x W x 3 RGB each; None for a file that can't be read. The first is chosen."""
        self.clear()
        for picture, caption in zip(pictures, captions, strict=True):
            item = QListWidgetItem(_icon(picture), caption)
            item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter)
            self.addItem(item)
        if pictures:
            self.setCurrentRow(0)

    def _tell(self, row: int) -> None:
        if row >= 0:
            self.chosen.emit(row)


def _icon(picture: NDArray[np.uint8] | None) -> QIcon:
    if picture is None:
        return QIcon()
    whole = borrowed_image(np.ascontiguousarray(picture))
    smooth = Qt.TransformationMode.SmoothTransformation
    small = whole.scaled(2 * _SIDE_PX, 2 * _SIDE_PX, Qt.AspectRatioMode.KeepAspectRatio, smooth)
    pixmap = QPixmap.fromImage(small)
    icon = QIcon(pixmap)
    icon.addPixmap(pixmap, QIcon.Mode.Selected)  # untinted: it is the picture that is looked at
    return icon
