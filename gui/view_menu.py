"""The choices of the View menu: theme, colours, kind of heat map."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from gui.appearance import ChosenAppearance
from gui.bridge import Bridge


class ViewChoices(QObject):
    """Adds the sub-menus, and keeps their ticks true."""

    def __init__(self, menu: QMenu, bridge: Bridge, appearance: ChosenAppearance) -> None:
        super().__init__(menu)
        self._bridge = bridge
        self._appearance = appearance
        menu.addSeparator()
        themes = [
            ("system", self.tr("As the system")),
            ("light", self.tr("Light")),
            ("dark", self.tr("Dark")),
        ]
        self._themes = _choices(
            menu.addMenu(self.tr("Theme")), themes, lambda name: appearance.change(theme=name)
        )
        colours = [
            ("isa", self.tr("Quiet: colour only for what needs a person")),
            ("classic", self.tr("Classic: green and red")),
        ]
        self._colours = _choices(
            menu.addMenu(self.tr("Signal colours")),
            colours,
            lambda name: appearance.change(signal_colours=name),
        )
        methods = [("evidence", self.tr("Evidence")), ("gradcam", self.tr("Grad-CAM"))]
        self._methods = _choices(
            menu.addMenu(self.tr("Kind of heat map")), methods, bridge.choose_map
        )
        menu.aboutToShow.connect(self._follow)

    def _follow(self) -> None:
        snapshot = self._bridge.snapshot
        _tick(self._themes, self._appearance.now.theme)
        _tick(self._colours, self._appearance.now.signal_colours)
        _tick(self._methods, snapshot.method)
        for action in self._methods.actions():
            action.setEnabled(action.data() in snapshot.methods)


def _choices(
    menu: QMenu, names: Sequence[tuple[str, str]], choose: Callable[[Any], None]
) -> QActionGroup:
    group = QActionGroup(menu)
    for name, text in names:
        action = menu.addAction(text)
        action.setCheckable(True)
        action.setData(name)
        group.addAction(action)
    group.triggered.connect(lambda action: choose(action.data()))
    return group


def _tick(group: QActionGroup, name: str | None) -> None:
    for action in group.actions():
        action.setChecked(action.data() == name)
