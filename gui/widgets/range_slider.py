"""A slider with two handles: from here to there."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import Theme

_HANDLE = 24.0
_GROOVE = 6.0
_HEIGHT = 34
_STEPS_A_PAGE = 10
_KEYS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: 1,
    Qt.Key.Key_PageDown: -_STEPS_A_PAGE,
    Qt.Key.Key_PageUp: _STEPS_A_PAGE,
}


class RangeSlider(QWidget):
    """Two numbers, the first never above the second. Tab goes from one handle to the other."""

    changed = Signal(float, float)
    """By the user; not by `set_range`."""

    def __init__(self, theme: Theme, lowest: float, highest: float, step: float) -> None:
        super().__init__()
        self._theme = theme
        self._lowest, self._highest, self._step = lowest, highest, step
        self._ends = [lowest, highest]
        self._active = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def range(self) -> tuple[float, float]:
        low, high = self._ends
        return low, high

    def set_range(self, low: float, high: float) -> None:
        """Show these."""
        self._ends = [low, high]
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(100, _HEIGHT)

    # By mouse and by key

    def mousePressEvent(self, event: QMouseEvent) -> None:
        x = event.position().x()
        low, high = (self._x_of(end) for end in self._ends)
        # Where both lie on one spot, the side of the click tells which is meant.
        nearer_high = abs(x - high) < abs(x - low) or (low == high and x > high)
        self._active = int(nearer_high)
        self._move_to(self._value_at(x))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._move_to(self._value_at(event.position().x()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _KEYS:
            self._move_to(self._ends[self._active] + _KEYS[key] * self._step)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._move_to(self._lowest if key is Qt.Key.Key_Home else self._highest)
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        if self._active == int(not forward):
            self._active = int(forward)
            self.update()
            return True
        self._active = int(not forward)
        return super().focusNextPrevChild(forward)

    def _move_to(self, value: float) -> None:
        """The active handle; it stops at the other one."""
        low, high = self._ends
        bounds = (self._lowest, high) if self._active == 0 else (low, self._highest)
        steps = round((value - self._lowest) / self._step)
        value = min(max(round(self._lowest + steps * self._step, 6), bounds[0]), bounds[1])
        if value != self._ends[self._active]:
            self._ends[self._active] = value
            self.update()
            self.changed.emit(*self._ends)

    # Drawing

    def _x_of(self, value: float) -> float:
        share = (value - self._lowest) / (self._highest - self._lowest)
        return _HANDLE / 2 + 1 + share * (self.width() - _HANDLE - 2)

    def _value_at(self, x: float) -> float:
        share = (x - _HANDLE / 2 - 1) / max(1.0, self.width() - _HANDLE - 2)
        return self._lowest + share * (self._highest - self._lowest)

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = self._theme.tokens
        low, high = (self._x_of(end) for end in self._ends)
        self._draw_groove(painter, 0, self.width(), tokens.border)
        if self.isEnabled():
            self._draw_groove(painter, low, high, tokens.accent)
        for which in (1 - self._active, self._active):
            self._draw_handle(painter, (low, high)[which], active=which == self._active)

    def _draw_groove(self, painter: QPainter, left: float, right: float, colour: str) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        top = (self.height() - _GROOVE) / 2
        painter.drawRoundedRect(QRectF(left, top, right - left, _GROOVE), 3, 3)

    def _draw_handle(self, painter: QPainter, x: float, *, active: bool) -> None:
        tokens = self._theme.tokens
        has_focus = active and self.hasFocus()
        painter.setPen(
            QPen(QColor(tokens.accent if has_focus else tokens.muted), 3 * has_focus or 1)
        )
        painter.setBrush(QColor(tokens.raised))
        radius = _HANDLE / 2 - 1
        painter.drawEllipse(QPointF(x, self.height() / 2), radius, radius)
