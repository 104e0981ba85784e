"""What a person says of many images at once is one step, written beside the window."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from gui.review.correction_writer import Say
from gui.review.ruling import Ruling
from gui.review.rulings import Rulings
from gui.review.writing_bar import WritingBar
from inference.review.correction_lines import CorrectionRefused
from inference.review.corrections import Corrections
from inference.review.results import Results
from inference.review.review import Review
from inference.verdict import Outcome
from tests.inference.review.reviewing import finished, labelled_folder, loader, reviewing
from tests.patience import PATIENCE_MS

OK, DEF = Ruling(Outcome.OK), Ruling(Outcome.DEF)
DENT = Ruling(Outcome.DEF, "dent")
ALL = range(6)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Results]:
    folder = tmp_path_factory.mktemp("rulings")
    review = Review([labelled_folder(folder / "parts")], loader(folder), folder / "reviews")
    with reviewing(review):
        finished(review)
        yield review.results


@pytest.fixture
def rulings(qtbot: QtBot, tmp_path: Path, results: Results) -> Iterator[Rulings]:
    owner = QObject()
    rulings = Rulings(owner, tmp_path / "set.jsonl")
    rulings.begin(results)
    yield rulings
    rulings.close_down()
    assert rulings.writer.finish(PATIENCE_MS / 1e3)


class Held:
    """The writer's thread has something else to do until it is let go."""

    def __init__(self, rulings: Rulings) -> None:
        self._go_on = threading.Event()
        rulings.writer.put((), self._wait)

    def _wait(self, _: Corrections, __: Say) -> None:
        self._go_on.wait(PATIENCE_MS / 1e3)

    def let_go(self, rulings: Rulings) -> None:
        self._go_on.set()
        assert rulings.writer.finish(PATIENCE_MS / 1e3)


def said(rulings: Rulings) -> list[str | None]:
    return [ruling.label if (ruling := rulings.of(row)) else None for row in ALL]


def kept(rulings: Rulings, results: Results) -> list[str | None]:
    """As it is on disk."""
    assert rulings.writer.finish(PATIENCE_MS / 1e3)
    standing = Corrections(rulings.writer._path).standing()
    made = [standing.get(str(results.path(row))) for row in ALL]
    return [each.new_label if each else None for each in made]


def test_many_are_shown_at_once_kept_as_one_and_taken_back_as_one(
    rulings: Rulings, results: Results, tmp_path: Path
) -> None:
    rulings.rule([2], DENT)
    held = Held(rulings)
    rulings.rule(list(ALL), OK)
    assert said(rulings) == ["ok"] * 6
    assert (rulings.count, rulings.mask(8).tolist()) == (6, [True] * 6 + [False] * 2)
    held.let_go(rulings)
    assert kept(rulings, results) == ["ok"] * 6
    assert len((tmp_path / "set.jsonl").read_bytes().splitlines()) == 1 + 6 + 1
    assert rulings.undo() == list(ALL)
    assert said(rulings) == [None, None, "def/dent", None, None, None]
    assert kept(rulings, results) == said(rulings)
    assert rulings.undo() == [2]
    assert kept(rulings, results) == said(rulings) == [None] * 6
    assert not rulings.can_undo


def test_what_was_said_in_an_earlier_review_is_back_after_an_undo(
    qtbot: QtBot, rulings: Rulings, results: Results
) -> None:
    Corrections(rulings.writer._path).correct(results.path(1), "def/scratch", None)
    again = Rulings(rulings, rulings.writer._path)
    again.begin(results)
    qtbot.waitUntil(lambda: again.corrections is not None, timeout=PATIENCE_MS)
    again.rule(list(ALL), OK)
    assert kept(again, results) == ["ok"] * 6
    held = Held(again)
    again.undo()
    assert said(again) == [None, "def/scratch", None, None, None, None]  # not what stands yet
    assert (again.count, again.of(0)) == (1, None)
    held.let_go(again)
    assert kept(again, results) == said(again)
    again.close_down()


def test_what_is_being_written_can_be_taken_back_alone(rulings: Rulings, results: Results) -> None:
    rulings.rule([0], DENT)
    rulings.writer.finish(PATIENCE_MS / 1e3)
    held = Held(rulings)
    rulings.rule(list(ALL), OK)
    rulings.rule([3, 4], DEF)
    rulings.cancel()
    assert said(rulings) == ["def/dent", None, None, "def", "def", None]
    held.let_go(rulings)
    assert kept(rulings, results) == said(rulings)
    assert rulings.undo() == [3, 4]
    assert said(rulings) == ["def/dent", None, None, None, None, None]
    assert kept(rulings, results) == said(rulings)
    rulings.cancel()  # nothing is being written
    assert said(rulings)[0] == "def/dent"


def test_what_is_still_being_written_of_a_review_before_can_be_taken_back(
    qtbot: QtBot, rulings: Rulings, results: Results
) -> None:
    qtbot.waitUntil(lambda: rulings.writer.is_idle, timeout=PATIENCE_MS)
    rulings.rule([5], DENT)
    assert rulings.writer.finish(PATIENCE_MS / 1e3)
    held = Held(rulings)
    rulings.rule([0, 1], OK)
    rulings.rule([2], DEF)
    rulings.begin(results)
    rulings.rule([3], DENT)
    rulings.cancel()
    rulings.cancel()
    held.let_go(rulings)
    assert kept(rulings, results) == [None, None, None, "def/dent", None, "def/dent"]


def test_of_many_those_that_cannot_be_read_are_told_once_and_shown_as_they_were(
    qtbot: QtBot, tmp_path: Path
) -> None:
    folder = labelled_folder(tmp_path / "parts")
    review = Review([folder], loader(tmp_path), tmp_path / "reviews")
    rulings = Rulings(review_owner := QObject(), tmp_path / "set.jsonl")
    told: list[str] = []
    rulings.refused.connect(told.append)
    with reviewing(review):
        finished(review)
        rulings.begin(review.results)
        for row in (1, 2):
            review.results.path(row).unlink()
        rulings.rule(list(ALL), OK)
        qtbot.waitUntil(lambda: bool(told), timeout=PATIENCE_MS)
        assert said(rulings) == ["ok", None, None, "ok", "ok", "ok"]
        assert (rulings.writer.not_kept, rulings.count) == (2, 4)
        rulings.close_down()
    [why] = told
    assert "can't be read" in why
    assert "1 more" in why
    assert review_owner is rulings.parent()


def test_what_cannot_be_taken_back_is_shown_as_it_stands(
    qtbot: QtBot, rulings: Rulings, results: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise CorrectionRefused("the disk is full")

    rulings.rule([1, 2], DENT)
    assert kept(rulings, results) == [None, "def/dent", "def/dent", None, None, None]
    monkeypatch.setattr(Corrections, "undo", full)
    with qtbot.waitSignal(rulings.refused, timeout=PATIENCE_MS):
        rulings.undo()
    assert said(rulings) == kept(rulings, results)
    assert said(rulings)[1] == "def/dent"


@pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)
def test_the_bar_says_how_many_are_read_and_goes_when_all_are(qtbot: QtBot) -> None:
    bar = WritingBar()
    qtbot.addWidget(bar)
    bar.show_progress(0, 0)
    bar.show_progress(1_200, 100_000)
    assert bar.isHidden()  # most are over before anybody could read it
    qtbot.waitUntil(lambda: not bar.isHidden(), timeout=PATIENCE_MS)
    said = bar.words.text().replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert said == "Keeping the correction of 100 000 images: 1 200 are read."
    assert (bar.bar.value(), bar.bar.maximum()) == (1_200, 100_000)
    bar.show_progress(0, 0)
    assert bar.isHidden()
