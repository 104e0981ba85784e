"""The panel over a desk that answers when the test says so; and once over the real process."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gui.appearance import ChosenAppearance
from gui.review.explanations.explanations_panel import ExplanationsPanel
from gui.review.viewpoint import Viewpoint
from gui.theme import Theme
from inference.home import DEMO_MODEL
from inference.sources.simulated.draw import draw_part
from inference.sources.simulated.order import order_defect
from inference.station.settings import AppearanceSettings
from tests.training.drawn_parts import write_image
from training.explanations.desk_messages import (
    MAP_PER_TYPE,
    Answer,
    Explained,
    Opened,
    Refused,
    TypeTold,
    Unexplained,
)
from training.explanations.methods import IN_DEPTH

_STARTS_MS = 900_000
"""The process is a nice one: on a loaded machine it waits for all others."""
_ANSWERED_MS = 60_000
IMAGE, PACKAGE = Path("part.png"), Path("model")
NAMES = tuple(method.name for method in IN_DEPTH)


class ScriptedDesk:
    """Remembers what was asked; answers what the test gives it."""

    def __init__(self) -> None:
        self.asked: list[tuple[Path, Path, tuple[str, ...]]] = []
        self.ready: list[Answer] = []
        self.forgotten = 0
        self.closed = False

    def ask(self, image: Path, package: Path, methods: tuple[str, ...]) -> None:
        self.asked.append((image, package, methods))

    def forget(self) -> None:
        self.forgotten += 1

    def answers(self) -> list[Answer]:
        ready, self.ready = self.ready, []
        return ready

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def desk() -> ScriptedDesk:
    return ScriptedDesk()


@pytest.fixture
def surroundings(qapp: QApplication) -> SimpleNamespace:
    appearance = ChosenAppearance(AppearanceSettings(), lambda _: None)
    return SimpleNamespace(theme=Theme(qapp, appearance), kept=appearance)


@pytest.fixture
def panel(
    qtbot: QtBot, surroundings: SimpleNamespace, desk: ScriptedDesk
) -> Iterator[ExplanationsPanel]:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1200, 700)
    made = ExplanationsPanel(surroundings, Viewpoint(window), desk)  # type: ignore[arg-type]
    made.setParent(window)
    made.resize(1200, 700)
    window.show()
    yield made
    made.close_down()
    window.close()


def _opened(*left_out: str) -> Opened:
    picture = np.full((100, 200), 90, np.uint8)
    return Opened(1, picture, 0.974, "evidence", left_out)


def _explained(method: str, title: str = "Title", ms: float = 12.3) -> Explained:
    overlay = np.full((50, 100, 4), 200, np.uint8)
    return Explained(1, method, title, overlay, ms, has_fixed_scale=method == "evidence")


def _bring(qtbot: QtBot, desk: ScriptedDesk, *answers: Answer) -> None:
    desk.ready = list(answers)
    qtbot.waitUntil(lambda: not desk.ready, timeout=_ANSWERED_MS)


def test_maps_come_one_by_one_and_say_how_long_they_took(
    qtbot: QtBot, panel: ExplanationsPanel, desk: ScriptedDesk
) -> None:
    panel.show_image(IMAGE, PACKAGE)

    assert desk.asked == [(IMAGE, PACKAGE, panel.menu.chosen())]
    assert panel.live.is_computing
    _bring(qtbot, desk, _opened(), _explained("evidence", "Evidence"), _explained("gradcam"))

    assert "P(def) 0.974" in panel.words.text()
    assert "12.3" in panel.live.took.text()
    assert panel.live.title.text() == "Evidence (live)"
    assert not panel.live.view.overlay.isNull()
    assert panel.original.view.overlay.isNull()
    assert panel.in_depth["scorecam"].is_computing
    assert "computing" in panel.in_depth["scorecam"].view.accessibleName()
    assert "even on a good part" in panel.in_depth["gradcam"].took.toolTip()


def test_another_image_takes_the_last_maps_away_and_the_same_asks_nothing(
    qtbot: QtBot, panel: ExplanationsPanel, desk: ScriptedDesk
) -> None:
    panel.show_image(IMAGE, PACKAGE)
    _bring(qtbot, desk, _opened(), _explained("evidence"))
    panel.viewpoint.zoom_by(3, QPointF(0.5, 0.5))

    panel.show_image(IMAGE, PACKAGE)
    assert len(desk.asked) == 1
    panel.show_image(Path("other.png"), PACKAGE)

    assert len(desk.asked) == 2
    assert panel.live.view.overlay.isNull()
    assert panel.live.is_computing


def test_a_method_that_fails_says_so_in_its_own_tile(
    qtbot: QtBot, panel: ExplanationsPanel, desk: ScriptedDesk
) -> None:
    panel.show_image(IMAGE, PACKAGE)

    _bring(qtbot, desk, _opened(), Unexplained(1, "layercam", "this network has no feature maps"))

    assert panel.in_depth["layercam"].view.words == "This network has no feature maps."
    assert panel.in_depth["gradcam"].view.words == ""
    assert panel.is_computing


def test_a_dead_process_is_said_and_the_same_image_may_be_asked_for_again(
    qtbot: QtBot, panel: ExplanationsPanel, desk: ScriptedDesk
) -> None:
    panel.show_image(IMAGE, PACKAGE)

    _bring(qtbot, desk, _opened(), _explained("evidence"), Refused(1, "the process ended"))

    assert panel.words.text() == "The process ended."
    assert not panel.is_computing
    assert not panel.live.view.overlay.isNull()
    assert panel.in_depth["gradcam"].view.words == "Not computed."
    panel.show_image(IMAGE, PACKAGE)
    assert len(desk.asked) == 2


def test_without_tensorflow_only_the_own_map_is_there_and_why(
    qtbot: QtBot, panel: ExplanationsPanel, desk: ScriptedDesk
) -> None:
    panel.show_image(IMAGE, PACKAGE)

    _bring(qtbot, desk, _opened(*NAMES), _explained("evidence"))

    assert "TensorFlow is not installed here" in panel.words.text()
    assert panel.live.isVisible()
    assert not any(panel.in_depth[name].isVisible() for name in NAMES)
    assert not panel.is_computing


def test_a_method_can_be_left_out_and_taken_in(
    panel: ExplanationsPanel, desk: ScriptedDesk
) -> None:
    panel.show_image(IMAGE, PACKAGE)

    panel.menu.ticks["scorecam"].setChecked(False)
    panel.menu.ticks["hirescam"].setChecked(True)

    assert "scorecam" not in desk.asked[-1][2]
    assert "hirescam" in desk.asked[-1][2]
    assert not panel.in_depth["scorecam"].isVisible()
    assert panel.in_depth["hirescam"].isVisible()


def test_wheel_drag_and_double_click_move_every_view_alike(
    qtbot: QtBot, panel: ExplanationsPanel, desk: ScriptedDesk
) -> None:
    panel.show_image(IMAGE, PACKAGE)
    _bring(qtbot, desk, _opened(), _explained("evidence"))
    views = [panel.original.view, panel.live.view]
    spot = QPointF(views[0].width() * 0.25, views[0].height() * 0.5)

    before = views[0]._in_shares(spot)
    QApplication.sendEvent(views[0], _wheel(spot, notches=6))
    after = views[0]._in_shares(spot)

    assert panel.viewpoint.zoom > 3.0
    assert after.x() == pytest.approx(before.x(), abs=0.02)
    assert views[0]._place() == views[1]._place()
    left = views[1]._place().left()
    centre = views[0].rect().center()
    qtbot.mousePress(views[0], Qt.MouseButton.LeftButton, pos=centre)
    qtbot.mouseMove(views[0], pos=centre - QPoint(15, 0))
    qtbot.mouseRelease(views[0], Qt.MouseButton.LeftButton, pos=centre - QPoint(15, 0))
    assert views[1]._place().left() == pytest.approx(left - 15, abs=1.5)

    qtbot.mouseDClick(views[1], Qt.MouseButton.LeftButton, pos=centre)
    assert panel.viewpoint.zoom == 1.0


def _wheel(spot: QPointF, notches: int) -> QWheelEvent:
    return QWheelEvent(
        spot, spot, QPoint(), QPoint(0, 120 * notches), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip


def test_an_image_never_leaves_its_view(qapp: QApplication, panel: ExplanationsPanel) -> None:
    viewpoint, view = Viewpoint(panel), QSizeF(100, 100)
    viewpoint.zoom_by(8, QPointF(1.0, 1.0))
    viewpoint.pan_by(QPointF(-5.0, -5.0))

    place = viewpoint.place(QSizeF(200, 200), view)

    assert place.contains(QRectF(0, 0, 100, 100))
    assert place.bottomRight().x() == pytest.approx(100.0)
    viewpoint.reset()
    assert viewpoint.place(QSizeF(200, 100), view) == QRectF(0, 25, 100, 50)


def test_one_map_large_beside_the_original_and_all_again(
    qtbot: QtBot, panel: ExplanationsPanel, desk: ScriptedDesk
) -> None:
    panel.show_image(IMAGE, PACKAGE)
    _bring(qtbot, desk, _opened(), _explained("evidence"))
    small = panel.live.width()
    assert len(panel.grid._tiles) > 3

    panel.live.alone.click()

    assert panel.grid._tiles == [panel.original, panel.live]
    qtbot.waitUntil(lambda: panel.live.width() > 1.5 * small, timeout=_ANSWERED_MS)
    assert panel.live.view.size() == panel.original.view.size()
    panel.in_depth["gradcam"].alone.click()
    assert not panel.live.alone.isChecked()
    assert panel.grid._tiles == [panel.original, panel.in_depth["gradcam"]]
    panel.menu.ticks["gradcam"].setChecked(False)
    assert panel.live in panel.grid._tiles  # nothing is left that could be alone


def test_all_tiles_are_shown_at_one_percent_and_with_all_pixels(
    qtbot: QtBot, panel: ExplanationsPanel, desk: ScriptedDesk
) -> None:
    whole = np.zeros((1000, 2000), np.uint8)
    whole[::2, ::2] = 255  # gone in the shrunk picture
    panel.show_image(IMAGE, PACKAGE, whole)
    _bring(qtbot, desk, _opened(), _explained("evidence"))
    assert panel.zoom.text() != "100\N{NARROW NO-BREAK SPACE}%"

    panel.zoom.click()

    views = [panel.original.view, panel.live.view]
    assert [view.scale for view in views] == [pytest.approx(1.0)] * 2
    assert (panel.zoom.text(), panel.zoom.isChecked()) == ("100\N{NARROW NO-BREAK SPACE}%", True)
    picture = views[0].grab().toImage()
    middle = picture.rect().center()
    greys = {
        picture.pixelColor(middle.x() + x, middle.y() + y).red() for x in (0, 1) for y in (0, 1)
    }
    assert min(greys) < 40
    assert max(greys) > 120
    panel.zoom.click()
    assert panel.viewpoint.zoom == 1.0


def test_clearing_forgets_what_was_asked(
    qtbot: QtBot, panel: ExplanationsPanel, desk: ScriptedDesk
) -> None:
    panel.show_image(IMAGE, PACKAGE)
    _bring(qtbot, desk, _opened(), _explained("evidence"))

    panel.clear()

    assert desk.forgotten == 1
    assert not panel.is_computing
    assert panel.live.view.overlay.isNull()


def _types(**shares: float) -> tuple[TypeTold, ...]:
    return tuple(TypeTold(f"type:{name}", name, share) for name, share in shares.items())


def _with_types(*told: TypeTold) -> Opened:
    return replace(_opened(), types=told)


def _shown(panel: ExplanationsPanel) -> list[str]:
    """The names of the types' tiles, also where there is no room for them."""
    shown = (tile for tile in panel.types.tiles if tile.isVisible())
    return [tile.title.toolTip() or tile.title.text() for tile in shown]


def test_each_type_has_a_tile_with_its_share_the_likeliest_first(
    qtbot: QtBot, panel: ExplanationsPanel, desk: ScriptedDesk
) -> None:
    panel.show_image(IMAGE, PACKAGE)
    assert not panel.menu.ticks[MAP_PER_TYPE].isVisible()

    _bring(
        qtbot,
        desk,
        _with_types(*_types(pit=0.9, crack=0.1)),
        _explained("evidence"),
        replace(_explained("type:crack"), has_fixed_scale=True),
    )

    assert panel.menu.ticks[MAP_PER_TYPE].isVisible()
    assert _shown(panel) == ["pit, P\N{NO-BREAK SPACE}0.900", "crack, P\N{NO-BREAK SPACE}0.100"]
    pit, crack = panel.types.tiles
    assert pit.is_computing
    assert not crack.view.overlay.isNull()
    assert crack.took.toolTip() == panel.live.took.toolTip()
    panel.viewpoint.zoom_by(4, QPointF(0.5, 0.5))
    assert crack.view._viewpoint is pit.view._viewpoint is panel.original.view._viewpoint
    panel.opacity.setValue(20)
    assert pit.view._opacity == crack.view._opacity == panel.live.view._opacity == 0.2


def test_types_come_and_go_with_the_model_and_with_the_tick(
    qtbot: QtBot, panel: ExplanationsPanel, desk: ScriptedDesk
) -> None:
    panel.show_image(IMAGE, PACKAGE)
    _bring(qtbot, desk, _with_types(*_types(pit=0.9, crack=0.1)))
    tiles = list(panel.types.tiles)
    panel.show_image(Path("other.png"), PACKAGE)
    assert all(tile.is_computing for tile in tiles)
    _bring(qtbot, desk, _with_types(*_types(crack=0.7, pit=0.3)), _explained("type:pit"))
    assert panel.types.tiles == tiles, "the tiles stay where they are"
    assert [name.split(",")[0] for name in _shown(panel)] == ["crack", "pit"]
    assert tiles[0].is_computing
    assert not tiles[1].is_computing

    panel.menu.ticks[MAP_PER_TYPE].setChecked(False)
    assert MAP_PER_TYPE not in desk.asked[-1][2]
    _bring(qtbot, desk, _with_types(*_types(crack=0.7, pit=0.3)), _explained("evidence"))
    assert _shown(panel) == []
    panel.menu.ticks[MAP_PER_TYPE].setChecked(True)
    assert len(_shown(panel)) == 2

    panel.show_image(IMAGE, Path("another model"))
    _bring(qtbot, desk, _opened(), _explained("evidence"))
    assert panel.types.tiles == []
    assert not panel.menu.ticks[MAP_PER_TYPE].isVisible()


@pytest.mark.slow
def test_the_real_process_explains_survives_its_own_death_and_ends_with_the_panel(
    qtbot: QtBot, surroundings: SimpleNamespace, tmp_path: Path
) -> None:
    defect = next(filter(None, (order_defect(5, number, 1.0) for number in range(9))))
    for number in (1, 2):
        write_image(tmp_path / f"{number}.png", draw_part(5, number, defect).image)
    panel = ExplanationsPanel(surroundings, Viewpoint(QApplication.instance()))  # type: ignore[arg-type]
    qtbot.addWidget(panel)
    for name, tick in panel.menu.ticks.items():
        tick.setChecked(name == "hirescam")

    panel.show_image(tmp_path / "1.png", DEMO_MODEL)
    qtbot.waitUntil(lambda: panel.live.took.text() != "", timeout=_STARTS_MS)
    assert not panel.live.view.overlay.isNull()
    process = _process_of(panel)
    process.kill()
    qtbot.waitUntil(lambda: not panel.is_computing, timeout=_STARTS_MS)
    assert "ended unexpectedly" in panel.words.text()

    panel.show_image(tmp_path / "2.png", DEMO_MODEL)
    qtbot.waitUntil(lambda: not panel.is_computing, timeout=_STARTS_MS)
    assert panel.in_depth["hirescam"].took.text() != ""
    again = _process_of(panel)
    panel.close_down()
    qtbot.waitUntil(lambda: not again.is_running(), timeout=_STARTS_MS)


def _process_of(panel: ExplanationsPanel) -> object:
    import psutil

    number = panel._desk.process_id  # type: ignore[attr-defined]
    assert number is not None
    return psutil.Process(number)
