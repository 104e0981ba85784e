"""Loss or accuracy over the epochs in pyqtgraph: learnt images and validation images."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from gui.theme import Theme
from training.events import EpochFinished

_LEARNT, _CHECKED = "", "val_"
_DOTS_PX = {_LEARNT: 5, _CHECKED: 7}
_TICKS = 10


class LearningPlot(QObject):
    """`widget` goes into a layout. Importing pyqtgraph is the caller's part: see `Late`."""

    def __init__(self, theme: Theme, quantity: str) -> None:
        """`quantity`: `loss` or `accuracy`."""
        super().__init__()
        self._graph: Any = importlib.import_module("pyqtgraph")
        self._theme = theme
        self._quantity = quantity
        # Menus that nobody opens would take longer than all the rest.
        self._plot: Any = self._graph.PlotWidget(enableMenu=False)
        self.widget: QWidget = self._plot
        self.curves = {part: self._plot.getPlotItem().plot() for part in (_LEARNT, _CHECKED)}
        self._lay_out()
        self._put_on()
        theme.changed.connect(self._put_on)

    def draw(self, history: Sequence[EpochFinished], epochs: int) -> None:
        """`epochs`: how many there are to be."""
        numbers = [epoch.epoch for epoch in history]
        for part, curve in self.curves.items():
            curve.setData(numbers, [getattr(epoch, part + self._quantity) for epoch in history])
        last = max(2, epochs)
        ticks = [(number, str(number)) for number in range(1, last + 1, max(1, last // _TICKS))]
        self._plot.setXRange(1, last, padding=0.04)
        self._plot.getPlotItem().getAxis("bottom").setTicks([ticks])

    def _lay_out(self) -> None:
        item = self._plot.getPlotItem()
        item.hideButtons()
        item.setMouseEnabled(x=False, y=False)
        item.showGrid(y=True, alpha=0.18)
        item.getAxis("left").setWidth(46)
        item.getAxis("bottom").setHeight(26)
        self._plot.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _put_on(self) -> None:
        tokens = self._theme.tokens
        self._plot.setBackground(tokens.surface)
        item = self._plot.getPlotItem()
        item.setTitle(self._quantity, color=tokens.text, size="11pt")
        for side in ("left", "bottom"):
            item.getAxis(side).setPen(tokens.border)
            item.getAxis(side).setTextPen(tokens.muted)
        solid, dashed = Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine
        self._draw_as(_LEARNT, self._graph.mkPen(tokens.muted, width=1.8, style=dashed))
        self._draw_as(_CHECKED, self._graph.mkPen(tokens.accent, width=2.5, style=solid))

    def _draw_as(self, part: str, pen: Any) -> None:
        curve = self.curves[part]
        curve.setPen(pen)
        curve.setSymbol("o")
        curve.setSymbolSize(_DOTS_PX[part])
        curve.setSymbolBrush(pen.color())
        curve.setSymbolPen(None)
