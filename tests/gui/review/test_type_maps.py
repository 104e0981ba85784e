"""The Review tab over a model whose types have maps: the real window, process and files."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from gui.main_window import MainWindow
from gui.pages import Tab
from gui.review.explanations.explanations_panel import ExplanationsPanel
from gui.review.review_page import ReviewPage
from inference.station.settings import StationSettings
from tests.gui.fake_station import FakeStation
from tests.inference.tiny_package import write_tiny_type_maps_package
from training.explanations.desk_messages import MAP_PER_TYPE

WAIT_MS = 900_000
"""The process is a nice one: on a loaded machine it waits for all others."""


def test_the_large_image_shows_where_it_saw_which_type(
    qtbot: QtBot, window: MainWindow, station: FakeStation, tmp_path: Path
) -> None:
    model = write_tiny_type_maps_package(tmp_path / "model").path
    image = np.zeros((64, 64), np.uint8)
    image[:16, :16], image[-16:, -16:] = 179, 255
    cv2.imwrite(str(tmp_path / "part.png"), image)
    station.settings = StationSettings(model=model)
    window.review((tmp_path / "part.png",))
    page = window.pages.page(Tab.REVIEW)
    assert isinstance(page, ReviewPage)
    qtbot.waitUntil(lambda: page.wall.order.size == 1 and _is_over(page), timeout=WAIT_MS)
    panel = _panel(page)

    page.wall.set_current(0)
    qtbot.waitUntil(lambda: page.desk.large is not None, timeout=WAIT_MS)
    assert page.desk.large is not None
    assert [region.defect_type for region in page.desk.large.regions] == ["bright"]
    assert page.large.regions.rows[0][0].text() == "1 bright"
    page.large.views.setCurrentWidget(page.desk._maps)
    qtbot.waitUntil(lambda: _are_shown(panel), timeout=WAIT_MS)

    likeliest, other = panel.types.tiles
    assert likeliest.view.accessibleName().startswith("dim, P")
    assert _has_heat(likeliest.view.overlay) == (True, False)
    assert other.view.accessibleName().startswith("bright, P")
    assert _has_heat(other.view.overlay) == (False, True)
    assert _has_heat(panel.live.view.overlay) == (True, True)


def _panel(page: ReviewPage) -> ExplanationsPanel:
    """Only what needs no TensorFlow is asked for: the rest would take its time."""
    panel = page.desk._explain()
    for name, tick in panel.menu.ticks.items():
        tick.setChecked(name == MAP_PER_TYPE)
    return panel


def _is_over(page: ReviewPage) -> bool:
    progress = page.run.progress
    return progress is not None and progress.state.is_over


def _are_shown(panel: ExplanationsPanel) -> bool:
    maps = [panel.live, *panel.types.tiles]
    return len(maps) == 3 and not any(tile.view.overlay.isNull() for tile in maps)


def _has_heat(overlay: QImage) -> tuple[bool, bool]:
    """At the top left, and at the bottom right."""
    near, far = overlay.width() // 8, overlay.width() * 7 // 8
    return overlay.pixelColor(near, near).alpha() > 0, overlay.pixelColor(far, far).alpha() > 0
