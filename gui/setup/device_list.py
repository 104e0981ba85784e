"""What parts can come from: the cameras found on all back ends, and what is no camera."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from gui.fonts import font
from gui.theme import Theme

_ROW_PX, _LOW_ROW_PX = 54, 42
_HEADING_PX = 34
_PAD = 12
_DETAIL = Qt.ItemDataRole.UserRole + 1
_KEY = Qt.ItemDataRole.UserRole + 2
_USED = Qt.ItemDataRole.UserRole + 3


@dataclass(frozen=True, slots=True)
class Entry:
    """One row. Without a `key` it is a heading."""

    name: str
    detail: str = ""
    key: str = ""
    used: bool = False
    """Parts come from there now."""


class DeviceList(QListWidget):
    """Two lines a row; what does not fit is in the tool tip. `itemClicked` says which one."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("devices")
        self.setAccessibleName(self.tr("Where parts can come from"))
        self.setItemDelegate(_Row(theme, self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self._entries: tuple[Entry, ...] = ()
        theme.changed.connect(self.viewport().update)

    @property
    def entries(self) -> tuple[Entry, ...]:
        return self._entries

    def show_entries(self, entries: tuple[Entry, ...]) -> None:
        """In place of those before; the chosen one stays chosen."""
        if entries == self._entries:
            return
        chosen = self.key()
        self._entries = entries
        with QSignalBlocker(self):
            self.clear()
            for entry in entries:
                self.addItem(_item(entry))
            self.choose(chosen)

    def key(self) -> str:
        """Of the chosen row; empty where there is none."""
        item = self.currentItem()
        return str(item.data(_KEY)) if item is not None else ""

    def choose(self, key: str) -> bool:
        """False where there is no such row."""
        for index in range(self.count()):
            if key and self.item(index).data(_KEY) == key:
                with QSignalBlocker(self):
                    self.setCurrentRow(index)
                return True
        return False


def _item(entry: Entry) -> QListWidgetItem:
    item = QListWidgetItem(entry.name)
    item.setData(_DETAIL, entry.detail)
    item.setData(_KEY, entry.key)
    item.setData(_USED, entry.used)
    if entry.key:
        item.setToolTip(f"{entry.name}\n{entry.detail}".strip())
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{entry.name}, {entry.detail}")
    else:
        item.setFlags(Qt.ItemFlag.NoItemFlags)
    return item


class _Row(QStyledItemDelegate):
    """Name above detail; a dot before what is used."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        height = _ROW_PX if index.data(_DETAIL) else _LOW_ROW_PX
        return QSize(option.rect.width(), height if index.data(_KEY) else _HEADING_PX)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(option.rect).adjusted(0, 1, 0, -1)
        if index.data(_KEY):
            self._draw_ground(painter, room, option.state)
            self._draw_entry(painter, room, index)
        else:
            self._draw_text(painter, room.adjusted(_PAD, 8, 0, 0), index.data(), 13, muted=True)
        painter.restore()

    def _draw_ground(self, painter: QPainter, room: QRectF, state: QStyle.StateFlag) -> None:
        tokens = self._theme.tokens
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(QColor(tokens.accent))
            painter.setBrush(QColor(tokens.pressed))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(QColor(tokens.border))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        else:
            return
        painter.drawRoundedRect(room.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)

    def _draw_entry(
        self, painter: QPainter, room: QRectF, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        inside = room.adjusted(_PAD, 7, -_PAD, -6)
        upper = QRectF(inside.left(), inside.top(), inside.width() - 16, 20)
        detail = index.data(_DETAIL)
        if not detail:
            upper.moveTop(room.center().y() - 10)
        if index.data(_USED):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.tokens.accent))
            painter.drawEllipse(QRectF(inside.right() - 9, upper.center().y() - 4.5, 9, 9))
        self._draw_text(painter, upper, index.data(), 15, weight=QFont.Weight.DemiBold)
        lower = QRectF(inside.left(), inside.bottom() - 18, inside.width(), 18)
        self._draw_text(painter, lower, detail, 13, muted=True)

    def _draw_text(
        self,
        painter: QPainter,
        room: QRectF,
        text: str,
        pixels: int,
        *,
        muted: bool = False,
        weight: QFont.Weight = QFont.Weight.Medium,
    ) -> None:
        its_font = font(pixels, weight)
        painter.setFont(its_font)
        painter.setPen(QColor(self._theme.tokens.muted if muted else self._theme.tokens.text))
        elided = QFontMetricsF(its_font).elidedText(
            text, Qt.TextElideMode.ElideMiddle, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, elided)
