"""The trend's chart in pyqtgraph: dots by outcome, thresholds as lines, nothing to click on."""

from __future__ import annotations

import importlib
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from gui.theme import Theme
from gui.tokens import Tone
from inference.verdict import Thresholds

_DOT_PX = {Tone.OK: 4, Tone.UNSURE: 5, Tone.DEF: 5, Tone.FAULT: 5}
_FAULT_LEVEL = -0.08
"""A FAULT has no probability: its dot lies under the scale."""
_TOP = 1.12
"""Room for a dot at 1, and for the upper half of its figure."""


class TrendPlot(QObject):
    """`widget` goes into a layout. pyqtgraph is imported by the time it is made: see `Trend`."""

    def __init__(self, theme: Theme, length: int) -> None:
        super().__init__()
        self._graph: Any = importlib.import_module("pyqtgraph")
        self._theme = theme
        self._length = length
        self._drawn: tuple[NDArray[np.float32], Thresholds | None] | None = None
        self.widget: QWidget = self._graph.PlotWidget()
        self.dots = {tone: self._add_dots() for tone in _DOT_PX}
        self.lines = {tone: self._add_line() for tone in (Tone.UNSURE, Tone.DEF)}
        self._lay_out()
        self._put_on()
        theme.changed.connect(self._put_on)

    def draw(self, values: NDArray[np.float32], thresholds: Thresholds | None) -> None:
        """`values`: P(def) per part, oldest first, NaN for a FAULT; the newest at the right."""
        self._drawn = (values, thresholds)
        ages = np.arange(-len(values), 0) + 0.5
        heights = np.nan_to_num(values, nan=_FAULT_LEVEL)
        for tone, mask in _by_tone(values, thresholds).items():
            self.dots[tone].setData(ages[mask], heights[mask])
        for tone, line in self.lines.items():
            line.setVisible(thresholds is not None)
            if thresholds is not None:
                limits = {Tone.UNSURE: thresholds.unsure_from, Tone.DEF: thresholds.def_from}
                line.setValue(limits[tone])

    def _add_dots(self) -> Any:
        dots = self._graph.ScatterPlotItem(pxMode=True)
        self._item().addItem(dots)
        return dots

    def _add_line(self) -> Any:
        line = self._graph.InfiniteLine(angle=0, movable=False)
        self._item().addItem(line)
        return line

    def _item(self) -> Any:
        return self.widget.getPlotItem()  # type: ignore[attr-defined] # pyqtgraph has no types

    def _lay_out(self) -> None:
        item = self._item()
        item.setMenuEnabled(False)
        item.hideButtons()
        item.setMouseEnabled(x=False, y=False)
        item.setRange(xRange=(-self._length, 0), yRange=(2 * _FAULT_LEVEL, _TOP), padding=0)
        item.disableAutoRange()
        item.hideAxis("bottom")
        axis = item.getAxis("left")
        axis.setTicks([[(0.0, "0"), (1.0, "1")]])
        axis.setStyle(tickLength=0)
        axis.setWidth(18)
        # The operator's wheel and touch belong to the page.
        self.widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _put_on(self) -> None:
        tokens, graph = self._theme.tokens, self._graph
        self.widget.setBackground(tokens.surface)  # type: ignore[attr-defined]
        axis = self._item().getAxis("left")
        axis.setPen(tokens.border)
        axis.setTextPen(tokens.muted)
        for tone, dots in self.dots.items():
            dots.setSize(_DOT_PX[tone])
            dots.setBrush(tokens.marks[tone])
            dots.setPen(None)
        for tone, line in self.lines.items():
            line.setPen(graph.mkPen(tokens.marks[tone], width=1, style=Qt.PenStyle.DashLine))


def _by_tone(
    values: NDArray[np.float32], limits: Thresholds | None
) -> dict[Tone, NDArray[np.bool_]]:
    fault = np.isnan(values)
    unsure_from = limits.unsure_from if limits else np.inf
    def_from = limits.def_from if limits else np.inf
    defect = values >= def_from
    unsure = (values >= unsure_from) & ~defect
    good = ~(fault | defect | unsure)
    return {Tone.OK: good, Tone.UNSURE: unsure, Tone.DEF: defect, Tone.FAULT: fault}
