"""The window: puts the header, the page and the status bar together. No logic."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QSettings, QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QIcon
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from gui.actions import Menu, make_actions
from gui.appearance import ChosenAppearance
from gui.bridge import Bridge
from gui.dropping import Drop, local_paths
from gui.first_paint import FirstPaint
from gui.live.live_page import LivePage
from gui.live.status_bar import StatusBar
from gui.notifications import Notifications
from gui.operations import Operations
from gui.pages import Pages, Surroundings, Tab, import_what_is_slow, offered_tabs
from gui.theme import Theme
from gui.view_menu import ViewChoices
from gui.widgets.header import ICON, Header
from gui.widgets.key_help import KeyHelp
from gui.widgets.late import Late
from gui.widgets.question import Question
from gui.widgets.toasts import Toasts
from inference.home import Home
from inference.right_of_way import right_of_way
from inference.sources.settings import SourceSettings

_SMALLEST = (900, 500)
_FIRST = (1280, 800)
_GEOMETRY = "geometry"
_TABS_AFTER_MS = 2000


class MainWindow(QMainWindow):
    """One station on one screen."""

    def __init__(
        self,
        bridge: Bridge,
        theme: Theme,
        appearance: ChosenAppearance,
        remembered: QSettings,
        home: Home,
    ) -> None:
        """`remembered` keeps where the window was, and nothing else."""
        super().__init__()
        self._home = home
        self._theme = theme
        self.first_paint = FirstPaint(self)
        self._import = Late(import_what_is_slow, self)
        self.first_paint.over.connect(self._import_later)
        self.bridge = bridge
        self.appearance = appearance
        self._remembered = remembered
        self._may_close = False
        self._before = bridge.snapshot
        self.notifications = Notifications()
        self.operations = Operations(self, bridge, appearance, self.notifications)
        self.actions_by_id = make_actions(self, self.operations)
        self._tabs = offered_tabs()
        self.header = Header(self.actions_by_id, tuple(tab.title for tab in self._tabs))
        self.live = LivePage(bridge, theme, appearance, self.actions_by_id)
        self.pages = Pages(self.live, self._surroundings)
        self.header.picked.connect(lambda index: self.show_page(self._tabs[index]))
        self.status = StatusBar(theme)
        self._view = ViewChoices(self.header.menus[Menu.VIEW], bridge, appearance)
        self._arrange()
        bridge.refreshed.connect(self.refresh)
        appearance.changed.connect(self.refresh)
        self.refresh()
        self.live.setFocus()

    def _arrange(self) -> None:
        middle = QWidget()
        layout = QVBoxLayout(middle)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget, stretch in ((self.header, 0), (self.pages, 1), (self.status, 0)):
            layout.addWidget(widget, stretch)
        self.setCentralWidget(middle)
        self.toasts = Toasts(self.pages, self.notifications)
        self.key_help = KeyHelp(middle)
        self.key_help.clicked.connect(self.hide_keys)
        self.setWindowTitle("Lineside")
        self.setWindowIcon(QIcon(str(ICON)))
        self.setAcceptDrops(True)
        self.setMinimumSize(*_SMALLEST)
        # At 200 % scaling a full HD screen has room for 960 x 540.
        self.resize(QSize(*_FIRST).boundedTo(self.screen().availableSize()))
        geometry = self._remembered.value(_GEOMETRY)
        if geometry is not None:
            self.restoreGeometry(geometry)

    def refresh(self) -> None:
        """Show what the bridge pulled last."""
        now = self.bridge.snapshot
        if now.line == self._before.line:
            self.operations.say_news(self._before, now)
        self._before = now
        self.pages.refresh()
        self.operations.follow(now, self.actions_by_id)
        self.status.show_status(now)
        self.header.tick()

    def _import_later(self) -> None:
        """Neither the first look nor the first part waits for what other tabs need."""
        QTimer.singleShot(_TABS_AFTER_MS, self, self._import.begin)

    def _surroundings(self) -> Surroundings:
        return Surroundings(self.bridge, self._theme, self._home, self.notifications, self)

    @property
    def shows_live(self) -> bool:
        return self.pages.tab is Tab.LIVE

    def show_page(self, tab: Tab) -> None:
        self.pages.open(tab)
        self.header.tabs[self._tabs.index(tab)].setChecked(True)
        self.refresh()

    # The ways from page to page: `gui.pages.Ways`.

    def train_on(self, folder: Path) -> None:
        self.show_page(Tab.TRAINER)
        self.pages.page(Tab.TRAINER).train_on(folder)

    def review(self, paths: Sequence[Path]) -> None:
        self.show_page(Tab.REVIEW)
        self.pages.page(Tab.REVIEW).open_paths(paths)

    def use_source(self, source: SourceSettings) -> None:
        self.operations.use_source(source)

    def bring_in(self, package: Path) -> None:
        self.show_page(Tab.MODELS)
        self.pages.page(Tab.MODELS).bring_in(package)

    def set_kiosk(self, on: bool) -> None:
        """Full screen and no menus: nothing to go astray in."""
        self.header.menu_bar.setVisible(not on)
        # This bit alone: a window that was maximised is so again afterwards.
        full, state = Qt.WindowState.WindowFullScreen, self.windowState()
        self.setWindowState(state | full if on else state & ~full)

    def show_keys(self, shown: bool) -> None:
        self.key_help.set_shown(shown)

    def hide_keys(self) -> None:
        self.key_help.hide()
        self.actions_by_id["keys"].setChecked(False)

    def event(self, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.UpdateRequest:
            return super().event(event)
        with right_of_way():  # all that is to be painted is painted now
            return super().event(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if local_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        Drop(self, local_paths(event.mimeData()), self.operations).begin()

    def close_at_once(self) -> None:
        """Without a question: nobody may be there to answer it."""
        self._may_close = True
        self.close()

    def _ask_to_close(self, under_way: str) -> None:
        title = self.tr("Close Lineside while a model is being trained?")
        close, go_on = self.tr("Close anyway"), self.tr("Go on training")
        Question(self, title, under_way, close, self.close_at_once, no=go_on).open()

    def closeEvent(self, event: QCloseEvent) -> None:
        under_way = self.pages.under_way()
        if under_way and not self._may_close and not _session_ends():
            event.ignore()
            self._ask_to_close(under_way)
            return
        self.pages.close_down()
        self.bridge.end()
        self.appearance.flush()
        self.notifications.clear()
        self._remembered.setValue(_GEOMETRY, self.saveGeometry())
        super().closeEvent(event)


def _session_ends() -> bool:
    """The system is shutting down: it waits for no answer."""
    application = QGuiApplication.instance()
    return isinstance(application, QGuiApplication) and application.isSavingSession()
