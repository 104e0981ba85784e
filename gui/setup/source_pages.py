"""A page of the source dialog for each kind of source."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui.widgets.late import Late
from inference.sources.devices import CameraDevice, list_cameras
from inference.sources.settings import (
    FilesSettings,
    FolderSettings,
    SimulatedSettings,
    SourceSettings,
    StreamSettings,
    UsbSettings,
)

translate = QCoreApplication.translate


class SourcePage(QWidget):
    """What can be chosen of one kind of source."""

    kind = ""
    title = ""

    def __init__(self, explain: str) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(12)
        label = QLabel(explain)
        label.setObjectName("explain")
        label.setWordWrap(True)
        self.column.addWidget(label)

    def settings(self) -> SourceSettings:
        """As entered. Raises pydantic's `ValidationError`, in words for a person."""
        raise NotImplementedError


class SimulatedPage(SourcePage):
    """Nothing to choose: it is there to try things on."""

    kind = "simulated"

    def __init__(self) -> None:
        self.title = translate("Sources", "Simulated line")
        super().__init__(
            translate("Sources", "Drawn castings, good and defective. No camera is needed.")
        )
        self.column.addStretch()

    def settings(self) -> SourceSettings:
        return SimulatedSettings()


class FolderPage(SourcePage):
    """A folder into which somebody else writes images."""

    kind = "folder"

    def __init__(self) -> None:
        self.title = translate("Sources", "Watched folder")
        super().__init__(
            translate("Sources", "Each image that is written into the folder is judged, once.")
        )
        self.path = _line(translate("Sources", "Folder"), self.column, self._browse)
        self.new_only = QCheckBox(translate("Sources", "Only images that come from now on"))
        self.column.addWidget(self.new_only)
        self.column.addStretch()

    def _browse(self) -> None:
        dialog = QFileDialog(self, translate("Sources", "Folder to watch"), self.path.text())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.path.setText)
        dialog.open()

    def settings(self) -> SourceSettings:
        path = Path(self.path.text().strip()) if self.path.text().strip() else None
        values = {"path": path, "existing": "new" if self.new_only.isChecked() else "all"}
        return FolderSettings.model_validate(values)


class FilesPage(SourcePage):
    """Given images or a folder of them, once through."""

    kind = "files"

    def __init__(self) -> None:
        self.title = translate("Sources", "Images")
        super().__init__(
            translate("Sources", "These images are judged once, in order. Folders count whole.")
        )
        self.paths = _line(translate("Sources", "Images"), self.column, self._browse)
        self.column.addStretch()

    def _browse(self) -> None:
        dialog = QFileDialog(self, translate("Sources", "Images to judge"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: self.paths.setText("; ".join(names)))
        dialog.open()

    def settings(self) -> SourceSettings:
        named = [name.strip() for name in self.paths.text().split(";")]
        return FilesSettings.model_validate({"paths": [Path(name) for name in named if name]})


class UsbPage(SourcePage):
    """A camera that the operating system knows."""

    kind = "usb"

    def __init__(self) -> None:
        self.title = translate("Sources", "USB camera")
        super().__init__(
            translate("Sources", "Its number (0 is the first), its name, or its device path.")
        )
        self.device = QComboBox()
        self.device.setEditable(True)
        self.device.setAccessibleName(translate("Sources", "Camera"))
        self.device.setEditText("0")
        self.found = QLabel(translate("Sources", "Looking for cameras..."))
        self.found.setObjectName("explain")
        self.column.addWidget(self.device)
        self.column.addWidget(self.found)
        self.column.addStretch()
        # The driver may take seconds to say which there are.
        self._late = Late(list_cameras, self)
        self._late.done.connect(self._offer)
        self._late.begin()

    def _offer(self, cameras: tuple[CameraDevice, ...]) -> None:
        entered = self.device.currentText()
        names = [camera.name for camera in cameras]
        self.device.addItems(names)
        self.device.setEditText(entered)
        self.found.setText(
            translate("Sources", "Found: {names}").format(names=", ".join(names))
            if names
            else translate("Sources", "No camera was found by name. Is it plugged in?")
        )

    def settings(self) -> SourceSettings:
        text = self.device.currentText().strip()
        return UsbSettings.model_validate({"device": int(text) if text.isdecimal() else text})


class StreamPage(SourcePage):
    """A camera on the network."""

    kind = "stream"

    def __init__(self) -> None:
        self.title = translate("Sources", "Network camera")
        super().__init__(translate("Sources", "MJPEG over HTTP, or RTSP: http://... or rtsp://..."))
        self.url = _line(translate("Sources", "Address"), self.column)
        self.column.addStretch()

    def settings(self) -> SourceSettings:
        return StreamSettings.model_validate({"url": self.url.text().strip()})


def make_pages(source: SourceSettings) -> list[SourcePage]:
    """All pages, the one for `source` filled in with it."""
    folder, files, usb, stream = FolderPage(), FilesPage(), UsbPage(), StreamPage()
    if isinstance(source, FolderSettings):
        folder.path.setText(str(source.path))
        folder.new_only.setChecked(source.existing == "new")
    elif isinstance(source, FilesSettings):
        files.paths.setText("; ".join(map(str, source.paths)))
    elif isinstance(source, UsbSettings):
        usb.device.setEditText(str(source.device))
    elif isinstance(source, StreamSettings):
        stream.url.setText(source.url)
    return [SimulatedPage(), folder, files, usb, stream]


def _line(name: str, column: QVBoxLayout, browse: Callable[[], None] | None = None) -> QLineEdit:
    edit = QLineEdit()
    edit.setAccessibleName(name)
    edit.setPlaceholderText(name)
    row = QHBoxLayout()
    row.addWidget(edit, 1)
    if browse is not None:
        button = QPushButton(translate("Sources", "Browse..."))
        button.setAutoDefault(False)
        button.clicked.connect(browse)
        row.addWidget(button)
    column.addLayout(row)
    return edit
