"""From which P(def) on a part is UNSURE, and DEF. Each change acts at once and is recorded."""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDoubleSpinBox,
    QGridLayout,
    QLabel,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from gui.bridge import Bridge
from gui.words import count, counted
from inference.verdict import Thresholds

_STEPS = 1000
_LOWEST = 0.001


class ThresholdsDialog(QDialog):
    """Stays open beside the line, so that the engineer sees what a change does."""

    def __init__(self, parent: QWidget, bridge: Bridge) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.setWindowTitle(self.tr("Thresholds"))
        self.unsure = Limit(self.tr("UNSURE from"))
        self.defect = Limit(self.tr("DEF from"))
        self.effect = QLabel()
        self.effect.setObjectName("figure")
        self.effect.setWordWrap(True)
        self._lay_out()
        for limit in (self.unsure, self.defect):
            limit.spin.valueChanged.connect(partial(self._typed, limit))
            limit.slider.valueChanged.connect(partial(self._slid, limit))
            limit.slider.sliderReleased.connect(self._apply)
        bridge.refreshed.connect(self._follow)
        self._show(self._bridge.snapshot.thresholds or Thresholds())

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(14)
        explain = QLabel(
            self.tr("Below the first a part is OK, from the second on DEF, between them UNSURE.")
        )
        explain.setObjectName("explain")
        explain.setWordWrap(True)
        layout.addWidget(explain)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        for row, limit in enumerate((self.unsure, self.defect)):
            limit.add_to(grid, row)
        layout.addLayout(grid)
        layout.addWidget(self.effect)
        close = QPushButton(self.tr("Close"))
        close.clicked.connect(self.close)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        self.setMinimumWidth(520)

    def _typed(self, limit: Limit, _: float) -> None:
        self._keep_order(limit)
        self._apply()

    def _slid(self, limit: Limit, position: int) -> None:
        limit.show_value(max(_LOWEST, position / _STEPS))
        self._keep_order(limit)
        self._say_effect()
        if not limit.slider.isSliderDown():  # moved by key: there is no release to wait for
            self._apply()

    def _keep_order(self, moved: Limit) -> None:
        """The one that is moved pushes the other along."""
        if self.unsure.value() > self.defect.value():
            other = self.defect if moved is self.unsure else self.unsure
            other.show_value(moved.value())

    def _apply(self) -> None:
        chosen = Thresholds(self.unsure.value(), self.defect.value())
        if chosen != self._bridge.snapshot.thresholds:
            self._bridge.set_thresholds(chosen)
        self._say_effect()

    def _follow(self) -> None:
        """Another model brings its own thresholds. A limit that is being changed is left alone."""
        now = self._bridge.snapshot.thresholds
        if not self.isVisible() or now is None or self.unsure.is_held() or self.defect.is_held():
            return
        self._show(now)

    def _show(self, thresholds: Thresholds) -> None:
        if (self.unsure.value(), self.defect.value()) != (
            thresholds.unsure_from,
            thresholds.def_from,
        ):
            self.unsure.show_value(thresholds.unsure_from)
            self.defect.show_value(thresholds.def_from)
        self._say_effect()

    def _say_effect(self) -> None:
        values = self._bridge.trend()
        text = self._effect_on(values[~np.isnan(values)])
        if text != self.effect.text():
            self.effect.setText(text)

    def _effect_on(self, values: NDArray[np.float32]) -> str:
        """`values`: P(def) of the last parts, without those that have none."""
        if not len(values):
            return self.tr("Once parts are judged, their outcomes by these limits stand here")
        defect = int((values >= self.defect.value()).sum())
        unsure = int((values >= self.unsure.value()).sum()) - defect
        return counted(
            len(values),
            self.tr("The last part: {ok} OK, {unsure} UNSURE, {defect} DEF"),
            self.tr("The last {n} parts: {ok} OK, {unsure} UNSURE, {defect} DEF"),
            ok=count(len(values) - unsure - defect),
            unsure=count(unsure),
            defect=count(defect),
        )


class Limit:
    """One threshold: a name, a slider and a box for the number."""

    def __init__(self, name: str) -> None:
        self.label = QLabel(name)
        self.label.setObjectName("figure")
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(1, _STEPS)
        self.slider.setMinimumSize(240, 48)
        self.slider.setAccessibleName(name)
        self.spin = QDoubleSpinBox()
        self.spin.setDecimals(3)
        self.spin.setRange(_LOWEST, 1.0)
        self.spin.setSingleStep(0.01)
        self.spin.setKeyboardTracking(False)
        self.spin.setMinimumWidth(120)
        self.spin.setAccessibleName(name)

    def add_to(self, grid: QGridLayout, row: int) -> None:
        for column, widget in enumerate((self.label, self.slider, self.spin)):
            grid.addWidget(widget, row, column)

    def value(self) -> float:
        return round(self.spin.value(), 3)

    def show_value(self, value: float) -> None:
        """Without telling anyone."""
        with QSignalBlocker(self.spin), QSignalBlocker(self.slider):
            self.spin.setValue(value)
            self.slider.setValue(round(value * _STEPS))

    def is_held(self) -> bool:
        return self.slider.isSliderDown() or self.spin.hasFocus()
