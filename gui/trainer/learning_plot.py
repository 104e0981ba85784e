"""Loss and accuracy over the epochs in pyqtgraph: learnt images and validation images."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.theme import Theme
from training.events import EpochFinished

_DOT_PX = 7
_TICKS = 10


class LearningPlot(QObject):
    """`widget` goes into a layout. Importing pyqtgraph is the caller's part: see `LateImport`."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._graph: Any = importlib.import_module("pyqtgraph")
        self._theme = theme
        self.widget = QWidget()
        row = QHBoxLayout(self.widget)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        self._plots = {name: self._add_plot(row) for name in ("loss", "accuracy")}
        self.curves = {
            (name, part): plot.getPlotItem().plot()
            for name, plot in self._plots.items()
            for part in ("", "val_")
        }
        self._put_on()
        theme.changed.connect(self._put_on)

    def draw(self, history: Sequence[EpochFinished], epochs: int) -> None:
        """`epochs`: how many there are to be. Without a history there is nothing to see."""
        numbers = [epoch.epoch for epoch in history]
        for (name, part), curve in self.curves.items():
            curve.setData(numbers, [getattr(epoch, part + name) for epoch in history])
        last = max(2, epochs)
        ticks = [(number, str(number)) for number in range(1, last + 1, max(1, last // _TICKS))]
        for plot in self._plots.values():
            plot.setXRange(1, last, padding=0.04)
            plot.getPlotItem().getAxis("bottom").setTicks([ticks])
        self.widget.setVisible(bool(history))

    def _add_plot(self, row: QHBoxLayout) -> Any:
        plot = self._graph.PlotWidget()
        item = plot.getPlotItem()
        item.setMenuEnabled(False)
        item.hideButtons()
        item.setMouseEnabled(x=False, y=False)
        item.showGrid(y=True, alpha=0.18)
        item.getAxis("left").setWidth(46)
        item.getAxis("bottom").setHeight(26)
        plot.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout()
        column.addWidget(plot)
        row.addLayout(column, 1)
        return plot

    def _put_on(self) -> None:
        tokens, graph = self._theme.tokens, self._graph
        for name, plot in self._plots.items():
            plot.setBackground(tokens.surface)
            plot.getPlotItem().setTitle(name, color=tokens.text, size="11pt")
            for side in ("left", "bottom"):
                axis = plot.getPlotItem().getAxis(side)
                axis.setPen(tokens.border)
                axis.setTextPen(tokens.muted)
        for (_, part), curve in self.curves.items():
            colour = tokens.accent if part else tokens.muted
            style = Qt.PenStyle.SolidLine if part else Qt.PenStyle.DashLine
            curve.setPen(graph.mkPen(colour, width=2.5 if part else 1.8, style=style))
            curve.setSymbol("o")
            curve.setSymbolSize(_DOT_PX if part else 5)
            curve.setSymbolBrush(colour)
            curve.setSymbolPen(None)
