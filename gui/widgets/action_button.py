"""A glove-sized button for an action, with its key on it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QStylePainter

from gui.fonts import font
from gui.theme import Theme
from gui.widgets.marks import Mark, draw_mark

HEIGHT = 48
_PAD = 12
_GAP = 8
_ICON = 18
_TEXT_PX = 15
_KEY_PX = 12
_OWN_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ActionButton(QPushButton):
    """Shows an action's text, mark and first key. Does what the action does, nothing else."""

    def __init__(
        self, action: QAction, theme: Theme, mark: Mark | None = None, height: int = HEIGHT
    ) -> None:
        super().__init__()
        self._action = action
        self._theme = theme
        self._mark = mark
        self._height = height
        # Only Tab gives it the focus: after a click the keys still belong to the station.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        theme.changed.connect(self.update)
        self._follow()

    def _follow(self) -> None:
        action = self._action
        self.setText(action.text().replace("&", "").rstrip("."))
        self.setAccessibleName(self.text())
        self.setToolTip(action.toolTip())
        self.setEnabled(action.isEnabled())
        if action.isCheckable():
            self.setCheckable(True)
            self.setChecked(action.isChecked())
        self.updateGeometry()
        self.update()

    def _key(self) -> str:
        return self._action.shortcut().toString()

    def sizeHint(self) -> QSize:
        text = QFontMetricsF(font(_TEXT_PX, font(1).Weight.DemiBold)).horizontalAdvance(self.text())
        icon = _ICON + _GAP if self._mark else 0
        key = _GAP + self._key_width() if self._key() else 0
        return QSize(round(2 * _PAD + icon + text + key), self._height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _key_width(self) -> float:
        return QFontMetricsF(font(_KEY_PX)).horizontalAdvance(self._key()) + 10

    def event(self, event: QEvent) -> bool:
        # With the focus on it, Space and Enter press this button and not the station's shortcut.
        if _is_own_key(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        self._draw_content(painter)

    def _draw_content(self, painter: QPainter) -> None:
        colour = self._colour()
        needed = self.sizeHint().width() - 2 * _PAD
        x = (self.width() - needed) / 2
        if self._mark:
            box = QRectF(x, (self.height() - _ICON) / 2, _ICON, _ICON)
            draw_mark(painter, self._mark, box, colour)
            x += _ICON + _GAP
        painter.setPen(colour)
        painter.setFont(font(_TEXT_PX, font(1).Weight.DemiBold))
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRectF(x, 0, self.width(), self.height()), middle, self.text())
        if self._key():
            self._draw_key(painter, x + needed - (x - (self.width() - needed) / 2), colour)

    def _draw_key(self, painter: QPainter, right: float, colour: QColor) -> None:
        width = self._key_width()
        cap = QRectF(right - width, self.height() / 2 - 10, width, 20)
        faint = QColor(colour)
        faint.setAlphaF(0.45)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(faint)
        painter.drawRoundedRect(cap.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        faint.setAlphaF(0.8)
        painter.setPen(faint)
        painter.setFont(font(_KEY_PX))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, self._key())

    def _colour(self) -> QColor:
        tokens = self._theme.tokens
        if not self.isEnabled():
            faded = QColor(tokens.muted)
            faded.setAlphaF(0.55)
            return faded
        if self.objectName() == "primary":
            return QColor(tokens.on_accent)
        return QColor(tokens.accent if self.isChecked() else tokens.text)


def _is_own_key(event: QEvent) -> bool:
    if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    return event.key() in _OWN_KEYS
