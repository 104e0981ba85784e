"""One curve in pyqtgraph: a line, its points, and the place where the model stands."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import Theme

_CLOSEST = 0.14
"""Of the whole width."""

Floats = NDArray[np.float64]
Span = tuple[float, float]


class Axes(NamedTuple):
    """What is written beside a chart."""

    title: str
    across: str
    up: str
    diagonal: bool = False
    """With a thin line from corner to corner: what a calibrated model would show."""


class CurvePlot(QObject):
    """`widget` goes into a layout. Importing pyqtgraph is the caller's part: see `Late`."""

    def __init__(self, theme: Theme, axes: Axes) -> None:
        super().__init__()
        self._graph: Any = importlib.import_module("pyqtgraph")
        self._theme = theme
        self._axes = axes
        self._title = axes.title
        # Menus that nobody opens would take longer than all the rest.
        self._plot: Any = self._graph.PlotWidget(enableMenu=False)
        self.widget: QWidget = self._plot
        item = self._plot.getPlotItem()
        self._diagonal = item.plot([0, 1], [0, 1]) if axes.diagonal else None
        self.curve = item.plot()
        self.here = item.plot()
        self._lay_out(item)
        self._put_on()
        theme.changed.connect(self._put_on)

    def draw(
        self, x: Floats, y: Floats, *, sizes: Sequence[float] | None = None, title: str = ""
    ) -> None:
        """With `sizes` in px as points alone, else as a line."""
        self._title = title or self._axes.title
        if sizes is None:
            self.curve.setData(x, y, symbol=None)
        else:
            self.curve.setData(x, y, symbol="o", symbolSize=list(sizes))
        self._put_on()

    def mark(self, x: float, y: float) -> None:
        """Where the model stands with the band that is tried."""
        self.here.setData([x], [y])

    def set_span(self, x: Span, y: Span, ticks: Sequence[float] | None = None) -> None:
        # Room for the ring, and for the outermost words: pyqtgraph leaves out what would stick out.
        # A plot with ticks of its own is a small one.
        padding = 0.04 if ticks is None else 0.12
        self._plot.setXRange(*x, padding=padding)
        self._plot.setYRange(*y, padding=padding)
        if ticks is not None:
            named = [(tick, f"{tick:g}") for tick in _apart(ticks)]
            self._plot.getPlotItem().getAxis("bottom").setTicks([named])

    def _lay_out(self, item: Any) -> None:
        item.hideButtons()
        item.setMouseEnabled(x=False, y=False)
        item.showGrid(x=False, y=True, alpha=0.18)
        item.getAxis("left").setWidth(56)
        item.getAxis("bottom").setHeight(42)
        self._plot.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._plot.setMinimumSize(150, 150)
        # Its own idea of its height would make the page scroll.
        self._plot.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)

    def _put_on(self) -> None:
        tokens, item = self._theme.tokens, self._plot.getPlotItem()
        self._plot.setBackground(tokens.surface)
        self._plot.setAccessibleName(self._title)
        item.setTitle(self._title, color=tokens.text, size="11pt")
        for side, words in (("left", self._axes.up), ("bottom", self._axes.across)):
            axis = item.getAxis(side)
            axis.setPen(tokens.border)
            axis.setTextPen(tokens.muted)
            axis.setLabel(words, color=tokens.muted)
        pen = self._graph.mkPen(tokens.accent, width=2.2)
        self.curve.setPen(None if self._axes.diagonal else pen)
        self.curve.setSymbolBrush(pen.color())
        self.curve.setSymbolPen(None)
        self.here.setPen(None)
        self.here.setSymbol("o")
        self.here.setSymbolSize(12)
        self.here.setSymbolBrush(None)
        self.here.setSymbolPen(self._graph.mkPen(tokens.text, width=2))
        if self._diagonal is not None:
            dashes = Qt.PenStyle.DashLine
            self._diagonal.setPen(self._graph.mkPen(tokens.muted, width=1, style=dashes))


def _apart(ticks: Sequence[float]) -> list[float]:
    """Those that have room for their words beside the one before."""
    least = (max(ticks) - min(ticks)) * _CLOSEST
    kept = [ticks[0]]
    kept += [tick for before, tick in pairwise(ticks) if tick - before >= least]
    return kept
