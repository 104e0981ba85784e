"""The thresholds over the distribution of P(def): dragged or typed, they act at once."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui.review.histogram import LOWEST, Histogram
from gui.theme import Theme
from gui.words import outcome_word, threshold
from inference.verdict import Outcome, Thresholds


class ThresholdPanel(QWidget):
    """`changed` carries the new thresholds while a limit is dragged. They are this review's own."""

    changed = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._released: Thresholds | None = None
        self.histogram = Histogram(theme)
        self.unsure = _spin(outcome_word(Outcome.UNSURE))
        self.defect = _spin(outcome_word(Outcome.DEF))
        self.reset = QPushButton()
        self.reset.setProperty("low", True)
        self.reset.hide()
        self._lay_out()
        self.setEnabled(False)
        self.histogram.dragged.connect(self._move)
        self.unsure.valueChanged.connect(lambda value: self._move(0, value))
        self.defect.valueChanged.connect(lambda value: self._move(1, value))
        self.reset.clicked.connect(self._go_back)

    def _lay_out(self) -> None:
        limits = QGridLayout()
        limits.setHorizontalSpacing(8)
        limits.setVerticalSpacing(4)
        for column, (words, spin) in enumerate(
            ((self.tr("UNSURE from"), self.unsure), (self.tr("DEF from"), self.defect))
        ):
            caption = QLabel(words)
            caption.setObjectName("caption")
            limits.addWidget(caption, 0, column)
            limits.addWidget(spin, 1, column)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.histogram)
        layout.addLayout(limits)
        layout.addWidget(self.reset)

    @property
    def thresholds(self) -> Thresholds:
        return Thresholds(round(self.unsure.value(), 3), round(self.defect.value(), 3))

    def begin(self, thresholds: Thresholds) -> None:
        """Another model's: the ones to come back to. Before them there are none to move."""
        self._released = thresholds
        self.setEnabled(True)
        self.reset.setText(
            self.tr("Back to {unsure} / {defect}").format(
                unsure=threshold(thresholds.unsure_from), defect=threshold(thresholds.def_from)
            )
        )
        self._show(thresholds)

    def _go_back(self) -> None:
        if self._released is not None:
            self._apply(self._released)

    def _move(self, which: int, value: float) -> None:
        """The one that is moved pushes the other along."""
        unsure, defect = self.unsure.value(), self.defect.value()
        moved = (value, max(value, defect)) if which == 0 else (min(unsure, value), value)
        self._apply(Thresholds(*(round(limit, 3) for limit in moved)))

    def _apply(self, thresholds: Thresholds) -> None:
        self._show(thresholds)
        self.changed.emit(thresholds)

    def _show(self, thresholds: Thresholds) -> None:
        with QSignalBlocker(self.unsure), QSignalBlocker(self.defect):
            self.unsure.setValue(thresholds.unsure_from)
            self.defect.setValue(thresholds.def_from)
        self.histogram.show_limits(thresholds)
        self.reset.setVisible(self._released is not None and thresholds != self._released)


def _spin(name: str) -> QDoubleSpinBox:
    spin = QDoubleSpinBox()
    spin.setDecimals(3)
    spin.setRange(LOWEST, 1.0)
    spin.setSingleStep(0.01)
    spin.setKeyboardTracking(False)
    spin.setAccessibleName(name)
    spin.setProperty("low", True)
    return spin
