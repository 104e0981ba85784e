"""The left of Setup: what parts can come from, found beside the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui.setup.device_list import DeviceList, Entry
from gui.setup.lines_bar import LinesBar
from gui.theme import Theme
from gui.widgets.errand import Errand
from gui.words import sentence
from inference.sources.industrial.finding import Finding, find_all
from inference.sources.industrial.found_camera import FoundCamera

translate = QCoreApplication.translate
_BACKENDS = {"basler": "pylon", "genicam": "GenTL", "aravis": "Aravis", "usb": "USB"}


class DeviceColumn(QWidget):
    """Asks every back end when it is first shown, and again on *Refresh*."""

    picked = Signal(str)
    """The key of a row: `camera:KIND:SERIAL`, or the kind of a source that is no camera."""
    looked = Signal()
    """Another finding is there."""

    def __init__(self, theme: Theme, others: tuple[Entry, ...]) -> None:
        super().__init__()
        self.finding = Finding()
        self.has_looked = False
        self.producers: tuple[Path, ...] = ()
        """The `.cti` files to ask; none: those that the environment names."""
        self._others = others
        self._used = ""
        self._absent: Entry | None = None
        self._looking = Errand("find cameras", self, ())
        self._looking.answered.connect(self._take)
        self._looking.failed.connect(self._fail)
        self.list = DeviceList(theme)
        self.list.currentRowChanged.connect(self._pick)
        self.list.itemClicked.connect(self._pick)
        self.refresh = _low(translate("Setup", "Refresh"))
        self.refresh.clicked.connect(self.look)
        self.choose_cti = _low(translate("Setup", "GenTL producer..."))
        self.choose_cti.setToolTip(
            translate("Setup", "The .cti files of a camera's maker, where they are not found alone")
        )
        self.choose_cti.clicked.connect(self._choose_producers)
        self.troubles = QLabel()
        self.troubles.setObjectName("explain")
        self.troubles.setWordWrap(True)
        self.troubles.hide()
        self.lines = LinesBar()
        self._lay_out()
        self._show()

    def look(self) -> None:
        """Ask all back ends, on a thread: it may take seconds."""
        self.has_looked = True
        self.refresh.setEnabled(False)
        self._looking.begin(lambda _: find_all(self.producers))
        self._show()

    def mark(self, used: str, absent: Entry | None) -> None:
        """Which row the line uses; `absent`: its camera, where it is not among those found."""
        if (used, absent) != (self._used, self._absent):
            self._used, self._absent = used, absent
            self._show()

    def close_down(self) -> None:
        self._looking.cancel()

    def _take(self, finding: object) -> None:
        assert isinstance(finding, Finding)
        self.finding = finding
        self._end_look("\n".join(map(sentence, finding.troubles)))

    def _fail(self, why: str) -> None:
        self._end_look(translate("Setup", "The cameras can't be listed: {why}").format(why=why))

    def _end_look(self, troubles: str) -> None:
        self.refresh.setEnabled(True)
        self.troubles.setText(troubles)
        self.troubles.setVisible(bool(troubles))
        self._show()
        self.looked.emit()

    def _show(self) -> None:
        cameras = [_camera_entry(camera) for camera in self.finding.cameras]
        if self._absent is not None:
            cameras.insert(0, self._absent)
        heading = translate("Setup", "Cameras")
        if self._looking.is_running:
            heading = translate("Setup", "Cameras: looking for them...")
        elif not cameras:
            heading = translate("Setup", "No camera was found")
        rows = (Entry(heading), *cameras, Entry(translate("Setup", "Other sources")), *self._others)
        self.list.show_entries(tuple(_marked(row, self._used) for row in rows))

    def _pick(self, _: object) -> None:
        if self.list.key():
            self.picked.emit(self.list.key())

    def _choose_producers(self) -> None:
        dialog = QFileDialog(
            self, translate("Setup", "GenTL producers"), "", translate("Setup", "Producers (*.cti)")
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self.use_producers)
        dialog.open()

    def use_producers(self, names: list[str]) -> None:
        self.producers = tuple(map(Path, names))
        self.look()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        title = QLabel(translate("Setup", "Source"))
        title.setObjectName("title")
        row.addWidget(title)
        row.addStretch(1)
        row.addWidget(self.refresh)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(row)
        layout.addWidget(self.lines.name)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.troubles)
        layout.addWidget(self.choose_cti)
        layout.addWidget(self.lines)


def camera_key(camera: FoundCamera) -> str:
    """Of its row."""
    return f"camera:{camera.kind}:{camera.serial or camera.name}"


def _camera_entry(camera: FoundCamera) -> Entry:
    backend = _BACKENDS.get(camera.kind, camera.kind)
    parts = [camera.serial, camera.interface]
    if backend.lower() not in camera.interface.lower():
        parts.append(backend)
    return Entry(camera.name, " · ".join(filter(None, parts)), camera_key(camera))


def _marked(row: Entry, used: str) -> Entry:
    return Entry(row.name, row.detail, row.key, used=bool(used) and row.key == used)


def _low(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("low", True)
    return button
