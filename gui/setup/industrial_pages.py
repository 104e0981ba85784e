"""The pages of the source dialog for industrial cameras."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gui.setup.source_page import SourcePage
from gui.widgets.late import Late
from inference.sources.industrial.finding import Finding, find_of, parameters_of
from inference.sources.industrial.nodes import EXPOSURE, FRAME_RATE, GAIN, Parameter
from inference.sources.protocol import SourceInvalid
from inference.sources.settings import (
    SOFTWARE_TRIGGER,
    BaslerSettings,
    GenicamSettings,
    IndustrialSettings,
    SourceSettings,
)

translate = QCoreApplication.translate


class IndustrialPage(SourcePage):
    """The camera, and what is most often set of it; each empty field leaves it to the camera."""

    settings_class: type[BaslerSettings] | type[GenicamSettings]

    def __init__(self, title: str, explain: str) -> None:
        super().__init__(title, explain)
        self.camera = _editable(translate("Sources", "Serial number; empty is the first found"))
        self.found = _explain(translate("Sources", "Looking for cameras..."))
        self.pixel_format = _editable(translate("Sources", "as the camera has it"))
        self.exposure = _number(translate("Sources", "Exposure"))
        self.gain = _number(translate("Sources", "Gain"))
        self.fps = _number(translate("Sources", "Frame rate"))
        self.trigger = QComboBox()
        self.trigger.addItem(translate("Sources", "Off: the camera runs free"), "off")
        self.trigger.addItem(translate("Sources", "Software: key T, button"), SOFTWARE_TRIGGER)
        self._limits = {edit: _explain("") for edit in (self.exposure, self.gain, self.fps)}
        self._looked = False
        self._lay_out()
        self.camera.activated.connect(self._read_limits)

    def showEvent(self, event: QShowEvent) -> None:
        # Only who wants such a camera waits for its library.
        super().showEvent(event)
        if not self._looked:
            self._looked = True
            late = Late(partial(find_of, self.kind, self._kept.get("producers", ())), self)
            late.done.connect(self._offer)
            late.begin()

    def show_settings(self, source: SourceSettings) -> None:
        assert isinstance(source, IndustrialSettings)
        self.camera.setEditText(source.serial)
        self.pixel_format.setEditText(source.pixel_format or "")
        for edit, value in (
            (self.exposure, source.exposure_us),
            (self.gain, source.gain_db),
            (self.fps, source.fps),
        ):
            edit.setText("" if value is None else str(value))
        self._offer_lines((source.trigger,))
        self.trigger.setCurrentIndex(self.trigger.findData(source.trigger))

    def entered(self) -> dict[str, Any]:
        return {
            "serial": self._serial(),
            "pixel_format": self.pixel_format.currentText().strip() or None,
            "exposure_us": self.exposure.text().strip() or None,
            "gain_db": self.gain.text().strip() or None,
            "fps": self.fps.text().strip() or None,
            "trigger": self.trigger.currentData(),
        }

    def _serial(self) -> str:
        """Of the chosen camera, or as typed."""
        text = self.camera.currentText().strip()
        index = self.camera.findText(text)
        return str(self.camera.itemData(index)) if index >= 0 else text

    def _lay_out(self) -> None:
        form = QGridLayout()
        form.setContentsMargins(0, 0, 12, 0)
        form.setVerticalSpacing(8)
        form.setHorizontalSpacing(12)
        form.setColumnStretch(1, 1)
        rows: list[tuple[str, QWidget]] = [
            (translate("Sources", "Camera"), self.camera),
            ("", self.found),
            (translate("Sources", "Pixel format"), self.pixel_format),
            (translate("Sources", "Exposure (us)"), self.exposure),
            (translate("Sources", "Gain (dB)"), self.gain),
            (translate("Sources", "Frame rate (Hz)"), self.fps),
            (translate("Sources", "Trigger"), self.trigger),
        ]
        for row, (text, field) in enumerate(rows):
            limits = self._limits.get(field) if isinstance(field, QLineEdit) else None
            form.addWidget(QLabel(text), row, 0)
            form.addWidget(field, row, 1, 1, 1 if limits else 2)
            if limits:
                form.addWidget(limits, row, 2)
        self.column.addWidget(_scrolling(form), 1)

    def _offer(self, finding: Finding) -> None:
        entered = self.camera.currentText()
        for camera in finding.cameras:
            text = f"{camera.name}  {camera.serial}  ({camera.interface})"
            self.camera.addItem(text, camera.serial)
        index = self.camera.findData(entered)
        self.camera.setCurrentIndex(index)
        if index < 0:
            self.camera.setEditText(entered)
        self.found.setText(_words(finding))
        if finding.cameras:
            self._read_limits()

    def _read_limits(self) -> None:
        """From the device itself, beside the window."""
        serial = self._serial()
        settings = self.settings_class.model_validate({**self._kept, "serial": serial})
        late = Late(partial(_limits_of, settings), self)
        late.done.connect(partial(self._show_limits, serial))
        late.begin()

    def _show_limits(self, serial: str, told: tuple[Parameter, ...] | str) -> None:
        if serial != self._serial():
            return  # another camera was chosen meanwhile
        if isinstance(told, str):
            self.found.setText(told)
            return
        by_name = {parameter.name: parameter for parameter in told}
        for edit, names in ((self.exposure, EXPOSURE), (self.gain, GAIN), (self.fps, FRAME_RATE)):
            parameter = next((by_name[name] for name in names if name in by_name), None)
            self._limits[edit].setText(_limits(parameter))
            edit.setEnabled(parameter is not None)
        if "PixelFormat" in by_name:
            self._offer_formats(by_name["PixelFormat"])
        if "TriggerSource" in by_name:
            lines = by_name["TriggerSource"].choices
            self._offer_lines(tuple(line for line in lines if line.startswith("Line")))

    def _offer_formats(self, formats: Parameter) -> None:
        entered = self.pixel_format.currentText()
        self.pixel_format.clear()
        self.pixel_format.addItems(formats.choices)
        self.pixel_format.setEditText(entered)

    def _offer_lines(self, lines: tuple[str, ...]) -> None:
        for line in lines:
            if self.trigger.findData(line) < 0:
                words = translate("Sources", "{line}: a signal at the camera's plug")
                self.trigger.addItem(words.format(line=line), line)


class BaslerPage(IndustrialPage):
    """A Basler camera."""

    kind = "basler"
    settings_class = BaslerSettings

    def __init__(self) -> None:
        super().__init__(
            translate("Sources", "Basler camera"),
            translate("Sources", "GigE and USB3 cameras. An empty field is left to the camera."),
        )


class GenicamPage(IndustrialPage):
    """Any maker's camera."""

    kind = "genicam"
    settings_class = GenicamSettings

    def __init__(self) -> None:
        super().__init__(
            translate("Sources", "GenICam camera"),
            translate(
                "Sources",
                "Any maker's, through the maker's own driver (GenTL producer, .cti), which its"
                " software installs. An empty field is left to the camera.",
            ),
        )


def _limits_of(settings: BaslerSettings | GenicamSettings) -> tuple[Parameter, ...] | str:
    """Or why they can't be told: mostly the station has the camera open."""
    try:
        return parameters_of(settings)
    except SourceInvalid as error:
        return f"{error}: {error.remedy}"
    except Exception as error:  # noqa: BLE001 - each library raises its own
        return translate("Sources", "Its limits can't be read while it is in use. ({why})").format(
            why=str(error).splitlines()[0][:120] if str(error) else type(error).__name__
        )


def _limits(parameter: Parameter | None) -> str:
    if parameter is None or parameter.minimum is None or parameter.maximum is None:
        return translate("Sources", "not on this camera")
    words = translate("Sources", "{low} to {high} {unit}\nnow {now}")
    return words.format(
        low=_figure(parameter.minimum),
        high=_figure(parameter.maximum),
        unit=parameter.unit,
        now=_figure(float(parameter.value)),
    )


def _figure(value: float) -> str:
    return f"{round(value, 3):,.10g}"


def _scrolling(form: QGridLayout) -> QScrollArea:
    """A small screen at a large scale does not show all of it at once."""
    inside = QWidget()
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 0, 0)
    column.addLayout(form)
    column.addStretch()
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setWidget(inside)
    inside.setAutoFillBackground(False)
    area.viewport().setAutoFillBackground(False)
    return area


def _words(finding: Finding) -> str:
    if finding.troubles:
        return "\n".join(finding.troubles)
    if not finding.cameras:
        return translate("Sources", "No camera was found. Is it plugged in and powered?")
    return translate("Sources", "Found: {count}").format(count=len(finding.cameras))


def _editable(placeholder: str) -> QComboBox:
    box = QComboBox()
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    edit = box.lineEdit()
    if edit is not None:
        edit.setPlaceholderText(placeholder)
    return box


def _number(name: str) -> QLineEdit:
    edit = QLineEdit()
    edit.setAccessibleName(name)
    edit.setPlaceholderText(translate("Sources", "as the camera has it"))
    return edit


def _explain(text: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName("explain")
    label.setWordWrap(True)
    return label
