"""The verdict of each of several lines, all in sight; a click shows one of them in full."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QWidget

from gui.live.banner import Banner, detail_font
from gui.live.banner_state import banner_state
from gui.theme import Theme
from inference.station.snapshot import StationSnapshot
from inference.verdict import Inspection

_IN_A_ROW = 4
_CHOSEN_PX = 4
_GAP = 8
_PRESSES = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class LinesRow(QWidget):
    """One banner a line, at most four beside each other. Hidden where there is one line only."""

    picked = Signal(int)
    """The number of a line, from 0."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.banners: list[LineBanner] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_GAP)
        self.hide()

    def show_lines(
        self, lines: Sequence[StationSnapshot], newest: Sequence[Inspection | None], chosen: int
    ) -> bool:
        """What each says now; `chosen` is the one that the page shows. True: they are others."""
        are_others = len(lines) != len(self.banners)
        if are_others:
            self._build(len(lines))
        for number, (banner, line) in enumerate(zip(self.banners, lines, strict=True)):
            state = banner_state(line, newest[number], looking_back=False)
            banner.say(replace(state, detail=line.line))
            banner.setToolTip(line.line)
            banner.set_chosen(number == chosen)
        return are_others

    def fit(self, banner_px: int) -> int:
        """Give each banner this height. How much all need, 0 where there is one line only."""
        for banner in self.banners:
            banner.setFixedHeight(banner_px)
        rows = -(-len(self.banners) // _IN_A_ROW)
        return rows * (banner_px + _GAP) if len(self.banners) > 1 else 0

    def _build(self, number: int) -> None:
        for banner in self.banners:
            self._grid.removeWidget(banner)
            banner.hide()
            banner.deleteLater()
        self.banners = [LineBanner(self._theme) for _ in range(number)]
        for index, banner in enumerate(self.banners):
            self._grid.addWidget(banner, index // _IN_A_ROW, index % _IN_A_ROW)
            banner.pressed.connect(lambda index=index: self.picked.emit(index))
        self.setVisible(number > 1)


class LineBanner(Banner):
    """Word and mark over the line's name; framed where it is the one that the page shows."""

    pressed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._chosen = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        # Only Tab gives it the focus: after a click the keys still belong to the station.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    @property
    def is_chosen(self) -> bool:
        return self._chosen

    def set_chosen(self, chosen: bool) -> None:
        if chosen != self._chosen:
            self._chosen = chosen
            self.update()

    def _detail(self, room: float) -> str:
        """One line, so that the verdicts of all are equally large."""
        elide = QFontMetricsF(detail_font()).elidedText
        return elide(self.state.detail, Qt.TextElideMode.ElideMiddle, room)

    def mousePressEvent(self, _: QMouseEvent) -> None:
        self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _PRESSES:
            self.pressed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._chosen and not self.hasFocus():
            return
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = tokens.accent if self._chosen else tokens.text
        painter.setPen(QPen(QColor(colour), _CHOSEN_PX))
        half = _CHOSEN_PX / 2
        frame = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(frame, 11, 11)
