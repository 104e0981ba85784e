"""One parameter of the augmentation: its name, its value, a slider, and its extremes drawn."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QSlider, QVBoxLayout, QWidget

from gui.theme import Theme
from gui.trainer.augment.augment_words import name_of, value_words, words
from gui.trainer.picture_strip import PictureStrip
from gui.widgets.range_slider import RangeSlider
from training.augmentation.augment import NO_AUGMENTATION, Augmentation
from training.augmentation.parameters import Kind, Parameter, augmentation_of

_NAME_PX = 148
_SLIDER_PX = 34
"""Less would cut off the handle."""
_EXTREME_PX = 52
_EXTREMES_PX = 2 * _EXTREME_PX + 6


class ParameterRow(QWidget):
    """`moved` carries the new value: a float, a pair or a bool."""

    moved = Signal(object)

    def __init__(self, parameter: Parameter, theme: Theme) -> None:
        super().__init__()
        self.parameter = parameter
        self._value = QLabel()
        self._value.setObjectName("explain")
        self.extremes = PictureStrip(theme, _EXTREME_PX)
        self.extremes.setFixedWidth(_EXTREMES_PX)
        self.control = self._control(theme)
        self.control.setAccessibleName(name_of(parameter))
        self._lay_out()

    def _control(self, theme: Theme) -> QWidget:
        parameter = self.parameter
        if parameter.kind is Kind.SWITCH:
            box = QCheckBox()
            box.clicked.connect(self.moved.emit)
            return box
        if parameter.kind is Kind.RANGE:
            both = RangeSlider(theme, parameter.lowest, parameter.highest, parameter.step)
            both.changed.connect(lambda low, high: self.moved.emit((low, high)))
            return both
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(0, round(parameter.highest / parameter.step))
        slider.setMinimumHeight(_SLIDER_PX)
        slider.setPageStep(max(1, slider.maximum() // 10))
        # By the user alone: `show_value` sets it silently.
        slider.valueChanged.connect(lambda at: self.moved.emit(round(at * parameter.step, 6)))
        return slider

    def _lay_out(self) -> None:
        name = QLabel(name_of(self.parameter))
        name.setObjectName("figure")
        said = QVBoxLayout()
        said.setSpacing(0)
        said.addStretch(1)
        said.addWidget(name)
        said.addWidget(self._value)
        said.addStretch(1)
        holder = QWidget()
        holder.setFixedWidth(_NAME_PX)
        holder.setLayout(said)
        said.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 3, 0, 3)
        row.setSpacing(12)
        row.addWidget(holder)
        row.addWidget(self.control, 1)
        row.addWidget(self.extremes)

    def show_value(self, augmentation: Augmentation) -> None:
        """Of this parameter."""
        self._value.setText(value_words(self.parameter, augmentation))
        value = self.parameter.value(augmentation)
        self.control.blockSignals(True)
        if isinstance(self.control, QCheckBox):
            self.control.setChecked(value)
        elif isinstance(self.control, RangeSlider):
            self.control.set_range(*value)
        elif isinstance(self.control, QSlider):
            self.control.setValue(round(value / self.parameter.step))
        self.control.blockSignals(False)

    def show_extremes(
        self, augmentation: Augmentation, pictures: Sequence[NDArray[np.uint8]]
    ) -> None:
        """Nothing where it does nothing."""
        does = self.parameter.value(augmentation) != self.parameter.value(NO_AUGMENTATION)
        self.extremes.show_pictures(pictures if does else ())

    @property
    def words(self) -> str:
        """The value as it is shown."""
        return self._value.text()


def with_value(augmentation: Augmentation, parameter: Parameter, value: object) -> Augmentation:
    """The same but for one parameter."""
    return augmentation_of({parameter.name: value}, augmentation)


def section_title(text: object) -> QLabel:
    """Above the rows of one kind."""
    label = QLabel(words(text))
    label.setObjectName("caption")
    label.setContentsMargins(0, 10, 0, 0)
    return label
