"""A page of the source dialog for each kind of source."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QLabel

from gui.setup.industrial_pages import BaslerPage, GenicamPage
from gui.setup.source_page import SourcePage
from gui.widgets.late import Late
from inference.sources.devices import CameraDevice, list_cameras
from inference.sources.settings import (
    FilesSettings,
    FolderSettings,
    SourceSettings,
    StreamSettings,
    UsbSettings,
    VideoSettings,
)

translate = QCoreApplication.translate


class SimulatedPage(SourcePage):
    """Nothing to choose: it is there to try things on."""

    kind = "simulated"

    def __init__(self) -> None:
        super().__init__(
            translate("Sources", "Simulated line"),
            translate("Sources", "Drawn castings, good and defective. No camera is needed."),
        )
        self.column.addStretch()


class FolderPage(SourcePage):
    """A folder into which somebody else writes images."""

    kind = "folder"

    def __init__(self) -> None:
        super().__init__(
            translate("Sources", "Watched folder"),
            translate("Sources", "Each image that is written into the folder is judged, once."),
        )
        self.path = self.add_line(translate("Sources", "Folder"), self._browse)
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

    def show_settings(self, source: SourceSettings) -> None:
        assert isinstance(source, FolderSettings)
        self.path.setText(str(source.path))
        self.new_only.setChecked(source.existing == "new")

    def entered(self) -> dict[str, Any]:
        existing = "new" if self.new_only.isChecked() else "all"
        return {"path": _path(self.path.text()), "existing": existing}


class FilesPage(SourcePage):
    """Given images or a folder of them, once through."""

    kind = "files"

    def __init__(self) -> None:
        super().__init__(
            translate("Sources", "Images"),
            translate("Sources", "These images are judged once, in order. Folders count whole."),
        )
        self.paths = self.add_line(translate("Sources", "Images"), self._browse)
        self.column.addStretch()

    def _browse(self) -> None:
        dialog = QFileDialog(self, translate("Sources", "Images to judge"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: self.paths.setText("; ".join(names)))
        dialog.open()

    def show_settings(self, source: SourceSettings) -> None:
        assert isinstance(source, FilesSettings)
        self.paths.setText("; ".join(map(str, source.paths)))

    def entered(self) -> dict[str, Any]:
        named = [name.strip() for name in self.paths.text().split(";")]
        return {"paths": [Path(name) for name in named if name]}


class UsbPage(SourcePage):
    """A camera that the operating system knows."""

    kind = "usb"

    def __init__(self) -> None:
        super().__init__(
            translate("Sources", "USB camera"),
            translate("Sources", "Its number (0 is the first), its name, or its device path."),
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
        self._late.failed.connect(self._say_failure)
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

    def _say_failure(self, _: Exception) -> None:
        self.found.setText(translate("Sources", "The cameras can't be listed. Type its number."))

    def show_settings(self, source: SourceSettings) -> None:
        assert isinstance(source, UsbSettings)
        self.device.setEditText(str(source.device))

    def entered(self) -> dict[str, Any]:
        text = self.device.currentText().strip()
        return {"device": int(text) if text.isdecimal() else text}


class StreamPage(SourcePage):
    """A camera on the network."""

    kind = "stream"

    def __init__(self) -> None:
        super().__init__(
            translate("Sources", "Network camera"),
            translate("Sources", "MJPEG over HTTP, or RTSP: http://... or rtsp://..."),
        )
        self.url = self.add_line(translate("Sources", "Address"))
        self.column.addStretch()

    def show_settings(self, source: SourceSettings) -> None:
        assert isinstance(source, StreamSettings)
        self.url.setText(source.url)

    def entered(self) -> dict[str, Any]:
        return {"url": self.url.text().strip()}


class VideoPage(SourcePage):
    """A video file."""

    kind = "video"

    def __init__(self) -> None:
        super().__init__(
            translate("Sources", "Video file"),
            translate("Sources", "Every frame of the video is judged once, in order."),
        )
        self.path = self.add_line(translate("Sources", "Video"), self._browse)
        self.column.addStretch()

    def _browse(self) -> None:
        dialog = QFileDialog(self, translate("Sources", "Video to judge"), self.path.text())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.path.setText)
        dialog.open()

    def show_settings(self, source: SourceSettings) -> None:
        assert isinstance(source, VideoSettings)
        self.path.setText(str(source.path))

    def entered(self) -> dict[str, Any]:
        return {"path": _path(self.path.text())}


def make_pages(source: SourceSettings) -> list[SourcePage]:
    """All pages, the one for `source` filled in with it."""
    pages: list[SourcePage] = [
        SimulatedPage(), FolderPage(), FilesPage(), UsbPage(), BaslerPage(), GenicamPage(),
        StreamPage(), VideoPage(),
    ]  # fmt: skip
    next(page for page in pages if page.kind == source.kind).fill(source)
    return pages


def _path(text: str) -> Path | None:
    """None, which no path may be, for an empty line: `Path("")` would be the folder of now."""
    return Path(text.strip()) if text.strip() else None
