from __future__ import annotations

import threading
from pathlib import Path

import pytest

from gui.review.correction_writer import CorrectionWriter, Refusal, Say
from gui.review.exporting import Kind, Order
from gui.widgets.errand import Cancelled
from inference.review.correction_lines import CorrectionRefused
from inference.review.corrections import Corrections
from inference.review.review import Review
from tests.inference.review.reviewing import (
    OK,
    finished,
    labelled_folder,
    loader,
    reviewing,
    write_grey,
)
from tests.patience import PATIENCE_S


def quiet(_: int, __: int) -> None:
    """Nobody listens."""


@pytest.fixture
def image(tmp_path: Path) -> Path:
    return write_grey(tmp_path / "a.png", OK)


@pytest.mark.expects_log("unforeseen reason")
def test_what_nobody_foresaw_is_a_refusal_and_the_rest_is_written(
    tmp_path: Path, image: Path
) -> None:
    writer = CorrectionWriter(tmp_path / "set.jsonl")

    def torn(_: Corrections, __: Say) -> None:
        raise ValueError("cannot reshape")

    def rule(corrections: Corrections, _: Say) -> None:
        corrections.correct(image, "def", None)

    writer.begin()
    writer.put((3, 5), torn)
    writer.put((4,), rule)
    assert writer.finish(PATIENCE_S)
    why = "a correction can't be kept: ValueError: cannot reshape"
    assert writer.refusals() == [Refusal((3, 5), why)]
    assert list(writer.standing(quiet)) == [str(image)]
    assert writer.not_kept == 2
    writer.put((3, 5), rule)
    assert writer.finish(PATIENCE_S)
    assert writer.not_kept == 0


def test_what_still_waits_to_be_written_is_waited_for(tmp_path: Path, image: Path) -> None:
    writer = CorrectionWriter(tmp_path / "set.jsonl")
    go_on = threading.Event()

    def rule(corrections: Corrections, _: Say) -> None:
        go_on.wait(PATIENCE_S)
        corrections.correct(image, "def", None)

    writer.begin()
    writer.put((0,), rule)
    assert list(writer.standing(lambda *_: go_on.set())) == [str(image)]


def test_waiting_for_it_can_be_given_up(tmp_path: Path) -> None:
    writer = CorrectionWriter(tmp_path / "set.jsonl")
    go_on = threading.Event()

    def give_up(_: int, __: int) -> None:
        raise Cancelled

    writer.begin()

    def slow(_: Corrections, __: Say) -> None:
        go_on.wait(PATIENCE_S)

    writer.put((0,), slow)
    with pytest.raises(Cancelled):
        writer.standing(give_up)
    go_on.set()
    assert writer.finish(PATIENCE_S)


def test_a_set_that_cannot_be_read_refuses_in_words(tmp_path: Path) -> None:
    (tmp_path / "set.jsonl").mkdir()
    writer = CorrectionWriter(tmp_path / "set.jsonl")
    writer.begin()
    assert writer.finish(PATIENCE_S)
    [refusal] = writer.refusals()
    assert not refusal.rows
    assert "set.jsonl can't be read" in refusal.why
    with pytest.raises(CorrectionRefused, match="can't be read"):
        writer.standing(quiet)


def test_labelled_folders_can_be_cancelled_and_hold_what_was_just_said(tmp_path: Path) -> None:
    folder = labelled_folder(tmp_path / "parts")
    writer = CorrectionWriter(tmp_path / "set.jsonl")
    review = Review([folder], loader(tmp_path), tmp_path / "reviews", workers=1)

    def give_up(_: int, of: int) -> None:
        if of:  # not while it waits for the writer
            raise Cancelled

    with reviewing(review):
        finished(review)
        path = review.results.path(0)
        writer.begin()

        def rule(corrections: Corrections, _: Say) -> None:
            corrections.correct(path, "ok", None)

        writer.put((0,), rule)
        order = Order(Kind.LABELLED, tmp_path / "out", review, [folder], range(6), writer)
        with pytest.raises(Cancelled):
            order.write(give_up)
        assert list((tmp_path / "out").rglob("*.png")) == []
        assert order.write(quiet).written == 1
    assert (tmp_path / "out" / "ok" / path.name).is_file()
