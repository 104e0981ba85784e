from __future__ import annotations

import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from inference.classifier import Classifier
from inference.decide import decide
from inference.package import PackageError
from inference.review.progress import ReviewState
from inference.review.results import OUTCOMES, outcomes_of
from inference.review.review import Review
from inference.station.judge import Judge
from inference.verdict import Outcome, Thresholds
from tests.inference.records.permissions import not_root
from tests.inference.review.reviewing import (
    DEF,
    OK,
    finished,
    labelled_folder,
    loader,
    reviewing,
    write_grey,
    write_many,
)
from tests.inference.tiny_package import write_tiny_types_package
from tests.patience import PATIENCE_S


def review_of(tmp_path: Path, *paths: Path) -> Review:
    return Review(paths, loader(tmp_path), tmp_path / "reviews", workers=2)


@contextmanager
def judged_up_to(
    count: int, review: Review, monkeypatch: pytest.MonkeyPatch
) -> Iterator[threading.Event]:
    """Started, and the model comes back when the event is set: who waits for it waits in vain."""
    at_it, go_on, given_up = threading.Event(), threading.Event(), threading.Event()
    judge = Classifier.classify_batch

    def stop(classifier: Classifier, *rest: Any) -> Any:
        if len(review.results) >= count:
            at_it.set()
            if not go_on.wait(PATIENCE_S):
                given_up.set()
        return judge(classifier, *rest)

    monkeypatch.setattr(Classifier, "classify_batch", stop)
    with reviewing(review):
        try:
            assert at_it.wait(PATIENCE_S)
            yield go_on
        finally:
            go_on.set()
    assert not given_up.is_set()


def test_every_image_is_judged_and_told(tmp_path: Path) -> None:
    folder = labelled_folder(tmp_path / "parts")
    (folder / "ok" / "torn.png").write_bytes(b"no image")
    with reviewing(review_of(tmp_path, folder)) as review:
        progress = finished(review)
        assert (progress.state, progress.judged, progress.found) == ("finished", 7, 7)
        assert progress.all_listed
        columns = review.results.columns()
        rows = [review.results.row(row) for row in range(7)]
    assert [row.path.name for row in rows] == [
        *("part3.png", "part4.png", "part5.png"),
        *("part1.png", "part2.png", "part10.png", "torn.png"),
    ]
    assert [OUTCOMES[code] for code in columns.outcome] == [row.outcome for row in rows]
    said = "def unsure def ok def ok fault"
    assert " ".join(row.outcome.value for row in rows) == said
    assert [columns.labels[code] for code in columns.label[:4]] == ["dent", "dent", "scratch", "ok"]
    assert columns.is_def.tolist() == [1, 1, 1, 0, 0, 0, 0]
    assert rows[1].size == (32, 32)
    assert rows[0].heat is not None
    assert int(rows[0].heat.max()) == round((DEF / 255 - 0.5) * 2 * 255)
    assert "no image" in (rows[6].error or "")
    assert rows[6].remedy
    assert rows[6].heat is None
    assert np.isnan(columns.probability_def[6])
    assert not columns.outcome.flags.writeable


def test_thresholds_decide_anew_at_once(tmp_path: Path) -> None:
    write_grey(tmp_path / "parts" / "a.png", 130)  # P(def) 0.55
    with reviewing(review_of(tmp_path, tmp_path / "parts")) as review:
        finished(review)
        assert review.results.thresholds == Thresholds(0.3, 0.7)
        assert review.results.row(0).outcome is Outcome.UNSURE
        review.results.choose_thresholds(Thresholds(0.2, 0.5))
        assert review.results.row(0).outcome is Outcome.DEF
        assert OUTCOMES[review.results.columns().outcome[0]] is Outcome.DEF


def test_the_type_of_a_defect_follows_the_thresholds_and_is_found_again(tmp_path: Path) -> None:
    write_tiny_types_package(tmp_path / "model")
    for name, level in (("a.png", 100), ("b.png", 125), ("c.png", DEF)):
        write_grey(tmp_path / "parts" / name, level)
    for _ in range(2):  # the second time from the journal
        with reviewing(review_of(tmp_path, tmp_path / "parts")) as review:
            finished(review)
            rows = [review.results.row(row).defect_type for row in range(3)]
            assert rows == [None, "dim", "bright"]
            columns = review.results.columns()
            assert [columns.defect_types[code] for code in columns.defect_type[1:]] == rows[1:]
            assert columns.defect_type[0] == -1
            review.results.choose_thresholds(Thresholds(0.01, 0.9))
            assert review.results.row(0).defect_type == "dim"
            assert review.results.columns().defect_type[0] >= 0
    assert review.progress().resumed == 3


def test_outcomes_are_those_of_decide_also_on_the_threshold_itself() -> None:
    thresholds = Thresholds(0.4149179616859766, 0.8194485322422695)
    near = [np.float32(p) for p in (thresholds.unsure_from, thresholds.def_from)]
    near += [np.nextafter(p, np.float32(2)) for p in near] + [np.float32(0), np.float32(1)]
    near += [np.nextafter(p, np.float32(-1)) for p in near[:2]]
    said = outcomes_of(np.array(near, np.float32), thresholds)
    assert [OUTCOMES[code] for code in said] == [decide(float(p), thresholds).outcome for p in near]
    assert OUTCOMES[outcomes_of(np.array([np.nan], np.float32), thresholds)[0]] is Outcome.FAULT


def test_what_was_judged_before_a_crash_is_not_judged_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_many(tmp_path / "parts", 300)
    review = review_of(tmp_path, folder)
    with judged_up_to(50, review, monkeypatch) as go_on:
        review.cancel()
        go_on.set()
        before = finished(review)
        assert before.state is ReviewState.CANCELLED
        seen = review.results.columns().probability_def.tolist()
    (folder / "p3.png").unlink()
    write_grey(folder / "p3.png", OK, size_px=40)  # another file under the same name
    with reviewing(review_of(tmp_path, folder)) as review:
        after = finished(review)
        columns = review.results.columns()
        assert review.results.row(1).heat is not None
        assert review.results.row(1).size == (32, 32)
    assert (after.judged, after.resumed) == (300, before.judged - 1)
    assert columns.probability_def.tolist()[4 : before.judged] == seen[4:]
    assert OUTCOMES[columns.outcome[3]] is Outcome.OK


def test_a_journal_that_was_cut_anywhere_gives_back_what_is_whole(tmp_path: Path) -> None:
    folder = write_many(tmp_path / "parts", 40)
    with reviewing(review_of(tmp_path, folder)) as review:
        finished(review)
    (kept,) = (tmp_path / "reviews").iterdir()
    for name, cut in (("judged.bin", 5), ("maps.bin", 100)):
        content = (kept / name).read_bytes()
        (kept / name).write_bytes(content[:-cut])
    with reviewing(review_of(tmp_path, folder)) as review:
        progress = finished(review)
        heats = [review.results.row(row).heat for row in range(40)]
    assert (progress.judged, progress.resumed) == (40, 38)
    assert [int(heat.max()) > 0 for heat in heats if heat is not None] == [False, True] * 20


def test_faults_are_tried_again(tmp_path: Path) -> None:
    image = tmp_path / "parts" / "a.png"
    image.parent.mkdir()
    image.write_bytes(b"")
    with reviewing(review_of(tmp_path, image.parent)) as review:
        finished(review)
        assert review.results.row(0).error == "a.png: the file is empty"
    with reviewing(review_of(tmp_path, image.parent)) as review:
        assert finished(review).resumed == 0
        assert review.results.row(0).error == "a.png: the file is empty"


def test_two_reviews_of_the_same_do_not_share_a_journal(tmp_path: Path) -> None:
    folder = write_many(tmp_path / "parts", 20)
    first, second = review_of(tmp_path, folder), review_of(tmp_path, folder)
    with reviewing(first), reviewing(second):
        assert finished(first).judged == finished(second).judged == 20
    assert len(list((tmp_path / "reviews").iterdir())) == 2


def test_only_the_last_reviews_are_kept(tmp_path: Path) -> None:
    for number in range(12):
        folder = tmp_path / f"parts{number}"
        write_grey(folder / "a.png", OK)
        with reviewing(review_of(tmp_path, folder)) as review:
            finished(review)
    assert len(list((tmp_path / "reviews").iterdir())) == 10


def test_a_folder_that_vanishes_ends_it_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_many(tmp_path / "parts", 300)
    review = review_of(tmp_path, folder)
    with judged_up_to(20, review, monkeypatch) as go_on:
        shutil.move(folder, tmp_path / "elsewhere")
        go_on.set()
        progress = finished(review)
        assert progress.state is ReviewState.FAILED
        assert f"{folder} is no longer there" in (progress.problem or "")
        assert len(review.results) < 300
        judged = len(review.results)
        assert Outcome.FAULT not in {review.results.row(row).outcome for row in range(judged)}


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda folder: folder.mkdir(), "no image in"),
        (lambda folder: None, "is not there"),
    ],
)
def test_nothing_to_judge_is_said(tmp_path: Path, make: object, words: str) -> None:
    make(tmp_path / "parts")  # type: ignore[operator]
    with reviewing(review_of(tmp_path, tmp_path / "parts")) as review:
        progress = finished(review)
    assert progress.state is ReviewState.FAILED
    assert words in (progress.problem or "")


def test_a_model_that_cannot_be_loaded_is_said(tmp_path: Path) -> None:
    def refuse() -> Judge:
        raise PackageError("the model is damaged")

    write_grey(tmp_path / "parts" / "a.png", OK)
    with reviewing(Review([tmp_path / "parts"], refuse, tmp_path / "reviews")) as review:
        assert finished(review).problem == "the model is damaged"


@pytest.mark.skipif(sys.platform == "win32", reason="no such permissions")
def test_nothing_is_written_into_what_is_reviewed(tmp_path: Path) -> None:
    folder = labelled_folder(tmp_path / "parts")
    before = sorted((path, path.stat().st_mtime_ns) for path in folder.rglob("*"))
    (tmp_path / "reviews").mkdir(mode=0o777)
    (tmp_path / "reviews").chmod(0o777)
    load = loader(tmp_path)
    with (
        not_root(*reversed(tmp_path.parents), tmp_path),
        reviewing(Review([folder], load, tmp_path / "reviews")) as review,
    ):
        assert finished(review).state is ReviewState.FINISHED
    assert sorted((path, path.stat().st_mtime_ns) for path in folder.rglob("*")) == before


def test_asking_never_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    review = review_of(tmp_path, write_many(tmp_path / "parts", 1500))
    with judged_up_to(700, review, monkeypatch) as go_on:
        for _ in range(100):
            review.progress()
            columns = review.results.columns()
            review.results.row(len(columns) - 1)
        go_on.set()
        finished(review)
        assert len(review.results) == 1500
