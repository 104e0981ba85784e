"""Steps 4 and 5: what the new model is worth, and its way onto the line and back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from gui.trainer.plan import Trained
from gui.trainer.trainer_page import TrainerPage
from inference.home import DEMO_MODEL
from inference.manifest import Manifest
from inference.package import MANIFEST, read_package, write_package
from tests.gui.fake_station import FakeStation, judged
from tests.gui.trainer.train.test_train_step import METRICS
from training.evaluation.answers import ANSWERS

Settle = Callable[[Callable[[], bool]], None]
NARROW = "\N{NARROW NO-BREAK SPACE}"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """The demo model under another name, with other metrics and a report."""
    demo = Manifest.model_validate_json((DEMO_MODEL / MANIFEST).read_bytes())
    # Its stored answers would tell of the demo's own parts, not of these metrics.
    named = demo.files.keys() - {ANSWERS}
    files = {name: (DEMO_MODEL / name).read_bytes() for name in named}
    files["report.html"] = b"<html></html>"
    path = tmp_path / "models" / "parts"
    write_package(path, files, demo.model_copy(update={"name": "parts", "metrics": METRICS}))
    return path


@pytest.fixture
def trained(surveyed: TrainerPage, settle: Settle, package: Path) -> TrainerPage:
    surveyed.plan.set_trained(Trained(package, METRICS, 12.0))
    settle(lambda: surveyed.plan.facts is not None)
    return surveyed


def test_the_figures_are_those_of_the_package(trained: TrainerPage, package: Path) -> None:
    trained.open_step(4)
    page, verdicts = trained.evaluate, trained.evaluate.verdicts
    assert page.heading.text() == read_package(package).model_id
    assert verdicts.escapes.words().replace(NARROW, " ").startswith("1 of 30, 3.3 %; 95 % interval")
    assert [cell.text() for cell in verdicts.scores.cells["def"]] == [
        "0.935",
        "0.967",
        "0.951",
        "30",
    ]
    assert "92.0 %" in verdicts.thresholds.text().replace(NARROW, " ")
    assert "more defective parts" in verdicts.proof.text()
    assert trained.row.buttons[4].words.replace(NARROW, " ") == "95.0 % right"
    assert "1 defective parts called ok" in verdicts.confusion.accessibleName()


def test_the_report_opens_outside(
    trained: TrainerPage, package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    trained.open_step(4)
    assert trained.evaluate.report.isVisible()
    trained.evaluate.report.click()
    assert [Path(url.toLocalFile()) for url in opened] == [package / "report.html"]


def test_a_package_that_was_changed_is_not_released(
    surveyed: TrainerPage, settle: Settle, package: Path
) -> None:
    graph = package / "model.onnx"
    graph.write_bytes(graph.read_bytes() + b" ")
    surveyed.plan.set_trained(Trained(package, METRICS, 12.0))
    settle(lambda: "changed after it was packed" in surveyed.evaluate.figures.text())
    assert surveyed.evaluate.obstacle()
    assert not surveyed.row.buttons[5].isEnabled()


def test_release_and_back_with_one_click_each(
    trained: TrainerPage, station: FakeStation, pull: Callable[[], None], package: Path
) -> None:
    station.judge(judged(1, 0.02))
    trained.open_step(5)
    pull()
    page = trained.release
    assert page.now.model_id.text() == "demo-1a2b3c4d"
    assert page.new.model_id.text() == read_package(package).model_id
    assert not page.back.isVisible()
    page.use.click()
    assert station.asked == [("set_model", package)]

    station.become(model_id=read_package(package).model_id)
    pull()
    assert not page.use.isEnabled()
    assert trained.row.buttons[5].words == "on the line"
    assert page.back.text() == "Back to demo-1a2b3c4d"
    page.back.click()
    assert station.asked[-1] == ("roll_back",)


def test_a_refusal_is_told(
    trained: TrainerPage, station: FakeStation, pull: Callable[[], None]
) -> None:
    trained.open_step(5)
    trained.release.use.click()
    station.become(model_problem="its graph has no output heat map")
    pull()
    assert "its graph has no output heat map" in trained.release.words.text().lower()
    assert trained.release.use.isEnabled()
