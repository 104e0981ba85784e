"""The curves of a run: a caption at once, the charts when pyqtgraph is there."""

from __future__ import annotations

import importlib
from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gui.theme import Theme
from gui.trainer.train.learning_plot import LearningPlot
from gui.widgets.late import Late
from training.events import EpochFinished

_QUANTITIES = ("loss", "accuracy")


class LearningCurves(QWidget):
    """Keeps what it was last given until it can draw it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.plots: dict[str, LearningPlot] = {}
        self._given: tuple[Sequence[EpochFinished], int] = ((), 0)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._caption = _label(
            self.tr("By epoch. Solid: images kept back to check on. Dashed: images learnt from.")
        )
        self._hint = _label(self.tr("The curves come with the first epoch"))
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._layout.addWidget(self._caption)
        self._layout.addWidget(self._hint, 1)
        self._charts = QWidget()
        self._row = QHBoxLayout(self._charts)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(14)
        self._charts.hide()
        self._layout.addWidget(self._charts, 1)
        self._caption.hide()
        self._import: Late | None = None

    def showEvent(self, _: object) -> None:
        if self._import is None:
            self._import = Late(lambda: importlib.import_module("pyqtgraph"), self)
            self._import.done.connect(self._build)
            self._import.begin()

    def show_history(self, history: Sequence[EpochFinished], epochs: int) -> None:
        """`epochs`: how many there are to be."""
        if (history, epochs) != self._given:
            self._given = history, epochs
            self._draw()

    def _build(self) -> None:
        """One at a time: each takes the window some hundredths of a second."""
        missing = [name for name in _QUANTITIES if name not in self.plots]
        if missing:
            self.plots[missing[0]] = plot = LearningPlot(self._theme, missing[0])
            self._row.addWidget(plot.widget, 1)
            QTimer.singleShot(0, self, self._build)
        else:
            self._draw()

    def _draw(self) -> None:
        history, epochs = self._given
        is_drawn = bool(history) and len(self.plots) == len(_QUANTITIES)
        self._caption.setVisible(is_drawn)
        self._hint.setVisible(not is_drawn)
        self._charts.setVisible(is_drawn)
        for plot in self.plots.values() if is_drawn else ():
            plot.draw(history, epochs)


def _label(text: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName("caption")
    return label
