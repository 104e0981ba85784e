"""A series over time in pyqtgraph: the yield, and the p-chart with its limits."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from gui.history.figures import Figures
from gui.theme import Theme
from gui.tokens import Tone
from inference.records.spans import Every

_TICKS = 6
_DOT_PX, _OUT_PX = 6, 14
_FORMATS = {
    Every.FIVE_MINUTES: "%H:%M",
    Every.HOUR: "%d. %H:%M",
    Every.SHIFT: "%d. %H:%M",
    Every.DAY: "%m-%d",
    Every.WEEK: "%Y-%m-%d",
}


class SeriesPlot(QObject):
    """`widget` goes into a layout. pyqtgraph is imported by the time it is made."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._graph: Any = importlib.import_module("pyqtgraph")
        self._theme = theme
        self._plot: Any = self._graph.PlotWidget(enableMenu=False)
        self.widget: QWidget = self._plot
        self.line = self._curve()
        self._lay_out()
        self._put_on()
        theme.changed.connect(self._put_on)

    def _curve(self) -> Any:
        return self._plot.getPlotItem().plot(connect="finite")

    def _lay_out(self) -> None:
        item = self._plot.getPlotItem()
        item.hideButtons()
        item.setMouseEnabled(x=False, y=False)
        item.showGrid(y=True, alpha=0.18)
        item.getAxis("left").setWidth(48)
        item.getAxis("bottom").setHeight(24)
        item.getAxis("bottom").setStyle(hideOverlappingLabels=False)
        self._plot.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _put_on(self) -> None:
        tokens = self._theme.tokens
        self._plot.setBackground(tokens.surface)
        for side in ("left", "bottom"):
            axis = self._plot.getPlotItem().getAxis(side)
            axis.setPen(tokens.border)
            axis.setTextPen(tokens.muted)
        self.line.setPen(self._graph.mkPen(tokens.accent, width=2))
        self.line.setSymbol("o")
        self.line.setSymbolSize(_DOT_PX)
        self.line.setSymbolBrush(tokens.accent)
        self.line.setSymbolPen(None)

    def _draw_series(self, figures: Figures, shares: NDArray[np.float64], top: float) -> None:
        """`shares` in 0..1; `top`: the highest value that must be in sight."""
        places = np.arange(len(shares)) + 0.5
        self.line.setData(places, 100.0 * shares)
        self._plot.setXRange(0, max(1, len(shares)), padding=0.02)
        self._plot.getPlotItem().getAxis("bottom").setTicks([_ticks(figures)])
        low = np.nanmin(shares) if np.isfinite(shares).any() else 0.0
        self._show_up_to(100.0 * float(low), 100.0 * top)

    def _show_up_to(self, low: float, top: float) -> None:
        self._plot.setYRange(0.0, max(top, 1.0) * 1.08, padding=0)
        del low


class YieldPlot(SeriesPlot):
    """OK among the judged, in per cent."""

    def draw(self, figures: Figures) -> None:
        self._draw_series(figures, figures.yields, 1.0)

    def _show_up_to(self, low: float, top: float) -> None:
        # From a round figure below the worst group on: 97 and 98 % are not the same.
        floor = min(90.0, 10.0 * np.floor(low / 10.0 - 0.1))
        self._plot.setYRange(max(0.0, floor), top + 0.04 * (top - floor), padding=0)


class PChartPlot(SeriesPlot):
    """The share of DEF with centre line and limits; what is outside has a cross of its own."""

    def __init__(self, theme: Theme) -> None:
        self.limits: list[Any] = []
        super().__init__(theme)

    def _lay_out(self) -> None:
        super()._lay_out()
        self.centre = self._graph.InfiniteLine(angle=0, movable=False)
        self._plot.addItem(self.centre)
        item = self._plot.getPlotItem()
        self.limits = [item.plot(stepMode="center", connect="finite") for _ in range(2)]
        self.outside = self._graph.ScatterPlotItem(pxMode=True)
        self._plot.addItem(self.outside)

    def draw(self, figures: Figures) -> None:
        chart = figures.chart
        highest = np.concatenate([chart.share, chart.upper, [0.0]])
        self._draw_series(figures, chart.share, float(np.nanmax(highest)))
        self.centre.setValue(100.0 * np.nan_to_num(chart.centre))
        edges = np.arange(len(chart.share) + 1)
        for curve, limit in zip(self.limits, (chart.lower, chart.upper), strict=True):
            curve.setData(edges, 100.0 * limit)
        places = np.flatnonzero(chart.is_out)
        self.outside.setData(places + 0.5, 100.0 * chart.share[places])

    def _put_on(self) -> None:
        super()._put_on()
        tokens, graph = self._theme.tokens, self._graph
        self.centre.setPen(graph.mkPen(tokens.muted, width=1.5))
        for curve in self.limits:
            curve.setPen(graph.mkPen(tokens.muted, width=1.5, style=Qt.PenStyle.DashLine))
        colour = tokens.marks[Tone.DEF]
        self.outside.setSymbol("x")
        self.outside.setSize(_OUT_PX)
        self.outside.setBrush(colour)
        self.outside.setPen(graph.mkPen(colour, width=1))


def _ticks(figures: Figures) -> list[tuple[float, str]]:
    """Some of the groups' beginnings, by the local clock."""
    starts: Sequence[datetime] = figures.edges[:-1]
    step = max(1, -(-len(starts) // _TICKS))
    words = _FORMATS[figures.every]
    places = range(0, len(starts), step)
    return [(place + 0.5, f"{starts[place].astimezone():{words}}") for place in places]
