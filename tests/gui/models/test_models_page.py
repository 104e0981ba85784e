"""The Models tab over real packages in a real home."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from gui.dropping import look_at, offers
from gui.main_window import MainWindow
from gui.models.models_page import ModelsPage
from gui.models.side_by_side import SideBySide
from gui.pages import Tab
from gui.widgets.question import Question
from inference.home import Home
from inference.models.release_log import Release, ReleaseKind, ReleaseLog, UsedModel
from inference.models.store import ModelStore
from inference.package import read_package
from inference.station.settings import StationSettings
from tests.gui.fake_station import FakeStation
from tests.inference.tiny_package import tiny_files, tiny_manifest, write_tiny_package

pytestmark = pytest.mark.qt_log_ignore(
    r"This plugin does not support propagateSizeHints\(\)", extend=True
)
METRICS = {
    "n": 90,
    "accuracy": 0.956,
    "escapes": {"count": 1, "of": 30, "rate": 1 / 30, "low": 0.0008, "high": 0.172},
    "auto": {"share": 0.92},
}
LINEAGE = {"recipe": "evidence", "training_images": 4399, "images_sha256": "ab" * 32, "seed": 7}
NARROW = "\N{NARROW NO-BREAK SPACE}"


@pytest.fixture
def place(window: MainWindow) -> Home:
    return window._home


@pytest.fixture
def settle(qtbot: object) -> Callable[[Callable[[], bool]], None]:
    def wait(condition: Callable[[], bool]) -> None:
        qtbot.waitUntil(condition)  # type: ignore[attr-defined]
        QApplication.processEvents()

    return wait


@pytest.fixture
def stored(place: Home, tmp_path: Path) -> list[Path]:
    """Two packages in the home: `first` with figures, `second` without."""
    store = ModelStore(place)
    first = write_tiny_package(tmp_path / "1", name="first", metrics=METRICS, lineage=LINEAGE)
    second = write_tiny_package(tmp_path / "2", name="second")
    return [store.take_in(package.path) for package in (first, second)]


@pytest.fixture
def opened(
    window: MainWindow, pull: Callable[[], None], settle: Callable[[Callable[[], bool]], None]
) -> Callable[[], ModelsPage]:
    def open_page() -> ModelsPage:
        window.show_page(Tab.MODELS)
        page: ModelsPage = window.pages.page(Tab.MODELS)
        page.shelf = None
        page.read_again()
        settle(lambda: page.shelf is not None and not page.detailing.is_running)
        return page

    return open_page


def names(page: ModelsPage) -> list[str]:
    assert page.shelf is not None
    return [page.table.texts(row)[0] for row in range(len(page.shelf.models))]


def choose(page: ModelsPage, *names: str) -> None:
    assert page.shelf is not None
    models = page.shelf.models
    page.table.select({m.path for m in models if m.path and m.path.name.startswith(names)})


def question(page: ModelsPage) -> Question:
    (asked,) = [each for each in page.findChildren(Question) if each.isVisible()]
    return asked


def released(place: Home, station: FakeStation, new: Path, old: Path | None) -> None:
    """As the station would have written it down."""
    log = ReleaseLog(place.releases)
    used = [UsedModel(path=path, model_id=path.name if path else "demo") for path in (old, new)]
    release = Release(kind=ReleaseKind.RELEASE, by="Ada", old=used[0], new=used[1])
    log.begin(release, old)
    log.finish()
    station.settings = StationSettings(model=new)


def test_only_the_programs_own_says_what_to_do(opened: Callable[[], ModelsPage]) -> None:
    page = opened()
    assert [name.split("-")[0] for name in names(page)] == ["\N{BLACK CIRCLE} demo"]
    assert "drop one on the window" in page.hint.text()
    assert not page.delete.isEnabled()
    assert not page.release.isEnabled()
    assert not page.back.isEnabled()


def test_each_package_has_its_row_and_the_lines_own_is_marked(
    opened: Callable[[], ModelsPage], stored: list[Path], place: Home, station: FakeStation
) -> None:
    released(place, station, stored[0], None)
    page = opened()
    rows = {page.table.texts(row)[0].split("-")[0]: page.table.texts(row) for row in range(3)}
    own = rows["\N{BLACK CIRCLE} first"]
    assert own[1] == "evidence"
    assert [text.replace(NARROW, " ") for text in own[3:5]] == ["95.6 %", "1/30"]
    assert own[6].endswith("by Ada")
    assert rows["second"][3] == rows["second"][4] == "\N{EN DASH}"
    assert not rows["demo"][0].startswith("\N{BLACK CIRCLE}")
    assert page.pane.heading.text() == stored[0].name
    assert page.pane.state.text() == "On the line now"
    assert ("Seed", "7") in page.pane.origin.rows
    assert ("Images' sha256", "ab" * 6) in page.pane.origin.rows
    assert page.pane.escapes.words().replace(NARROW, " ").startswith("1 of 30, 3.3 %")
    assert "by Ada, in place of demo" in page.pane.releases.text()


def test_released_once_the_question_is_answered(
    opened: Callable[[], ModelsPage], stored: list[Path], station: FakeStation
) -> None:
    page = opened()
    choose(page, "second")
    page.release.click()
    asked = question(page)
    assert "demo-1a2b3c4d" in asked.words.text()
    asked.no.click()
    assert station.asked == []
    page.release.click()
    question(page).yes.click()
    assert station.asked == [("set_model", stored[1])]


def test_back_is_one_click(
    opened: Callable[[], ModelsPage], stored: list[Path], place: Home, station: FakeStation
) -> None:
    released(place, station, stored[0], None)
    page = opened()
    assert page.back.toolTip() == "Back to demo"
    page.back.click()
    assert station.asked == [("roll_back",)]


def test_deleted_after_a_question_but_never_the_lines_own(
    opened: Callable[[], ModelsPage],
    stored: list[Path],
    place: Home,
    station: FakeStation,
    settle: Callable[[Callable[[], bool]], None],
) -> None:
    released(place, station, stored[1], stored[0])
    page = opened()
    choose(page, "second")
    assert not page.delete.isEnabled()
    choose(page, "first")
    page.delete.click()
    assert "A roll back would bring it back" in question(page).words.text()
    question(page).yes.click()
    settle(lambda: not stored[0].exists())
    settle(lambda: page.shelf is not None and len(page.shelf.models) == 2)
    assert not page.back.isEnabled() or page.back.toolTip() != f"Back to {stored[0].name}"


def test_not_deleted_when_it_went_on_the_line_while_the_question_stood(
    opened: Callable[[], ModelsPage], stored: list[Path], station: FakeStation
) -> None:
    page = opened()
    choose(page, "first")
    page.delete.click()
    station.settings = StationSettings(model=stored[0])
    question(page).yes.click()
    assert stored[0].exists()


def test_imported_and_chosen(
    opened: Callable[[], ModelsPage],
    window: MainWindow,
    place: Home,
    tmp_path: Path,
    settle: Callable[[Callable[[], bool]], None],
) -> None:
    page = opened()
    package = write_tiny_package(tmp_path / "new.zip", name="fresh")
    found = look_at([package.path])
    assert not isinstance(found, OSError)
    choices = offers(found, window.operations)
    assert len(choices) == 2
    choices[1].do()
    settle(lambda: page.pane.heading.text() == package.model_id)
    assert (place.models / package.model_id).is_dir()


def test_a_bad_package_is_refused_in_words(
    opened: Callable[[], ModelsPage],
    window: MainWindow,
    tmp_path: Path,
    settle: Callable[[Callable[[], bool]], None],
) -> None:
    page = opened()
    (tmp_path / "no.zip").write_bytes(b"no zip")
    page.bring_in(tmp_path / "no.zip")
    settle(lambda: bool(window.notifications.shown))
    assert "no model package" in window.notifications.shown[0].text
    assert window.notifications.shown[0].serious


def test_two_packages_at_once_are_both_told_and_taken_in(
    opened: Callable[[], ModelsPage],
    window: MainWindow,
    place: Home,
    tmp_path: Path,
    settle: Callable[[Callable[[], bool]], None],
) -> None:
    page = opened()
    told: list[str] = []
    window.notifications.changed.connect(
        lambda: told.extend(note.text for note in window.notifications.shown)
    )
    for name in ("one.zip", "two.zip"):
        page.bring_in(write_tiny_package(tmp_path / name, name=name.removesuffix(".zip")).path)
    settle(lambda: not page.acts.is_running)
    assert {f"{name} is imported" for name in ("one.zip", "two.zip")} <= set(told)
    assert len(list(place.models.iterdir())) == 2


def test_exported_as_a_zip(
    opened: Callable[[], ModelsPage],
    stored: list[Path],
    tmp_path: Path,
    settle: Callable[[Callable[[], bool]], None],
) -> None:
    page = opened()
    choose(page, "first")
    assert page.chosen is not None
    page.acts.export_to(page.chosen, tmp_path / "out.zip")
    settle(lambda: not page.acts.is_running)
    assert read_package(tmp_path / "out.zip").model_id == stored[0].name


def test_two_side_by_side(opened: Callable[[], ModelsPage], stored: list[Path]) -> None:
    page = opened()
    assert not page.compare.isEnabled()
    choose(page, "first", "second")
    assert page.compare.isEnabled()
    page.compare.click()
    (dialog,) = page.findChildren(SideBySide)
    rows = {caption: tuple(values) for caption, *values in dialog.rows}
    figures = {text.replace(NARROW, " ") for text in rows["Right"]}
    assert figures == {"95.60 %", "\N{EN DASH}"}
    assert set(rows["Seed"]) == {"7", "\N{EN DASH}"}
    dialog.close()


def test_a_package_that_was_changed_says_so_and_is_not_released(
    opened: Callable[[], ModelsPage],
    stored: list[Path],
    settle: Callable[[Callable[[], bool]], None],
) -> None:
    (stored[0] / "model.onnx").write_bytes(b"")
    page = opened()
    choose(page, "first")
    settle(page.pane.problem.isVisible)
    assert "changed after it was packed" in page.pane.problem.text()
    assert not page.release.isEnabled()


def test_a_report_opens_outside(
    opened: Callable[[], ModelsPage],
    place: Home,
    monkeypatch: pytest.MonkeyPatch,
    settle: Callable[[Callable[[], bool]], None],
) -> None:
    from inference.package import write_package

    path = place.models / "told"
    write_package(path, {**tiny_files(), "report.html": b"<p>"}, tiny_manifest(name="told"))
    page = opened()
    choose(page, "told")
    settle(page.pane.report.isVisible)
    went: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", went.append)
    page.pane.report.click()
    assert [Path(url.toLocalFile()) for url in went] == [path / "report.html"]
