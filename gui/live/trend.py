"""P(def) of the last parts as dots, the thresholds as lines."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from gui.live.trend_plot import TrendPlot
from gui.theme import Theme
from inference.verdict import Thresholds

LENGTH = 500


class Trend(QWidget):
    """A caption over the chart. What has not changed is not drawn again."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.plot = TrendPlot(theme, LENGTH)
        self._values: NDArray[np.float32] = np.empty(0, np.float32)
        self._thresholds: Thresholds | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        caption = QLabel(self.tr("P(def), last {parts} parts").format(parts=LENGTH))
        caption.setObjectName("caption")
        layout.addWidget(caption)
        layout.addWidget(self.plot, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(84)
        self.setAccessibleName(self.tr("Trend of P(def) over the last 500 parts"))

    def show_trend(self, values: NDArray[np.float32], thresholds: Thresholds | None) -> None:
        """`values`: P(def) per part, oldest first, NaN for a FAULT."""
        values = values[-LENGTH:]
        if thresholds == self._thresholds and np.array_equal(values, self._values, equal_nan=True):
            return
        self._values, self._thresholds = values, thresholds
        self.plot.draw(values, thresholds)

    def sizeHint(self) -> QSize:
        return QSize(360, 140)
