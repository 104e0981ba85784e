from __future__ import annotations

import errno
from pathlib import Path

import pytest

from inference.review.review import Review
from inference.station.judge import Judge
from tests.inference.review.reviewing import OK, finished, loader, reviewing, write_grey


def problem_of(review: Review) -> str:
    with reviewing(review):
        return finished(review).problem or ""


def test_a_model_that_cannot_be_read_is_no_trouble_with_the_reviews(tmp_path: Path) -> None:
    def refuse() -> Judge:
        raise OSError(errno.EACCES, "Permission denied")

    write_grey(tmp_path / "parts" / "a.png", OK)
    problem = problem_of(Review([tmp_path / "parts"], refuse, tmp_path / "reviews"))
    assert problem.startswith("the model can't be read: Permission denied; ")


@pytest.mark.parametrize(("number", "remedy"), [(errno.ENOSPC, "make room"), (errno.EIO, "check")])
def test_reviews_that_cannot_be_kept_say_what_helps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, remedy: str
) -> None:
    def refuse(_: Path, __: str) -> None:
        raise OSError(number, "the disk")

    monkeypatch.setattr("inference.review.review.take_folder", refuse)
    write_grey(tmp_path / "parts" / "a.png", OK)
    problem = problem_of(Review([tmp_path / "parts"], loader(tmp_path), tmp_path / "reviews"))
    assert problem.startswith(f"the review can't be kept on disk: the disk; {remedy}")
