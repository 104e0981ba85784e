"""The row of the device list that is open: its settings in the fields, its draft kept."""

from __future__ import annotations

from collections import defaultdict

from PySide6.QtCore import QCoreApplication, QObject

from gui.bridge import Bridge
from gui.setup.camera_desk import CameraDesk
from gui.setup.device_column import DeviceColumn, camera_key
from gui.setup.device_list import Entry
from gui.setup.drafts import Drafts
from gui.setup.fields import Fields
from gui.setup.line_choice import LineChoice
from gui.setup.picture_column import PictureColumn
from gui.setup.settings_column import SettingsColumn
from gui.words import source_words
from inference.sources.industrial.found_camera import FoundCamera
from inference.sources.settings import IndustrialSettings, SourceSettings
from inference.trial.cameras import CAMERA_KINDS, is_camera
from inference.trial.same_camera import camera_of
from inference.trial.trial import TrialState

translate = QCoreApplication.translate


class OpenRow(QObject):
    """Of the line that is set up. A click opens a row; what was typed in another is not lost."""

    def __init__(
        self,
        bridge: Bridge,
        desk: CameraDesk,
        columns: tuple[DeviceColumn, PictureColumn, SettingsColumn],
        lines: LineChoice,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.fields = Fields(columns[2], desk)
        self._bridge = bridge
        self._desk = desk
        self._left, self._middle, self._right = columns
        self._lines = lines
        self._number = lines.number
        self._drafts: defaultdict[int, Drafts] = defaultdict(Drafts)
        """By the number of the line."""
        self._key = ""
        self._left.picked.connect(self.open)
        self._left.looked.connect(self._follow_finding)
        lines.renumbered.connect(self._forget)
        lines.changed.connect(self._change_line)

    def open(self, key: str) -> None:
        """Show what is set of it; a camera's picture at once."""
        if key == self._key and not self._is_worth_another_try():
            return
        self.keep_draft()
        self._key = key
        self._left.list.choose(key)
        camera = self._camera(key)
        if camera is not None:
            self._show(self._draft_of(key, camera), camera.name)
        elif key.startswith("camera:"):
            self._show(self._bridge.source)
        else:
            self._show_kind(key)

    def open_first(self) -> None:
        """Where the line's parts come from now, if nothing is open yet."""
        if not self._key:
            self.open(self._key_of(self._bridge.source))

    def reopen(self) -> None:
        """It may be of another use now: the line took it."""
        self.open(self._key)

    def show_source(self, source: SourceSettings) -> None:
        """These settings, in the row of the camera that they are of."""
        camera = camera_of(source, self._left.finding.cameras)
        self._key = self._key_of(source)
        self._left.list.choose(self._key)
        self._show(source, camera.name if camera else "")

    def keep_draft(self) -> None:
        """What stands in the fields."""
        source = self.fields.entered() if self._key and self.fields.are_open else None
        if source is not None:
            self._drafts[self._number].keep(self._key, source)

    def mark_used(self) -> None:
        """The row that the line's parts come from now."""
        source = self._bridge.source
        used = self._key_of(source)
        absent = used.startswith("camera:") and self._camera(used) is None
        self._left.mark(used, _absent(source, used) if absent else None)

    def _show(self, source: SourceSettings, name: str = "") -> None:
        title = name or self._right.title_of(source.kind) or source_words(source.name)
        self._middle.show_camera(title, has_picture=is_camera(source))
        self.fields.show(source)

    def _show_kind(self, kind: str) -> None:
        source = self._drafts[self._number].of_kind(kind, self._bridge.source)
        if source is not None:
            self._show(source)
            return
        self.fields.show_kind(kind)
        self._middle.show_camera(self._right.title_of(kind), has_picture=kind in CAMERA_KINDS)

    def _draft_of(self, key: str, camera: FoundCamera) -> SourceSettings:
        found, line = self._left.finding.cameras, self._bridge.source
        drafts = self._drafts[self._number]
        return drafts.of_camera(key, camera, line, found, self._left.producers)

    def _is_worth_another_try(self) -> bool:
        """A click on the row that is open: its camera may be there by now."""
        status, base = self._desk.status, self.fields.base
        stands = status is None or status.state is TrialState.FAILED
        return stands and base is not None and is_camera(base)

    def _camera(self, key: str) -> FoundCamera | None:
        cameras = self._left.finding.cameras
        return next((camera for camera in cameras if camera_key(camera) == key), None)

    def _key_of(self, source: SourceSettings) -> str:
        camera = camera_of(source, self._left.finding.cameras)
        if camera is not None:
            return camera_key(camera)
        is_device = isinstance(source, IndustrialSettings)
        return f"camera:{source.name}" if is_device else source.kind

    def _forget(self) -> None:
        """What was typed belongs to lines that have other numbers now."""
        self._drafts.clear()
        self._key = ""

    def _change_line(self) -> None:
        self.keep_draft()
        self._number, self._key = self._lines.number, ""
        self.open_first()

    def _follow_finding(self) -> None:
        """The line's camera may be among those found now: its row is another then."""
        before = self._key
        self._desk.found = self._left.finding.cameras
        self.mark_used()
        camera = self._camera(before)
        if camera is not None:
            self._middle.show_title(camera.name)
        if before.startswith("camera:") and not self._left.list.choose(before):
            self._key = ""
            self.open_first()


def _absent(source: SourceSettings, key: str) -> Entry:
    words = translate("Setup", "the line's camera: not found")
    serial = source.serial if isinstance(source, IndustrialSettings) else ""
    return Entry(serial or source.kind, words, key)
