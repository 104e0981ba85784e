"""Starts the window over a station that the caller owns."""

from __future__ import annotations

import logging
import signal
import sys
import time
from pathlib import Path

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication

from gui.appearance import ChosenAppearance
from gui.bridge import Bridge, StationFacade
from gui.fonts import use_bundled_font
from gui.main_window import MainWindow
from gui.short_waits import keep_waits_short
from gui.theme import Theme
from inference.home import Home

_log = logging.getLogger(__name__)
_NOT_IN_MENUS = Qt.ApplicationAttribute.AA_DontShowIconsInMenus


def open_window(station: StationFacade, geometry: Path) -> MainWindow:
    """The whole window, shown, its timer running. Needs `application()` first.

    `geometry` is the ini file in the home folder that remembers where the window was.
    """
    app = application()
    appearance = ChosenAppearance(station.settings.appearance, station.set_appearance)
    theme = Theme(app, appearance)
    bridge = Bridge(station)
    remembered = QSettings(str(geometry), QSettings.Format.IniFormat)
    window = MainWindow(bridge, theme, appearance, remembered, Home(geometry.parent))
    # What the window is made of lives as long as the window.
    for part in (theme, bridge, appearance, remembered):
        part.setParent(window)
    window.first_paint.painted.connect(_log_wait)
    window.show()
    bridge.begin()
    return window


def _log_wait() -> None:
    """How long the user waited for the window, from the start of the process."""
    now = time.time()
    import psutil  # noqa: PLC0415 - nobody waits for it any more

    waited_s = now - psutil.Process().create_time()
    _log.info("window drawn %.3f s after the start of the process", waited_s)


def run_window(station: StationFacade, geometry: Path) -> int:
    """Show the window, start the station once it is on the screen, and stay until it is closed.

    The caller closes the station afterwards. Returns the exit status.
    """
    app = application()
    window = open_window(station, geometry)
    keep_waits_short(window)
    # Ctrl-C and a service manager's SIGTERM close it, and nobody is asked: all is recorded first.
    # Python looks for them whenever the bridge's timer comes.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: window.close_at_once())
    window.first_paint.over.connect(station.start)
    status = app.exec()
    window.deleteLater()
    return status


def application() -> QApplication:
    """The one application of this process, with its name and font."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    app.setApplicationName("Lineside")
    app.setAttribute(_NOT_IN_MENUS)
    use_bundled_font(app)
    return app
