"""The Setup tab: choose where parts come from, see it at once, set it, put it on the line."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.pages import Surroundings
from gui.setup.camera_desk import CameraDesk
from gui.setup.device_column import DeviceColumn
from gui.setup.device_list import Entry
from gui.setup.line_choice import LineChoice
from gui.setup.open_row import OpenRow
from gui.setup.picture_column import PictureColumn
from gui.setup.products import Products
from gui.setup.settings_column import SettingsColumn
from inference.sources.settings import SourceSettings
from inference.station.settings import RecordSettings

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
        self.desk = CameraDesk(around.bridge, self)
        self.right = SettingsColumn(around.home.folder / _PRODUCTS)
        others = (Entry(page.title, key=page.kind) for page in self.right.pages.values())
        self.left = DeviceColumn(around.theme, tuple(others))
        self.middle = PictureColumn(around.theme, self.desk)
        self.lines = LineChoice(around.bridge, self.left.lines, around.notifications, self)
        columns = self.left, self.middle, self.right
        self.row = OpenRow(around.bridge, self.desk, columns, self.lines, self)
        self._products = Products(self.row, self.right, self.desk, around.notifications, self)
        self.middle.live_wanted.connect(self.go_live)
        self.right.use.clicked.connect(self.use)
        self.right.archive_chosen.connect(self._use_archive_rule)
        self._lay_out()

    # What the window asks of a page

    def refresh(self) -> None:
        """Follow what others changed: the lines, the source, the rule of what is kept."""
        self.lines.follow()
        self.right.show_archive(self._bridge.settings.records.archive)
        self.row.mark_used()

    def close_down(self) -> None:
        self.left.close_down()
        self.desk.close_down()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()
        if not self.left.has_looked:
            self.left.look()
        self.row.open_first()

    def hideEvent(self, event: QHideEvent) -> None:
        """Out of sight no camera is held."""
        super().hideEvent(event)
        self.desk.end()

    # What a person does

    def go_live(self, wanted: bool) -> None:
        """Begin or end the live picture, with what is set now."""
        source = self.row.fields.entered() if wanted else None
        if source is not None:
            self.row.fields.begin(source)
        else:
            self.desk.end()
        self.middle.show_desk()

    def use(self) -> None:
        """On the line with it: first the camera is let go here."""
        source = self.row.fields.entered()
        if source is not None:
            self.row.keep_draft()
            self.desk.release(partial(self._put_on_line, source))

    def _put_on_line(self, source: SourceSettings) -> None:
        self._ways.use_source(source)
        self.row.reopen()

    def _use_archive_rule(self, rule: str) -> None:
        kept = self._bridge.settings.records.model_dump()
        self._bridge.set_record_settings(RecordSettings.model_validate({**kept, "archive": rule}))
        words = translate("Setup", "From the next part on: images {rule}")
        self._notifications.tell(words.format(rule=self.right.archive.currentText()))

    # Arrangement

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


def _between(limits: tuple[int, int], wanted: float) -> int:
    return min(limits[1], max(limits[0], round(wanted)))
