"""The features of one camera, one under the other."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from gui.setup.feature_row import FeatureRow
from gui.widgets.scrolling import scrolling
from inference.sources.industrial.nodes import NodeValue, Parameter
from inference.trial.features import SHOWN, present_name

translate = QCoreApplication.translate


class FeatureForm(QWidget):
    """Each row says at once what was entered. Limits and units are the device's own."""

    entered = Signal(str, object)
    """A feature's present name and its value; None: leave it to the camera."""
    misread = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.rows: dict[str, FeatureRow] = {}
        self._said: tuple[tuple[Parameter, ...], dict[str, NodeValue]] | None = None
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, 0, 10, 0)
        self._column.setSpacing(4)
        self.missing = QLabel()
        self.missing.setObjectName("explain")
        self.missing.setWordWrap(True)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        # A small screen at a large scale does not show all of it at once.
        outside.addWidget(scrolling(self._inside()))

    def _inside(self) -> QWidget:
        inside = QWidget()
        inside.setLayout(self._column)
        self._column.addWidget(self.missing)
        self._column.addStretch(1)
        return inside

    def show_features(
        self, features: tuple[Parameter, ...], chosen: Mapping[str, NodeValue]
    ) -> None:
        """`chosen` by present names. Without `features` (it can't be asked now) what is chosen."""
        if (features, chosen) == self._said:
            return
        self._said = features, dict(chosen)
        shown = features or _as_chosen(chosen)
        if not self._fits(shown):
            self._build(shown)
        for parameter in shown:
            row = self.rows[parameter.name]
            row.show_feature(parameter, chosen.get(present_name(parameter.name)))
        self.missing.setText(_further_words(features))

    def _fits(self, shown: tuple[Parameter, ...]) -> bool:
        rows = self.rows
        return list(rows) == [parameter.name for parameter in shown] and all(
            rows[parameter.name].fits(parameter) for parameter in shown
        )

    def _build(self, shown: tuple[Parameter, ...]) -> None:
        for row in self.rows.values():
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = {parameter.name: FeatureRow(parameter) for parameter in shown}
        for index, row in enumerate(self.rows.values()):
            self._column.insertWidget(index, row)
            row.entered.connect(lambda name, value: self.entered.emit(present_name(name), value))
            row.misread.connect(self.misread)


def _as_chosen(chosen: Mapping[str, NodeValue]) -> tuple[Parameter, ...]:
    """What can be typed without the device: its own words can't be known then."""
    return tuple(
        Parameter(name, value, choices=(value,) if isinstance(value, str) else ())
        for name, value in chosen.items()
        if any(name in names for names in SHOWN)
    )


def _further_words(features: tuple[Parameter, ...]) -> str:
    if not features:
        return translate("Features", "The rest is read from the camera once it is open here.")
    there = {present_name(feature.name).partition("[")[0] for feature in features}
    missing = [names[0] for names in SHOWN if names[0] not in there]
    words = translate("Features", "Not on this camera: {names}")
    return words.format(names=", ".join(missing)) if missing else ""
