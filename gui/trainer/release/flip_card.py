"""One image that the two models call differently: each one's map over it, and what it said."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.fonts import font
from gui.theme import Theme
from gui.trainer.picture_strip import draw_picture
from gui.trainer.release.contest import Picture, PicturedFlip
from gui.widgets.pixels import borrowed_image
from gui.words import outcome_word, probability

_SIDE = 118
_GAP = 6
_TITLE_PX = 22
_CAPTION_PX = 20


class FlipCard(QWidget):
    """Old at the left, new at the right; above them what the part is."""

    def __init__(self, theme: Theme, pictured: PicturedFlip) -> None:
        super().__init__()
        self._theme = theme
        flip = pictured.flip
        self._pictures = [_owned(pictured.old), _owned(pictured.new)]
        self._captions = [
            f"{outcome_word(flip.old)}  {probability(flip.old_probability_def)}",
            f"{outcome_word(flip.new)}  {probability(flip.new_probability_def)}",
        ]
        label = flip.file.path.parent.name
        self._title = f"{label} / {flip.file.path.name}"
        self.setToolTip(str(flip.file.path))
        self.setAccessibleName(f"{self._title}: {self._captions[0]}, {self._captions[1]}")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(2 * _SIDE + _GAP, _TITLE_PX + _SIDE + _CAPTION_PX)

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        tokens = self._theme.tokens
        painter.setFont(font(12))
        painter.setPen(QColor(tokens.muted))
        room = QRectF(0, 0, self.width(), _TITLE_PX)
        middle = Qt.TextElideMode.ElideMiddle
        title = painter.fontMetrics().elidedText(self._title, middle, self.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, title)
        for place, picture in enumerate(self._pictures):
            box = QRectF(place * (_SIDE + _GAP), _TITLE_PX, _SIDE, _SIDE)
            draw_picture(painter, box, picture, self._theme)
            painter.setPen(QColor(tokens.text))
            below = QRectF(box.left(), box.bottom(), _SIDE, _CAPTION_PX)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self._captions[place])


def _owned(pixels: Picture) -> QImage:
    return borrowed_image(pixels).copy()
