"""All keys at a glance, made of the action table."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gui.actions import ACTIONS, Menu, translated
from gui.review import keys


class KeyHelp(QWidget):
    """Covers the window. A click on it asks to be rid of it: whoever shows it knows how."""

    clicked = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        card = QFrame()
        card.setObjectName("keyHelp")
        outer = QVBoxLayout(self)
        outer.addWidget(card, 0, Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(card)
        layout.setContentsMargins(26, 20, 26, 24)
        layout.setSpacing(18)
        title = QLabel(self.tr("Keys"))
        title.setObjectName("title")
        layout.addWidget(title)
        columns = QHBoxLayout()
        columns.setSpacing(26)
        for menus in ((Menu.STATION,), (Menu.PART,), (Menu.VIEW, Menu.HELP)):
            columns.addLayout(_column(menus))
        columns.addLayout(_review_column())
        layout.addLayout(columns)
        over.installEventFilter(self)
        self.hide()

    def set_shown(self, shown: bool) -> None:
        self.setGeometry(self._over.rect())
        self.setVisible(shown)
        self.raise_()

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self.setGeometry(self._over.rect())
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        self.clicked.emit()

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setOpacity(0.55)
        painter.fillRect(self.rect(), Qt.GlobalColor.black)


def _review_column() -> QGridLayout:
    """The keys that work on the Review tab alone."""
    grid = _grid()
    caption = QLabel(keys.translated(keys.TITLE))
    caption.setObjectName("caption")
    grid.addWidget(caption, 0, 0, 1, 2)
    for row, key in enumerate(keys.KEYS, 1):
        _add_row(grid, row, keys.translated(key.text), key.keys)
    grid.setRowStretch(grid.rowCount(), 1)
    return grid


def _grid() -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(9)
    return grid


def _column(menus: tuple[Menu, ...]) -> QGridLayout:
    grid = _grid()
    row = 0
    for menu in menus:
        caption = QLabel(translated(menu.value))
        caption.setObjectName("caption")
        grid.addWidget(caption, row, 0, 1, 2)
        row += 1
        for info in (info for info in ACTIONS if info.menu is menu):
            _add_row(grid, row, translated(info.text), info.keys)
            row += 1
    grid.setRowStretch(row, 1)
    return grid


def _add_row(grid: QGridLayout, row: int, text: str, row_keys: tuple[str, ...]) -> None:
    grid.addWidget(QLabel(text.rstrip(".")), row, 0)
    caps = QHBoxLayout()
    caps.setSpacing(5)
    for key in _distinct(row_keys):
        label = QLabel(key)
        label.setObjectName("key")
        caps.addWidget(label)
    caps.addStretch()
    grid.addLayout(caps, row, 1)


def _distinct(keys: tuple[str, ...]) -> list[str]:
    """As the platform writes them; the two Enter keys are one to a person."""
    named = [QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in keys]
    return [name for name in named if not (name == "Return" and "Enter" in named)]
