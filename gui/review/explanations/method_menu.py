"""Which methods are shown beside the live map."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton

from training.explanations.desk_messages import MAP_PER_TYPE

_NOT_AT_FIRST = frozenset({"hirescam"})


class MethodMenu(QPushButton):
    """A button whose menu has a tick for each method."""

    changed = Signal()

    def __init__(self, titles: Mapping[str, str]) -> None:
        super().__init__()
        self.setText(self.tr("Methods"))
        self.setProperty("low", True)
        menu = QMenu(self)
        self.ticks: dict[str, QAction] = {}
        menu.setToolTipsVisible(True)
        for name, title in {MAP_PER_TYPE: self.tr("One map per defect type"), **titles}.items():
            tick = self.ticks[name] = menu.addAction(title)
            tick.setCheckable(True)
            tick.setChecked(name not in _NOT_AT_FIRST)
            tick.toggled.connect(self.changed)
        self.ticks[MAP_PER_TYPE].setToolTip(
            self.tr("The live map's heat, shared out among the types: together they are that map.")
        )
        self.offer_types(offered=False)
        self.setMenu(menu)

    def offer_types(self, *, offered: bool) -> None:
        """Only a model that has such maps is asked whether to show them."""
        self.ticks[MAP_PER_TYPE].setVisible(offered)

    def chosen(self) -> tuple[str, ...]:
        return tuple(name for name, tick in self.ticks.items() if tick.isChecked())
