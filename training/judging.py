"""Labelled files through a package's exported graph, on all cores: what it says of each."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from queue import SimpleQueue

import numpy as np
from numpy.typing import NDArray

from inference.classifier import Classifier
from inference.decode import UnreadableImage, read_image
from inference.package import ModelPackage
from training.dataset import LabelledFile
from training.loading import UnreadableFile, bits_per_sample


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """The verdicts of one model on one folder."""

    files: tuple[LabelledFile, ...]
    """Those that could be judged, in the order given."""
    probability_def: NDArray[np.float32]
    """N, of `files`."""
    faults: tuple[UnreadableFile, ...]

    @property
    def is_def(self) -> NDArray[np.bool_]:
        return np.array([file.is_def for file in self.files], np.bool_)


def judge_files(package: ModelPackage, files: Sequence[LabelledFile]) -> Judged:
    """Each file as the line would judge it. Raises `PackageError` where no graph can be loaded."""
    workers = os.cpu_count() or 1
    # A classifier is for one thread at a time: as many as threads, handed round.
    free: SimpleQueue[Classifier] = SimpleQueue()
    for _ in range(workers):
        free.put(Classifier(package))

    def judge(file: LabelledFile) -> float | UnreadableFile:
        try:
            image = read_image(file.path)
        except UnreadableImage as error:
            return UnreadableFile(file, str(error))
        classifier = free.get()
        try:
            return _answer(classifier.classify(image, bits_per_sample(image)).probability_def, file)
        finally:
            free.put(classifier)

    with ThreadPoolExecutor(workers, "judge") as pool:
        answers = list(pool.map(judge, files))
    pairs = list(zip(files, answers, strict=True))
    return Judged(
        files=tuple(file for file, answer in pairs if isinstance(answer, float)),
        probability_def=np.array([p for p in answers if isinstance(p, float)], np.float32),
        faults=tuple(answer for answer in answers if isinstance(answer, UnreadableFile)),
    )


def _answer(probability_def: float, file: LabelledFile) -> float | UnreadableFile:
    """A number that is no probability is a fault of the model's, as on the line."""
    if 0.0 <= probability_def <= 1.0:
        return probability_def
    return UnreadableFile(file, f"the model answered {probability_def}, which is no probability")
