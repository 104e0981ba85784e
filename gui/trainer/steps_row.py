"""The numbered steps above the page: where one is, what is settled, what is missing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from gui.fonts import font
from gui.theme import Theme
from gui.widgets.marks import Mark, draw_mark

_HEIGHT = 62
_CIRCLE = 30
_PAD = 14
_TITLE_PX = 15
_WORDS_PX = 13


class StepButton(QAbstractButton):
    """A number (a tick once it is settled), a name, and one line of words."""

    def __init__(self, number: int, title: str, theme: Theme) -> None:
        super().__init__()
        self._number = number
        self._theme = theme
        self._words = ""
        self._settled = False
        self.setText(title)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_step(self, words: str, *, settled: bool, can_open: bool) -> None:
        """`words`: what was settled, or why it can't be opened."""
        self._words, self._settled = words, settled
        self.setEnabled(can_open)
        self.setToolTip(words)
        self.setAccessibleName(f"{self._number} {self.text()}. {words}")
        self.update()

    @property
    def words(self) -> str:
        return self._words

    def sizeHint(self) -> QSize:
        return QSize(180, _HEIGHT)

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_ground(painter)
        self._draw_circle(painter, QRectF(_PAD, (_HEIGHT - _CIRCLE) / 2, _CIRCLE, _CIRCLE))
        self._draw_words(painter, _PAD + _CIRCLE + 10)

    def _draw_ground(self, painter: QPainter) -> None:
        tokens = self._theme.tokens
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        edge = tokens.accent if self.isChecked() or self.hasFocus() else tokens.border
        painter.setPen(QPen(QColor(edge), 2.0 if self.isChecked() else 1.0))
        painter.setBrush(QColor(tokens.raised if self.isChecked() else tokens.surface))
        painter.drawRoundedRect(box, 10, 10)

    def _draw_circle(self, painter: QPainter, circle: QRectF) -> None:
        tokens = self._theme.tokens
        filled = self.isEnabled() and (self.isChecked() or self._settled)
        painter.setPen(QPen(QColor(tokens.accent if filled else tokens.border), 1.5))
        painter.setBrush(QColor(tokens.accent) if filled else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(circle)
        ink = QColor(tokens.on_accent if filled else tokens.muted)
        if self._settled and not self.isChecked():
            draw_mark(painter, Mark.TICK, circle.adjusted(8, 8, -8, -8), ink, 0.16)
            return
        painter.setPen(ink)
        painter.setFont(font(15, font(1).Weight.DemiBold))
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(self._number))

    def _draw_words(self, painter: QPainter, left: float) -> None:
        tokens = self._theme.tokens
        room = QRectF(left, 0, self.width() - left - 8, _HEIGHT)
        painter.setPen(QColor(tokens.text if self.isEnabled() else tokens.muted))
        its_font = font(_TITLE_PX, font(1).Weight.DemiBold)
        painter.setFont(its_font)
        at_left = Qt.AlignmentFlag.AlignLeft
        title = room if not self._words else room.adjusted(0, 12, 0, -_HEIGHT / 2)
        painter.drawText(title, at_left | Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.setPen(QColor(tokens.muted))
        painter.setFont(font(_WORDS_PX))
        metrics = QFontMetricsF(font(_WORDS_PX))
        words = metrics.elidedText(self._words, Qt.TextElideMode.ElideRight, room.width())
        below = room.adjusted(0, _HEIGHT / 2 + 1, 0, -10)
        painter.drawText(below, at_left | Qt.AlignmentFlag.AlignVCenter, words)


class StepsRow(QWidget):
    """All steps side by side; `picked` carries the index of the one clicked."""

    picked = Signal(int)

    def __init__(self, titles: Sequence[str], theme: Theme) -> None:
        super().__init__()
        self.buttons = [StepButton(n, title, theme) for n, title in enumerate(titles, 1)]
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for index, button in enumerate(self.buttons):
            button.clicked.connect(lambda _=False, index=index: self.picked.emit(index))
            layout.addWidget(button, 1)
