"""The source dialog: what it shows, what it leaves alone, and in which order it hands out."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.setup.source_dialog import SourceDialog
from gui.setup.source_pages import FolderPage, UsbPage, VideoPage, make_pages
from inference.records.archive import ArchiveRule
from inference.sources.settings import (
    BaslerSettings,
    FilesSettings,
    FolderSettings,
    GenicamSettings,
    SimulatedSettings,
    SourceSettings,
    StreamSettings,
    UsbSettings,
    VideoSettings,
)

HAND_SET: list[SourceSettings] = [
    SimulatedSettings(seed=12, rate_hz=None, defect_share=0.5),
    FolderSettings(
        path=Path("line-in"), recursive=True, scan_interval_s=3.0, quarantine=Path("bad")
    ),
    FilesSettings(paths=(Path("a.png"), Path("b.png"))),
    UsbSettings(device=1, backend="v4l2", width=640, fps=15.0, exposure_us=800.0),
    StreamSettings(url="http://camera.local/stream", read_timeout_s=11.0),
    VideoSettings(path=Path("belt.mp4")),
    BaslerSettings(
        serial="0815-0001", exposure_us=1234567.8, trigger="Line2", region=(8, 0, 640, 480),
        nodes={"Gamma": 0.8, "BalanceWhiteAuto": "Once"},
    ),
    GenicamSettings(producers=(Path("maker.cti"),), gain_db=0.5, trigger="software"),
]  # fmt: skip


class Heard:
    """What a dialog handed out, in its order."""

    def __init__(self, qtbot: QtBot, source: SourceSettings) -> None:
        self.all: list[object] = []
        self._window = QWidget()
        qtbot.addWidget(self._window)
        self.dialog = SourceDialog(self._window, source, ArchiveRule.DEF_AND_UNSURE)
        self.dialog.chosen.connect(self.all.append)
        self.dialog.archive_chosen.connect(self.all.append)

    def accept(self) -> list[object]:
        self.dialog.accept()
        return self.all


def test_every_kind_of_source_has_a_page(qtbot: QtBot) -> None:
    pages = make_pages(SimulatedSettings())
    for page in pages:
        qtbot.addWidget(page)
    kinds = {kind.model_fields["kind"].default for kind in get_args(get_args(SourceSettings)[0])}
    assert {page.kind for page in pages} == kinds


@pytest.mark.parametrize("source", HAND_SET, ids=lambda source: source.kind)
def test_what_was_set_by_hand_comes_back_as_it_was(qtbot: QtBot, source: SourceSettings) -> None:
    heard = Heard(qtbot, source)
    assert heard.dialog.page().kind == source.kind
    assert heard.dialog.page().settings() == source
    assert heard.accept() == [], "nothing changed, so the line is not interrupted"


def test_only_the_field_that_is_shown_changes(qtbot: QtBot) -> None:
    usb = UsbSettings(device=1, backend="v4l2", exposure_us=800.0)
    heard = Heard(qtbot, usb)
    page = heard.dialog.page()
    assert isinstance(page, UsbPage)
    page.device.setEditText("2")
    assert heard.accept() == [usb.model_copy(update={"device": 2})]


def test_the_new_source_comes_before_the_new_rule(qtbot: QtBot) -> None:
    """Else the source that is being left would be opened once more."""
    heard = Heard(qtbot, SimulatedSettings(seed=3))
    heard.dialog.choose_kind("folder")
    page = heard.dialog.page()
    assert isinstance(page, FolderPage)
    page.path.setText("line-in")
    heard.dialog.archive.setCurrentIndex(heard.dialog.archive.findData(ArchiveRule.NONE))
    assert heard.accept() == [FolderSettings(path=Path("line-in")), ArchiveRule.NONE.value]


def test_a_video_needs_a_file(qtbot: QtBot) -> None:
    heard = Heard(qtbot, SimulatedSettings())
    heard.dialog.choose_kind("video")
    assert heard.accept() == []
    page = heard.dialog.page()
    assert isinstance(page, VideoPage)
    page.path.setText("belt.mp4")
    assert heard.accept() == [VideoSettings(path=Path("belt.mp4"))]
