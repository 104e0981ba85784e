"""The Setup tab: choose where parts come from, see it at once, set it, put it on the line."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.pages import Surroundings
from gui.setup.camera_desk import CameraDesk
from gui.setup.device_column import DeviceColumn, camera_key
from gui.setup.device_list import Entry
from gui.setup.drafts import Drafts, checked
from gui.setup.fields import Fields
from gui.setup.picture_column import PictureColumn
from gui.setup.product_saving import ProductSaving
from gui.setup.settings_column import SettingsColumn
from gui.words import source_words
from inference.sources.industrial.found_camera import FoundCamera
from inference.sources.settings import IndustrialSettings, SourceSettings
from inference.station.settings import LineSettings, RecordSettings
from inference.trial.cameras import CAMERA_KINDS, is_camera
from inference.trial.product_file import ProductFileError, load_product
from inference.trial.same_camera import camera_of
from inference.trial.trial import TrialState

translate = QCoreApplication.translate
_LEFT_PX, _RIGHT_PX = (200, 320), (318, 420)
_LEFT_SHARE, _RIGHT_SHARE = 0.2, 0.27
_PRODUCTS = "products"


class SetupPage(QWidget):
    """Nothing here disturbs the line until *Use on the line* is pressed."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self._bridge = around.bridge
        self._ways = around.ways
        self._notifications = around.notifications
        self._all_drafts: defaultdict[int, Drafts] = defaultdict(Drafts)
        self._key = ""
        self._number = around.bridge.chosen
        self._line_count = len(around.bridge.snapshots)
        self._awaits_line = 0
        """How many lines there were when another was asked for."""
        self.desk = CameraDesk(around.bridge, self)
        self._saving = ProductSaving(self.desk, self)
        self.right = SettingsColumn(around.home.folder / _PRODUCTS)
        self._fields = Fields(self.right, self.desk)
        titles = {page.kind: page.title for page in self.right.pages.values()}
        others = tuple(Entry(title, key=kind) for kind, title in titles.items())
        self.left = DeviceColumn(around.theme, others)
        self.middle = PictureColumn(around.theme, self.desk)
        self._lay_out()
        self._connect()

    # What the window asks of a page

    def refresh(self) -> None:
        """Follow what others changed: the source, the rule of what is kept."""
        settings = self._bridge.settings
        self._follow_lines()
        self.right.show_archive(settings.records.archive)
        self._mark_used(self._bridge.source)

    def _follow_lines(self) -> None:
        """Which there are, and which of them is set up here."""
        names = tuple(line.line for line in self._bridge.snapshots)
        self.left.lines.show_lines(names, self._bridge.chosen)
        is_one_less = len(names) < self._line_count
        self._line_count = len(names)
        if is_one_less:
            self._all_drafts.clear()  # those behind it have other numbers now
        elif self._bridge.chosen != self._number:
            self._keep_draft()
        if is_one_less or self._bridge.chosen != self._number:
            self._number, self._key = self._bridge.chosen, ""
            self.open_row(self._used_key(self._bridge.source))
        if self._awaits_line and len(names) > self._awaits_line:
            self._awaits_line = 0
            self._bridge.choose_line(len(names) - 1)

    def close_down(self) -> None:
        self.left.close_down()
        self.desk.close_down()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()
        if not self.left.has_looked:
            self.left.look()
        if not self._key:
            self.open_row(self._used_key(self._bridge.source))

    def hideEvent(self, event: QHideEvent) -> None:
        """Out of sight no camera is held."""
        super().hideEvent(event)
        self.desk.end()

    # What a person does

    def open_row(self, key: str) -> None:
        """Show what is set of it; a camera's picture at once."""
        if key == self._key and not self._is_worth_another_try():
            return
        self._keep_draft()
        self._key = key
        self.left.list.choose(key)
        camera = self._camera(key)
        if camera is not None:
            found, line = self.left.finding.cameras, self._bridge.source
            producers = self.left.producers
            self._open(self._drafts.of_camera(key, camera, line, found, producers), camera.name)
        elif key.startswith("camera:"):
            self._open(self._bridge.source)
        else:
            self._open_kind(key)

    def go_live(self, wanted: bool) -> None:
        """Begin or end the live picture, with what is set now."""
        source = self.entered() if wanted else None
        if source is not None:
            self._fields.begin(source)
        else:
            self.desk.end()
        self.middle.show_desk()

    def use(self) -> None:
        """On the line with it: first the camera is let go here."""
        source = self.entered()
        if source is not None:
            self._drafts.keep(self._key, source)
            self.desk.release(partial(self._put_on_line, source))

    def add_line(self) -> None:
        """On the simulated line first: its own source is chosen next."""
        taken = {line.line for line in self._bridge.snapshots}
        self._awaits_line = number = len(self._bridge.snapshots)
        while (name := translate("Setup", "line {number}").format(number=number + 1)) in taken:
            number += 1
        self._bridge.add_line(LineSettings(name=name))

    def remove_line(self) -> None:
        """The one that is set up. Then the first: a click more takes no other away."""
        self._bridge.remove_line()
        self._bridge.choose_line(0)

    def save(self, path: Path) -> None:
        """As a product; with the maker's own file where there is one."""
        source = self.entered()
        if source is not None:
            self._saving.begin(path, source)

    def _say_saved(self, product: str) -> None:
        self.right.products.list_products()
        self._tell(translate("Setup", "{product} is saved").format(product=product))

    def load(self, path: Path) -> None:
        """A product's settings, on the camera that is chosen where it is of the same kind."""
        try:
            source = load_product(path)
        except ProductFileError as error:
            self.right.say_wrong(str(error))
            return
        now = self._fields.base
        if isinstance(now, IndustrialSettings) and source.kind == now.kind:
            source = checked(source.model_dump() | {"serial": now.serial})
        camera = camera_of(source, self.left.finding.cameras)
        self._key = camera_key(camera) if camera else self._used_key(source)
        self.left.list.choose(self._key)
        self._open(source, camera.name if camera else "")
        self._tell(translate("Setup", "{product} is loaded").format(product=path.stem))

    def entered(self) -> SourceSettings | None:
        """What stands in the fields; None, and words, where it can't be."""
        return self._fields.entered()

    # How it is done

    def _open(self, source: SourceSettings, name: str = "") -> None:
        title = name or self.right.title_of(source.kind) or source_words(source.name)
        self.middle.show_camera(title, has_picture=is_camera(source))
        self._fields.show(source)

    def _open_kind(self, kind: str) -> None:
        source = self._drafts.of_kind(kind, self._bridge.source)
        if source is not None:
            self._open(source)
            return
        self._fields.show_kind(kind)
        self.middle.show_camera(self.right.title_of(kind), has_picture=kind in CAMERA_KINDS)

    @property
    def _drafts(self) -> Drafts:
        """Of the line that is set up."""
        return self._all_drafts[self._number]

    def _is_worth_another_try(self) -> bool:
        """A click on the row that is open: its camera may be there by now."""
        status = self.desk.status
        stands = status is None or status.state is TrialState.FAILED
        return stands and self._fields.base is not None and is_camera(self._fields.base)

    def _keep_draft(self) -> None:
        if self._key and self._fields.are_open:
            source = self.entered()
            if source is not None:
                self._drafts.keep(self._key, source)

    def _put_on_line(self, source: SourceSettings) -> None:
        self._ways.use_source(source)
        self.open_row(self._key)

    def _camera(self, key: str) -> FoundCamera | None:
        cameras = self.left.finding.cameras
        return next((camera for camera in cameras if camera_key(camera) == key), None)

    def _used_key(self, source: SourceSettings) -> str:
        camera = camera_of(source, self.left.finding.cameras)
        if camera is not None:
            return camera_key(camera)
        is_device = isinstance(source, IndustrialSettings)
        return f"camera:{source.name}" if is_device else source.kind

    def _mark_used(self, source: SourceSettings) -> None:
        used = self._used_key(source)
        absent = used.startswith("camera:") and self._camera(used) is None
        self.left.mark(used, _absent(source, used) if absent else None)

    def _follow_finding(self) -> None:
        """The line's camera may be among those found now: its row is another then."""
        before = self._key
        self.desk.found = self.left.finding.cameras
        self._mark_used(self._bridge.source)
        camera = self._camera(before)
        if camera is not None:
            self.middle.show_title(camera.name)
        if before.startswith("camera:") and not self.left.list.choose(before):
            self._key = ""
            self.open_row(self._used_key(self._bridge.source))

    def _use_archive_rule(self, rule: str) -> None:
        kept = self._bridge.settings.records.model_dump()
        self._bridge.set_record_settings(RecordSettings.model_validate({**kept, "archive": rule}))
        self._tell(translate("Setup", "From the next part on: images {rule}").format(
            rule=self.right.archive.currentText()
        ))  # fmt: skip

    def _tell(self, words: str) -> None:
        self._notifications.tell(words)

    # Arrangement

    def _connect(self) -> None:
        self.left.picked.connect(self.open_row)
        self.left.looked.connect(self._follow_finding)
        self.left.lines.picked.connect(self._bridge.choose_line)
        self.left.lines.added.connect(self.add_line)
        self.left.lines.removed.connect(self.remove_line)
        self.left.lines.renamed.connect(self._bridge.rename_line)
        self.middle.live_wanted.connect(self.go_live)
        self.right.use.clicked.connect(self.use)
        self.right.products.save_wanted.connect(self.save)
        self.right.products.load_wanted.connect(self.load)
        self._saving.saved.connect(self._say_saved)
        self._saving.failed.connect(self.right.say_wrong)
        self.right.archive_chosen.connect(self._use_archive_rule)

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setSpacing(14)
        layout.addWidget(self.left)
        layout.addWidget(self.middle, 1)
        layout.addWidget(self.right)

    def resizeEvent(self, _: QResizeEvent) -> None:
        self.left.setFixedWidth(_between(_LEFT_PX, self.width() * _LEFT_SHARE))
        self.right.setFixedWidth(_between(_RIGHT_PX, self.width() * _RIGHT_SHARE))


def _absent(source: SourceSettings, key: str) -> Entry:
    words = translate("Setup", "the line's camera: not found")
    serial = source.serial if isinstance(source, IndustrialSettings) else ""
    return Entry(serial or source.kind, words, key)


def _between(limits: tuple[int, int], wanted: float) -> int:
    return min(limits[1], max(limits[0], round(wanted)))
