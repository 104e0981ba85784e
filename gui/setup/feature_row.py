"""One feature of a camera: its GenICam name, its limits, and what is chosen of it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QWidget

from gui.words import feature_figure
from inference.sources.industrial.nodes import NodeValue, Parameter

translate = QCoreApplication.translate


class FeatureRow(QWidget):
    """An empty field leaves the feature to the camera; what it is now stands in it, faint."""

    entered = Signal(str, object)
    """Name and value; None: leave it to the camera."""
    misread = Signal(str)
    """What was typed is no number, in words."""

    def __init__(self, parameter: Parameter) -> None:
        super().__init__()
        self.name = parameter.name
        self._shown = parameter
        self._chosen: NodeValue | None = None
        self.limits = QLabel()
        self.limits.setObjectName("caption")
        self.editor = self._choice() if parameter.choices else self._line()
        self.editor.setProperty("low", True)
        self.editor.setAccessibleName(parameter.name)
        name = QLabel(parameter.name)
        name.setObjectName("figure")
        name.setBuddy(self.editor)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 6)
        layout.setHorizontalSpacing(8)
        layout.setVerticalSpacing(2)
        layout.addWidget(name, 0, 0)
        layout.addWidget(self.limits, 0, 1)
        layout.addWidget(self.editor, 1, 0, 1, 2)
        layout.setColumnStretch(0, 1)

    def fits(self, parameter: Parameter) -> bool:
        """Whether it can show this one."""
        return (parameter.name, parameter.choices) == (self.name, self._shown.choices)

    def show_feature(self, parameter: Parameter, chosen: NodeValue | None) -> None:
        """How it is now, and what a person chose."""
        self._shown, self._chosen = parameter, chosen
        self.limits.setText(limits_in_words(parameter))
        self._show_chosen()

    def _show_chosen(self) -> None:
        now = feature_figure(self._shown.value)
        with QSignalBlocker(self.editor):
            if isinstance(self.editor, QComboBox):
                faint = translate("Features", "as the camera has it ({now})").format(now=now)
                self.editor.setItemText(0, faint)
                chosen = self.editor.findData(self._chosen) if self._chosen is not None else 0
                self.editor.setCurrentIndex(max(0, chosen))
            elif not self.editor.hasFocus() or not self.editor.isModified():
                self.editor.setPlaceholderText(now)
                self.editor.setText("" if self._chosen is None else _typed(self._chosen))

    def _line(self) -> QLineEdit:
        line = QLineEdit()
        line.editingFinished.connect(self._read_line)
        return line

    def _choice(self) -> QComboBox:
        box = QComboBox()
        box.addItem("", None)
        for choice in self._shown.choices:
            box.addItem(choice, choice)
        box.setMinimumContentsLength(8)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.activated.connect(lambda _: self._tell(box.currentData()))
        return box

    def _read_line(self) -> None:
        assert isinstance(self.editor, QLineEdit)
        self.editor.setModified(False)
        text = self.editor.text().strip().replace(",", ".").replace(" ", "")
        try:
            value = _number(text, self._shown) if text else None
        except ValueError:
            words = translate("Features", "{name}: {text} is no number")
            self.misread.emit(words.format(name=self.name, text=self.editor.text()))
            self._show_chosen()
        else:
            self._tell(value)

    def _tell(self, value: NodeValue | None) -> None:
        if value != self._chosen:
            self._chosen = value
            self.entered.emit(self.name, value)


def limits_in_words(parameter: Parameter) -> str:
    """`1 to 10 000 000 us`, with its steps where they are larger than one."""
    if parameter.minimum is None or parameter.maximum is None:
        return parameter.unit
    limits = translate("Features", "{low} to {high} {unit}").format(
        low=feature_figure(parameter.minimum),
        high=feature_figure(parameter.maximum),
        unit=parameter.unit,
    )
    if parameter.increment is None or parameter.increment <= 1:
        return limits.strip()
    step = feature_figure(parameter.increment)
    return translate("Features", "{limits}, steps of {step}").format(
        limits=limits.strip(), step=step
    )


def _number(text: str, shown: Parameter) -> float | int | str:
    """As the camera counts: what it has as a whole number stays one."""
    if isinstance(shown.value, str):
        return text
    if isinstance(shown.value, int):
        return int(text)
    return float(text)


def _typed(value: NodeValue) -> str:
    """As one would type it: no spaces between digits."""
    return f"{value:.10g}" if isinstance(value, float) else str(value)
