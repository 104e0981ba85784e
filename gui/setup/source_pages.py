"""A page of fields for each kind of source that is no industrial camera."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QCheckBox, QFileDialog

from gui.setup.source_page import SourcePage
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
            translate(
                "Sources",
                "Its number (0 is the first), its name, or its device path. An empty field is left"
                " to the camera.",
            ),
        )
        self.device = self.add_line(translate("Sources", "Camera"))
        self.device.setText("0")
        self.numbers = {
            "width": self.add_line(translate("Sources", "Width (px)")),
            "height": self.add_line(translate("Sources", "Height (px)")),
            "fps": self.add_line(translate("Sources", "Frame rate (Hz)")),
            "exposure_us": self.add_line(translate("Sources", "Exposure (\N{MICRO SIGN}s)")),
        }
        self.column.addStretch()

    def show_settings(self, source: SourceSettings) -> None:
        assert isinstance(source, UsbSettings)
        self.device.setText(str(source.device))
        for name, line in self.numbers.items():
            value = getattr(source, name)
            line.setText("" if value is None else f"{value:g}")

    def entered(self) -> dict[str, Any]:
        text = self.device.text().strip()
        numbers = {name: line.text().strip() or None for name, line in self.numbers.items()}
        return {"device": int(text) if text.isdecimal() else text, **numbers}


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


def make_pages() -> list[SourcePage]:
    """One of each; industrial cameras have a form of features instead."""
    return [
        SimulatedPage(), FolderPage(), FilesPage(), UsbPage(), StreamPage(), VideoPage(),
    ]  # fmt: skip


def _path(text: str) -> Path | None:
    """None, which no path may be, for an empty line: `Path("")` would be the folder of now."""
    return Path(text.strip()) if text.strip() else None
