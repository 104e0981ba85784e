"""Step Data: labels that the images speak against, and the list of what is left out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from gui.trainer.data import suspects_page
from gui.trainer.data.suspect_pictures import Found
from gui.trainer.trainer_page import TrainerPage
from training.data.dataset import UnusableDataset
from training.data.left_out import LeftOut
from training.suspects.search import Suspect, Suspects

Settle = Callable[[Callable[[], bool]], None]


@pytest.fixture
def found(surveyed: TrainerPage, monkeypatch: pytest.MonkeyPatch) -> Found:
    """What the search brings: two of the folder's images."""
    dataset = surveyed.plan.survey.dataset
    one, other = dataset.files[0], dataset.files[-1]
    suspects = (
        Suspect(one.path, "chipped_edge", "ok", 0.97),
        Suspect(other.path, "ok", "def", 0.81),
    )
    answer = Found(
        Suspects(dataset.folder, 12, 0.9, suspects), (np.full((40, 40, 3), 90, np.uint8), None)
    )

    def search(folder: Path, good: str | None, say: Callable[[int, int], None]) -> Found:
        say(12, 12)
        assert folder == surveyed.plan.survey.chosen
        return answer

    monkeypatch.setattr(suspects_page, "search", search)
    return answer


def test_suspects_are_shown_and_left_out_by_a_person_alone(
    surveyed: TrainerPage, settle: Settle, found: Found
) -> None:
    data, plan = surveyed.data, surveyed.plan
    before = {path: path.read_bytes() for path in plan.survey.chosen.rglob("*.png")}
    data.found.suspects.click()
    page = data.suspects
    assert data.state is page
    settle(lambda: page.wall.count() == 2)
    assert [page.wall.item(row).text() for row in range(2)] == ["ok?", "def?"]
    assert "Labelled chipped edge" in page.said.text()
    assert "0.970" in page.said.text()
    assert plan.left_out == frozenset()

    page.leave_out.click()

    left_out = found.suspects.suspects[0].path.absolute()
    assert plan.left_out == {left_out}
    assert page.wall.item(0).text() == "left out"
    assert LeftOut(plan.home.left_out).of(plan.survey.chosen) == {left_out}
    assert {path: path.read_bytes() for path in before} == before
    surveyed.train.order.name.setText("without")
    assert surveyed.train.order.order().excluded == (left_out,)

    plan.set_survey(plan.survey)  # as when the folder is chosen again
    assert plan.left_out == {left_out}
    page.leave_out.click()
    assert plan.left_out == frozenset()
    page.back.click()
    assert data.state is data.found


def test_a_list_that_cannot_be_read_keeps_from_training(surveyed: TrainerPage) -> None:
    surveyed.plan.home.left_out.write_bytes(b"[")
    surveyed.plan.set_survey(surveyed.plan.survey)
    surveyed.train.order.name.setText("new")
    assert surveyed.train.order.order() is None
    assert "left-out.json" in surveyed.train.order.trouble.text()


def test_a_search_that_fails_says_why(
    surveyed: TrainerPage, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    def search(folder: Path, good: str | None, say: Callable[[int, int], None]) -> Found:
        raise UnusableDataset("too few images")

    monkeypatch.setattr(suspects_page, "search", search)
    surveyed.data.found.suspects.click()
    page = surveyed.data.suspects
    settle(lambda: not page.errand.is_running)
    assert page.words.text() == "Too few images."
    assert not page.bar.isVisible()
