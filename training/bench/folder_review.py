"""A folder judged: ours, the loop one writes first, and the two limits, side by side."""

from __future__ import annotations

import itertools
import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.bench.row import Row
from inference.classifier import Classifier
from inference.decode import read_image
from inference.home import DEMO_MODEL
from inference.package import ModelPackage, read_package
from inference.preprocess import Colour, InputSpec, prepare
from inference.review.batches import AT_ONCE, judge_all
from inference.review.judged_image import judged_image
from inference.review.listing import Listing
from inference.sources.simulated import draw_part, order_defect
from inference.station.judge import Judge
from training.explanations.subject import Subject
from training.explanations.vis import Gradcam
from training.keras_file import load_keras

GROUP = "folder review"
_ROUNDS = 5
_BY_PLAIN_LOOP = 12
"""It takes so long for each image that a few tell all."""

Way = Callable[[Sequence[str]], object]


@dataclass(frozen=True, slots=True)
class FolderReview:
    """What is measured: images of a folder, or drawn ones, with a model."""

    folder: Path | None = None
    """None draws parts."""
    model: Path | None = None
    images: int = 256


def measure_folder_review(scratch: Path, what: FolderReview) -> Iterator[Row]:
    """A row for each way; `ratio` is to ours, the median over rounds in which the ways take turns.

    `per_s` is images a second. `cpu_ms` is the processor's time for an image, over all cores: where
    others use the machine too, it tells more than the clock.
    """
    package = read_package(what.model or DEMO_MODEL)
    folder = what.folder or _drawn(scratch, what.images)
    found = list(Listing([folder]).image_paths())
    paths = found[:: max(1, len(found) // what.images)][: what.images]
    ways = _ways(package, [Path(path) for path in paths])
    for way in ways.values():
        way(paths[:2])  # traced and warm
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    for _ in range(_ROUNDS):
        for name, way in ways.items():
            taken[name].append(_timed(way, paths[:_BY_PLAIN_LOOP] if name == _PLAIN else paths))
    yield from _rows(f"{folder.name}, {package.manifest.name}", taken)


_OURS = "ours"
_PLAIN = "imread, predict, tf-keras-vis"


def _rows(what: str, taken: dict[str, list[tuple[float, float]]]) -> Iterator[Row]:
    ours = np.array(taken[_OURS])
    for name, rounds in taken.items():
        each = np.array(rounds)
        median_s, cpu_s = np.median(each, axis=0)
        yield Row(
            GROUP,
            f"{what}: {name}",
            median_ms=1e3 * float(median_s),
            per_s=1 / float(median_s),
            ratio=float(np.median(each[:, 0] / ours[:, 0])),
            more={
                "cpu_ms": 1e3 * float(cpu_s),
                "cpu_ratio": float(np.median(each[:, 1] / ours[:, 1])),
            },
        )


def _timed(way: Way, paths: Sequence[str]) -> tuple[float, float]:
    """Seconds for an image, by the clock and of the processor."""
    started, used = time.perf_counter(), time.process_time()
    way(paths)
    passed, spent = time.perf_counter() - started, time.process_time() - used
    return passed / len(paths), spent / len(paths)


def _ways(package: ModelPackage, paths: Sequence[Path]) -> dict[str, Way]:
    spec = package.manifest.input.spec()
    ready = np.concatenate([prepare(read_image(path), spec) for path in paths[:AT_ONCE]])
    workers = os.cpu_count() or 1
    return {
        _OURS: _ours(package, workers),
        _PLAIN: _plain_loop(package, spec),
        "engine alone, a thread a core": _engine(package, ready, workers),
        "engine alone, 32 at once": _engine_at_once(package, ready),
        "decoding alone": _decoding(workers),
    }


def _ours(package: ModelPackage, workers: int) -> Way:
    judge = Judge(Classifier(package))
    return lambda paths: list(judge_all(judge, paths, "bench", judged_image, workers))


def _plain_loop(package: ModelPackage, spec: InputSpec) -> Way:
    """As one writes it first, image by image; the explainer alone is made but once."""
    model = load_keras(package.keras_model())
    explain = Gradcam(Subject(package, keras_model=model))

    def judge(path: str) -> tuple[Any, NDArray[np.float32]]:
        image = cv2.imread(path)
        code = cv2.COLOR_BGR2GRAY if spec.colour is Colour.GREY else cv2.COLOR_BGR2RGB
        small = cv2.resize(cv2.cvtColor(image, code), (spec.width, spec.height))
        tensor = (small.astype(np.float32) - spec.offset) * spec.scale
        batch = tensor.reshape(1, spec.height, spec.width, spec.channels).astype(np.float32)
        return model.predict(batch, verbose=0), explain(batch)

    return lambda paths: [judge(path) for path in paths]


def _engine(package: ModelPackage, ready: NDArray[np.float32], workers: int) -> Way:
    classifier = Classifier(package)

    def run(paths: Sequence[str]) -> None:
        with ThreadPoolExecutor(workers) as pool:
            runs = range(0, len(paths), len(ready))
            list(pool.map(lambda _: classifier.run(ready, classifier.method), runs))

    return run


def _engine_at_once(package: ModelPackage, ready: NDArray[np.float32]) -> Way:
    classifier = Classifier(package, threads=0)
    many = np.concatenate(list(itertools.repeat(ready, 32 // len(ready))))

    def run(paths: Sequence[str]) -> None:
        for _ in range(0, len(paths), len(many)):
            classifier.run(many, classifier.method)

    return run


def _decoding(workers: int) -> Way:
    def read(paths: Sequence[str]) -> None:
        with ThreadPoolExecutor(workers) as pool:
            for _ in pool.map(lambda path: read_image(Path(path)).shape, paths):
                pass

    return read


def _drawn(scratch: Path, images: int) -> Path:
    folder = scratch / "drawn"
    folder.mkdir(parents=True)
    for number in range(images):
        defect = order_defect(1, number, 1.0) if number % 2 else None
        content = cv2.imencode(".jpg", draw_part(1, number, defect).image)[1].tobytes()
        (folder / f"part{number}.jpg").write_bytes(content)
    return folder
