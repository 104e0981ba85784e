"""P(def) of the last parts as dots, the thresholds as lines."""

from __future__ import annotations

import importlib

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from gui.live.trend_plot import TrendPlot
from gui.theme import Theme
from inference.verdict import Thresholds

LENGTH = 500


class Trend(QWidget):
    """A caption at once; the chart a moment later, when pyqtgraph is there."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._plot: TrendPlot | None = None
        self._values: NDArray[np.float32] = np.empty(0, np.float32)
        self._thresholds: Thresholds | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(2)
        caption = QLabel(self.tr("P(def), last {parts} parts").format(parts=LENGTH))
        caption.setObjectName("caption")
        self._layout.addWidget(caption)
        self._layout.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(84)
        self.setAccessibleName(self.tr("Trend of P(def) over the last 500 parts"))
        # 0.2 s of imports that make Qt classes, so not on another thread: once, when the window is
        # painted and before the first part comes.
        QTimer.singleShot(0, self, self._import)

    def show_trend(self, values: NDArray[np.float32], thresholds: Thresholds | None) -> None:
        """`values`: P(def) per part, oldest first, NaN for a FAULT."""
        if thresholds == self._thresholds and np.array_equal(values, self._values, equal_nan=True):
            return
        self._values, self._thresholds = values[-LENGTH:], thresholds
        if self._plot is not None:
            self._plot.draw(self._values, thresholds)

    @property
    def plot(self) -> TrendPlot | None:
        """The chart; None until the window is painted."""
        return self._plot

    def sizeHint(self) -> QSize:
        return QSize(360, 140)

    def _import(self) -> None:
        importlib.import_module("pyqtgraph")
        QTimer.singleShot(0, self, self._build)

    def _build(self) -> None:
        self._plot = TrendPlot(self._theme, LENGTH)
        self._layout.takeAt(1)  # the room that was kept for it
        self._layout.addWidget(self._plot.widget, 1)
        self._plot.draw(self._values, self._thresholds)
