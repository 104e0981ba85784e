"""The curves of a run: a caption at once, the charts when pyqtgraph is there."""

from __future__ import annotations

import importlib
from collections.abc import Sequence

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from gui.theme import Theme
from gui.trainer.learning_plot import LearningPlot
from gui.widgets.late import Late
from training.events import EpochFinished


class LearningCurves(QWidget):
    """Keeps what it was last given until it can draw it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.plot: LearningPlot | None = None
        self._given: tuple[Sequence[EpochFinished], int] = ((), 0)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        caption = QLabel(
            self.tr("By epoch. Solid: images kept back to check on. Dashed: images learnt from.")
        )
        caption.setObjectName("caption")
        self._layout.addWidget(caption)
        self._layout.addStretch(1)
        self._import = Late(lambda: importlib.import_module("pyqtgraph"), self)
        self._import.done.connect(self._build)
        self._import.begin()

    def show_history(self, history: Sequence[EpochFinished], epochs: int) -> None:
        """`epochs`: how many there are to be."""
        if (history, epochs) == self._given:
            return
        self._given = history, epochs
        if self.plot is not None:
            self.plot.draw(history, epochs)

    def _build(self) -> None:
        self.plot = LearningPlot(self._theme)
        self.plot.widget.hide()
        self._layout.insertWidget(1, self.plot.widget, 1000)
        self.plot.draw(*self._given)
