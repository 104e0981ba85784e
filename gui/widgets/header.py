"""The row at the top: name, tabs, menus, the time of day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QIcon, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QMenuBar, QPushButton, QWidget

from gui.actions import Menu, in_menu, translated
from gui.words import clock
from inference.home import RESOURCES

HEIGHT = 52
_SQUEEZED = ((True, True, True), (False, True, True), (False, False, True), (False, False, False))
"""Whether there is the name, the tabs' full margins, the clock."""
ICON = RESOURCES / "icons" / "lineside.svg"


class Header(QWidget):
    """Tabs come in one by one with their pages. `picked` carries the index of the one clicked."""

    picked = Signal(int)

    def __init__(self, actions: Mapping[str, QAction], tabs: tuple[str, ...]) -> None:
        super().__init__()
        self.setObjectName("header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(HEIGHT)
        self.menus: dict[Menu, QMenu] = {}
        self.menu_bar = self._menu_bar(actions)
        self._clock = QLabel()
        self._clock.setObjectName("clock")
        self._clock.setAccessibleName(self.tr("Time of day"))
        layout = self._row = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 18, 0)
        layout.setSpacing(10)
        layout.addWidget(_logo())
        self._name = _name()
        layout.addWidget(self._name)
        layout.addSpacing(14)
        self.tabs = [_tab(tab, chosen=index == 0) for index, tab in enumerate(tabs)]
        for index, tab in enumerate(self.tabs):
            tab.clicked.connect(lambda _=False, index=index: self.picked.emit(index))
            layout.addWidget(tab)
        layout.addStretch(1)
        layout.addWidget(self.menu_bar, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self._clock)
        for tab in self.tabs:
            tab.setProperty("narrow", False)
        self.tick()

    @property
    def time(self) -> str:
        return self._clock.text()

    def tick(self) -> None:
        """Comes with every pull, or a part on the screen could be later than now."""
        self._clock.setText(clock(datetime.now(UTC)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow the name goes first, then the tabs' margins, the clock last."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        # A menu bar moves what has no room behind an arrow: here all have room.
        self.menu_bar.setMinimumWidth(self.menu_bar.sizeHint().width())
        for squeeze in range(len(_SQUEEZED)):
            self._squeeze(squeeze)
            if self._row.minimumSize().width() <= self.width():
                return

    def _squeeze(self, step: int) -> None:
        has_name, has_wide_tabs, has_clock = _SQUEEZED[step]
        self._name.setVisible(has_name)
        self._clock.setVisible(has_clock)
        for tab in self.tabs:
            if tab.property("narrow") is has_wide_tabs:
                tab.setProperty("narrow", not has_wide_tabs)
                tab.style().polish(tab)

    def _menu_bar(self, actions: Mapping[str, QAction]) -> QMenuBar:
        bar = QMenuBar()
        bar.setNativeMenuBar(False)
        for menu in Menu:
            self.menus[menu] = made = bar.addMenu(translated(menu.value))
            for action, opens_group in in_menu(actions, menu):
                if opens_group:
                    made.addSeparator()
                made.addAction(action)
        return bar


def _logo() -> QLabel:
    logo = QLabel()
    # Drawn for the sharpest screen there is: the window may be moved to it.
    sharpest = max(screen.devicePixelRatio() for screen in QGuiApplication.screens())
    logo.setPixmap(QIcon(str(ICON)).pixmap(QSize(28, 28), sharpest))
    return logo


def _name() -> QLabel:
    name = QLabel("Lineside")
    name.setObjectName("name")
    return name


def _tab(text: str, *, chosen: bool) -> QPushButton:
    tab = QPushButton(text)
    tab.setObjectName("tab")
    tab.setCheckable(True)
    tab.setAutoExclusive(True)
    tab.setChecked(chosen)
    tab.setFixedHeight(HEIGHT)
    tab.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return tab
