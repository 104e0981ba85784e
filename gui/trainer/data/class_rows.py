"""The classes of a survey: name, what it is, how many, and pictures of it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gui.theme import Theme
from gui.tokens import Tone
from gui.trainer.data.survey import ClassFound, Survey
from gui.trainer.picture_strip import PictureStrip
from gui.widgets.marks import Mark, draw_mark
from gui.words import counted, defect_words, percent

_THUMBNAIL_PX = 66
_NAME_PX = 188


class _Badge(QWidget):
    """The mark of good or defective parts."""

    def __init__(self, theme: Theme, *, is_def: bool) -> None:
        super().__init__()
        self._theme = theme
        self._is_def = is_def
        self.setFixedSize(22, 22)
        theme.changed.connect(self.update)

    def paintEvent(self, _: QPaintEvent) -> None:
        tone = Tone.DEF if self._is_def else Tone.OK
        paint = self._theme.tokens.paints[tone]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(paint.edge))
        painter.setBrush(QColor(paint.fill))
        painter.drawRoundedRect(QRectF(0.5, 0.5, 21, 21), 5, 5)
        mark = Mark.CROSS if self._is_def else Mark.TICK
        draw_mark(painter, mark, QRectF(4, 4, 14, 14), QColor(paint.text), 0.18)


class _Share(QWidget):
    """How much of the whole a class is, as a bar."""

    def __init__(self, theme: Theme, share: float) -> None:
        super().__init__()
        self._theme = theme
        self._share = share
        self.setFixedHeight(6)
        theme.changed.connect(self.update)

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.tokens.border))
        painter.drawRoundedRect(self.rect(), 3, 3)
        painter.setBrush(QColor(self._theme.tokens.accent))
        filled = QRectF(0, 0, max(6.0, self.width() * self._share), 6)
        painter.drawRoundedRect(filled, 3, 3)


def class_row(found: ClassFound, survey: Survey, theme: Theme) -> QFrame:
    """One class as a card."""
    card = QFrame()
    card.setObjectName("panel")
    row = QHBoxLayout(card)
    row.setContentsMargins(14, 10, 14, 10)
    row.setSpacing(14)
    words = QWidget()
    words.setFixedWidth(_NAME_PX)
    words.setLayout(_words(found, survey, theme))
    row.addWidget(words)
    strip = PictureStrip(theme, _THUMBNAIL_PX)
    strip.show_pictures(found.samples, found.count)
    row.addWidget(strip, 1)
    return card


def _words(found: ClassFound, survey: Survey, theme: Theme) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(5)
    heading = QHBoxLayout()
    heading.setSpacing(8)
    heading.addWidget(_Badge(theme, is_def=found.is_def))
    heading.addWidget(_label(_name(found, survey), "className"), 1)
    column.addLayout(heading)
    share = found.count / max(1, survey.readable)
    images = counted(found.count, "1 image", "{n} images")
    column.addWidget(_label(f"{images}, {percent(share, 0)}", "explain"))
    column.addWidget(_Share(theme, share))
    return column


def _name(found: ClassFound, survey: Survey) -> str:
    return defect_words(found.name) if found.is_def else survey.dataset.good


def _label(text: str, name: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName(name)
    return label
