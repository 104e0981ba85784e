"""A filter with its count: mark, word and how many images it would show."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton

from gui.fonts import font
from gui.live.banner_state import outcome_mark, outcome_tone
from gui.theme import Theme
from gui.tokens import Tone
from gui.widgets.marks import draw_mark
from gui.words import count, outcome_word
from inference.verdict import Outcome

_HEIGHT = 38
_PAD = 9
_MARK_PX = 20
_GAP = 6


class OutcomeButton(QAbstractButton):
    """Checked: images with this outcome are shown. `outcome` None is for all of them."""

    def __init__(self, theme: Theme, outcome: Outcome | None) -> None:
        super().__init__()
        self.outcome = outcome
        self._theme = theme
        self._count = 0
        self._hint = QSize()
        self._word_px = 0
        self._word_font = font(14, QFont.Weight.DemiBold)
        self._count_font = font(14)
        self.setText(outcome_word(outcome) if outcome else self.tr("All"))
        self.setToolTip(self.text() if outcome else "")
        self.setCheckable(True)
        self.setFixedHeight(_HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.update)
        self.show_count(0)

    def show_count(self, number: int) -> None:
        before, self._count = self._hint, number
        self._hint = self._measure()
        self.setAccessibleName(f"{self.text()}: {count(number)}")
        if self._hint != before:  # a whole page is laid out anew for it
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return self._hint

    def _measure(self) -> QSize:
        word = QFontMetricsF(self._word_font).horizontalAdvance(self.text())
        number = QFontMetricsF(self._count_font).horizontalAdvance(count(self._count))
        mark = _MARK_PX + _GAP if self.outcome else 0
        self._word_px = round(word) + _GAP
        return QSize(round(2 * _PAD + mark + number) + self._word_px, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Where there is no room the word goes: the mark says the same."""
        word = self._word_px if self.outcome else 0
        return QSize(self._hint.width() - word, _HEIGHT)

    @property
    def says_word(self) -> bool:
        """Whether there is room for it."""
        return self.outcome is None or self.width() >= self._hint.width()

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_ground(painter)
        x = float(_PAD)
        if self.outcome is not None:
            self._draw_mark(painter, QRectF(x, (_HEIGHT - _MARK_PX) / 2, _MARK_PX, _MARK_PX))
            x += _MARK_PX + _GAP
        tokens = self._theme.tokens
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(tokens.text if self._count or self.isChecked() else tokens.muted))
        painter.setFont(self._word_font)
        room = QRectF(x, 0, self.width() - x - _PAD, _HEIGHT)
        if self.says_word:
            painter.drawText(room, middle | Qt.AlignmentFlag.AlignLeft, self.text())
        painter.setPen(QColor(tokens.muted))
        painter.setFont(self._count_font)
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, count(self._count))

    def _draw_ground(self, painter: QPainter) -> None:
        tokens = self._theme.tokens
        is_lit = self.isChecked() or self.hasFocus()
        edge = tokens.accent if is_lit else tokens.muted if self.underMouse() else tokens.border
        painter.setPen(QPen(QColor(edge), 2 if is_lit else 1))
        painter.setBrush(QColor(tokens.pressed if self.isChecked() else tokens.raised))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)

    def _draw_mark(self, painter: QPainter, box: QRectF) -> None:
        assert self.outcome is not None
        tone = outcome_tone(self.outcome)
        paint = self._theme.tokens.paints[tone if self._count else Tone.QUIET]
        painter.setPen(QPen(QColor(paint.edge), 1))
        painter.setBrush(QColor(paint.fill))
        painter.drawRoundedRect(box, 5, 5)
        mark = outcome_mark(self.outcome)
        draw_mark(painter, mark, box.adjusted(4, 4, -4, -4), QColor(paint.text), 0.18)
