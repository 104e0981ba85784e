"""The wall: thumbnails in the order that is wished for. Only what is seen is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from PySide6.QtCore import QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QSizePolicy

from gui.review.arrangement import Rows
from gui.review.choice import Choice
from gui.review.faces import Faces
from gui.review.grid import EDGE, Grid
from gui.review.tile import Tile
from gui.theme import Theme

SIDES_PX = (96, 120, 148, 184, 232, 300)
_FIRST_SIDE = 2


def _key_step(key: int, grid: Grid, lines: int) -> int | None:
    """How many places a key goes, None for a key that goes nowhere."""
    return {
        Qt.Key.Key_Left: -1,
        Qt.Key.Key_Right: 1,
        Qt.Key.Key_Up: -grid.columns,
        Qt.Key.Key_Down: grid.columns,
        Qt.Key.Key_PageUp: -grid.columns * lines,
        Qt.Key.Key_PageDown: grid.columns * lines,
        Qt.Key.Key_Home: -grid.count,
        Qt.Key.Key_End: grid.count,
    }.get(Qt.Key(key))


class Shelf(Protocol):
    """What the wall shows, by row. Each call returns at once."""

    def tile(self, row: int) -> Tile: ...
    def picture(self, row: int) -> QImage | None:
        """The thumbnail, None while it is not there."""

    def want(self, rows: Iterable[int], side_px: int) -> None:
        """These are seen now, nothing else is."""


class Wall(QAbstractScrollArea):
    """`current` is the one shown large; `chosen` are those that a correction is for."""

    moved = Signal()
    """Another image is the current one."""
    opened = Signal()
    """The current one is wanted large."""

    def __init__(self, theme: Theme, shelf: Shelf) -> None:
        super().__init__()
        self._theme = theme
        self._shelf = shelf
        self._faces = Faces(theme)
        self._side = _FIRST_SIDE
        self._choice = Choice()
        self.setObjectName("wall")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setAccessibleName(self.tr("Images"))
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.verticalScrollBar().valueChanged.connect(self.refresh)
        theme.changed.connect(self.refresh)

    # What is shown

    @property
    def order(self) -> Rows:
        return self._choice.order

    @property
    def current(self) -> int | None:
        """The row that is shown large."""
        return self._choice.current

    @property
    def place(self) -> int:
        """Of the current one in the order shown, from 1 on; 0 for none."""
        place = self._choice.place
        return 0 if place is None else place + 1

    @property
    def chosen(self) -> list[int]:
        """The rows that are chosen, in the order shown."""
        return self._choice.rows

    @property
    def is_at_top(self) -> bool:
        return self.verticalScrollBar().value() == 0

    def set_order(self, order: Rows, *, show_current: bool) -> None:
        """Another order of rows. `show_current`: scroll to the current one, else stay in place."""
        before = self.current
        self._choice.reorder(order)
        self._measure()
        if show_current:
            self._scroll_to_current()
        self.refresh()
        if self.current != before:
            self.moved.emit()

    def refresh(self) -> None:
        """Paint anew, and say what is seen."""
        ratio = self.devicePixelRatioF()
        rows = (int(self.order[place]) for place in self._visible())
        self._shelf.want(rows, round(SIDES_PX[self._side] * ratio))
        self.viewport().update()

    def pictures_came(self) -> None:
        """Paint anew what was asked for before."""
        self.viewport().update()

    def set_current(self, row: int | None) -> None:
        """Choose this one alone, and scroll to it."""
        before = self.current
        self._choice.choose_row(row)
        self._follow_choice(before)

    def step(self, by: int) -> None:
        """The next in the order shown, or the one before."""
        if self.order.size:
            self.set_current(int(self.order[self._choice.place_after(by)]))

    def choose_all(self) -> None:
        self._choice.choose_all()
        self.viewport().update()

    def _follow_choice(self, before: int | None) -> None:
        self._scroll_to_current()
        self.viewport().update()
        if self.current != before:
            self.setAccessibleDescription(self._words(self.current))
            self.moved.emit()

    def _words(self, row: int | None) -> str:
        if row is None:
            return ""
        tile = self._shelf.tile(row)
        return f"{tile.name}, {tile.outcome or ''} {tile.note}".strip()

    # Where

    def _grid(self) -> Grid:
        return Grid(self.order.size, self.viewport().width(), SIDES_PX[self._side])

    def _visible(self) -> range:
        return self._grid().visible(self.verticalScrollBar().value(), self.viewport().height())

    def _measure(self) -> None:
        grid, room = self._grid(), self.viewport().height()
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, grid.height - room))
        bar.setPageStep(room)
        bar.setSingleStep(grid.pitch // 3)

    def _scroll_to_current(self) -> None:
        place = self._choice.place
        if place is None:
            return
        box, bar = self._grid().box(place), self.verticalScrollBar()
        top, bottom = box.top() - EDGE, box.bottom() + EDGE + 1 - self.viewport().height()
        bar.setValue(min(max(bar.value(), bottom), top))

    def sizeHint(self) -> QSize:
        return QSize(640, 480)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out_around(self._top_row())

    def resize_tiles(self, by: int) -> None:
        """Larger or smaller by so many of `SIDES_PX`."""
        wanted = min(max(self._side + by, 0), len(SIDES_PX) - 1)
        if wanted != self._side:
            top = self._top_row()
            self._side = wanted
            self._lay_out_around(top)

    def _top_row(self) -> int | None:
        visible = self._visible()
        return int(self.order[visible.start]) if len(visible) and not self.is_at_top else None

    def _lay_out_around(self, top: int | None) -> None:
        """The tile at the top stays there, however many now fit beside it."""
        self._measure()
        place = self._choice.place_of(top)
        if place is not None:
            self.verticalScrollBar().setValue(self._grid().box(place).top() - EDGE)
        self.refresh()

    # What the hand does

    def keyPressEvent(self, event: QKeyEvent) -> None:
        lines = max(1, self.viewport().height() // self._grid().pitch)
        by = _key_step(event.key(), self._grid(), lines)
        if by is not None and self.order.size:
            self._choose(self._choice.place_after(by), extends=_extends(event), adds=False)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current is not None:
            self.opened.emit()
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._place_under(event.position().toPoint())
        if place is not None and event.button() is Qt.MouseButton.LeftButton:
            adds = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self._choose(place, extends=_extends(event), adds=adds)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._place_under(event.position().toPoint()) is not None:
            self.opened.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.resize_tiles(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def _place_under(self, point: QPoint) -> int | None:
        return self._grid().place_at(point + QPoint(0, self.verticalScrollBar().value()))

    def _choose(self, place: int, *, extends: bool, adds: bool) -> None:
        before = self.current
        self._choice.choose(place, extends=extends, adds=adds)
        self._follow_choice(before)

    # Painting

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        grid, top = self._grid(), self.verticalScrollBar().value()
        size = QSize(grid.tile_width, grid.tile_height)
        seen = self._visible()
        self._faces.begin(size, self.devicePixelRatioF(), len(seen))
        for place in seen:
            self._draw(painter, int(self.order[place]), grid.box(place).translated(0, -top))
        if self._faces.is_behind:
            QTimer.singleShot(0, self, self.viewport().update)

    def _draw(self, painter: QPainter, row: int, box: QRect) -> None:
        tile, picture = self._shelf.tile(row), self._shelf.picture(row)
        self._faces.draw(painter, box, row, tile, picture, chosen=self._choice.holds(row))


def _extends(event: QKeyEvent | QMouseEvent) -> bool:
    return bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
