from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from inference.classifier import Classifier, ImplausibleImage
from inference.frame import Frame, Image, UnreadableFrame, frozen_copy
from inference.home import DEMO_MODEL
from inference.package import read_package
from inference.review.batches import judge_all
from inference.review.parallel import in_order
from inference.sources.simulated.draw import draw_part
from inference.station.judge import Judge
from inference.verdict import Inspection, Outcome
from tests.inference.review.reviewing import DEF, OK, loader, write_grey
from tests.inference.tiny_package import grey


@pytest.fixture(scope="module")
def demo() -> Classifier:
    return Classifier(read_package(DEMO_MODEL))


@pytest.fixture
def judge(tmp_path: Path) -> Judge:
    return loader(tmp_path)()


def test_a_batch_answers_what_each_image_answers_alone(demo: Classifier) -> None:
    images: list[Image] = [draw_part(5, number).image for number in range(3)]
    images.append(frozen_copy(cv2.resize(images[0], (417, 350))))
    alone = [demo.classify(image) for image in images]
    together = demo.classify_batch([(image, 8) for image in images])
    for one, other in zip(alone, together, strict=True):
        assert not isinstance(other, ImplausibleImage)
        assert other.probability_def == pytest.approx(one.probability_def, abs=1e-6)
        np.testing.assert_allclose(other.heat_map.heat, one.heat_map.heat, atol=1e-5)


def test_a_covered_lens_among_others_is_refused_alone(demo: Classifier) -> None:
    part = draw_part(5, 1).image
    answers = demo.classify_batch([(grey(0), 8), (part, 8), (grey(0), 8)])
    assert [isinstance(answer, ImplausibleImage) for answer in answers] == [True, False, True]
    assert all(isinstance(a, ImplausibleImage) for a in demo.classify_batch([(grey(0), 8)] * 2))


def test_only_the_guilty_one_is_a_fault(judge: Judge, caplog: pytest.LogCaptureFixture) -> None:
    deep = np.full((32, 32), 500, np.uint16)
    broken = Frame(frozen_copy(deep), source="x", bits_per_sample=12)
    object.__setattr__(broken, "bits_per_sample", 8)  # what no source would do
    parts = [
        Frame(grey(OK), source="x"),
        broken,
        UnreadableFrame("x", "it is torn", "look at it"),
        Frame(grey(DEF), source="x"),
    ]
    with caplog.at_level("CRITICAL"):
        said = [inspection.verdict for inspection in judge.judge_batch(parts)]
    assert [verdict.outcome for verdict in said] == ["ok", "fault", "fault", "def"]
    assert "the model failed" in (said[1].error or "")
    assert said[2].error == "it is torn"


def test_results_come_in_the_order_of_the_files_whoever_was_first(
    tmp_path: Path, judge: Judge
) -> None:
    levels = [OK, DEF] * 20
    paths = [str(write_grey(tmp_path / f"{n}.png", level)) for n, level in enumerate(levels)]
    (tmp_path / "7.png").write_bytes(b"")
    threads = set()

    def keep(inspection: Inspection) -> tuple[str | None, Outcome]:
        threads.add(threading.current_thread().name)
        return inspection.frame.source_path, inspection.verdict.outcome

    said = list(judge_all(judge, paths, "files", keep, 3))
    expected = [Outcome.OK, Outcome.DEF] * 20
    expected[7] = Outcome.FAULT
    assert said == list(zip(paths, expected, strict=True))
    assert threads <= {f"review_{number}" for number in range(3)}


def test_a_long_list_is_not_read_far_ahead() -> None:
    asked: list[int] = []

    def questions() -> Iterator[int]:
        for number in range(1000):
            asked.append(number)
            yield number

    answers = in_order(questions(), lambda number: number * 2, 2)
    assert next(answers) == 0
    assert len(asked) < 10
    answers.close()
    assert len(asked) < 10


def test_what_is_done_is_handed_out_while_nothing_is_asked() -> None:
    more = threading.Event()

    def questions() -> Iterator[int | None]:
        yield 1
        while not more.is_set():
            yield None
        yield 2

    answers = in_order(questions(), lambda number: number, 2)
    assert next(answers) == 1
    more.set()
    assert list(answers) == [2]
