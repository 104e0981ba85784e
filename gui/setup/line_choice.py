"""Which of several lines is set up; one more, one less, another name."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, Signal

from gui.bridge import Bridge
from gui.notifications import Notifications
from gui.setup.lines_bar import LinesBar
from inference.station.settings import MOST_LINES, LineSettings

translate = QCoreApplication.translate


class LineChoice(QObject):
    """Follows the station: what is asked for here is there only once the station has it."""

    changed = Signal()
    """Another line is set up from now on."""
    renumbered = Signal()
    """One line less: those behind it have other numbers now. Comes before `changed`."""

    def __init__(
        self, bridge: Bridge, bar: LinesBar, notifications: Notifications, parent: QObject
    ) -> None:
        super().__init__(parent)
        self.number = bridge.chosen
        """Of the line that is set up, from 0."""
        self._bridge = bridge
        self._bar = bar
        self._notifications = notifications
        self._count = len(bridge.snapshots)
        self._awaited = 0
        """How many lines there were when another was asked for."""
        bar.picked.connect(bridge.choose_line)
        bar.added.connect(self.add)
        bar.removed.connect(self.remove)
        bar.renamed.connect(bridge.rename_line)

    def follow(self) -> None:
        """Which lines there are now, and which of them the window shows."""
        names = tuple(line.line for line in self._bridge.snapshots)
        self._bar.show_lines(names, self._bridge.chosen)
        is_one_less = len(names) < self._count
        self._count = len(names)
        if is_one_less:
            self.renumbered.emit()
        if is_one_less or self._bridge.chosen != self.number:
            self.number = self._bridge.chosen
            self.changed.emit()
        if self._awaited and len(names) > self._awaited:
            self._awaited = 0
            self._bridge.choose_line(len(names) - 1)

    def add(self) -> None:
        """On the simulated line first: its own source is chosen next."""
        number = len(self._bridge.snapshots)
        if number >= MOST_LINES:
            self._say_full()
            return
        self._awaited = number
        taken = {self._bridge.settings.first_name, *(now.line for now in self._bridge.snapshots)}
        while (name := translate("Setup", "line {number}").format(number=number + 1)) in taken:
            number += 1
        self._bridge.add_line(LineSettings(name=name))

    def remove(self) -> None:
        """The one that is set up. Then the first: a click more takes no other away."""
        self._bridge.remove_line()
        self._bridge.choose_line(0)

    def _say_full(self) -> None:
        words = translate(
            "Setup",
            "One station has at most {number} lines. Remove one of them first, or start Lineside "
            "once more, on another computer or with a home folder of its own.",
        )
        self._notifications.tell(words.format(number=MOST_LINES), serious=True)
