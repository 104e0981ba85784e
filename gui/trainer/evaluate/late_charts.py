"""Charts that come when pyqtgraph is there: one after the other, so that the window goes on."""

from __future__ import annotations

import importlib
from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from gui.theme import Theme
from gui.trainer.evaluate.curve_plot import Axes, CurvePlot
from gui.widgets.late import Late


class LateCharts(QWidget):
    """`built` comes once, when all are there to be drawn on."""

    built = Signal()

    def __init__(self, theme: Theme, charts: Sequence[Axes], columns: int) -> None:
        super().__init__()
        self._theme = theme
        self._wanted = charts
        self._columns = columns
        self.plots: list[CurvePlot] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(10)
        self._import: Late | None = None

    @property
    def are_built(self) -> bool:
        return len(self.plots) == len(self._wanted)

    def showEvent(self, _: object) -> None:
        if self._import is None:
            self._import = Late(lambda: importlib.import_module("pyqtgraph"), self)
            self._import.done.connect(self._build)
            self._import.begin()

    def _build(self) -> None:
        """One at a time: each takes the window some hundredths of a second."""
        if self.are_built:
            self.built.emit()
            return
        place = len(self.plots)
        plot = CurvePlot(self._theme, self._wanted[place])
        self.plots.append(plot)
        self._grid.addWidget(plot.widget, *divmod(place, self._columns))
        QTimer.singleShot(0, self, self._build)
