"""Labelled files through a package's exported graph, on all cores: what it says of each."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.classifier import ImplausibleImage
from inference.decode import UnreadableImage, read_image
from inference.package import ModelPackage
from training.classifiers import Classifiers
from training.dataset import LabelledFile
from training.loading import UnreadableFile, bits_per_sample

_AT_ONCE = 64

Say = Callable[[int, int], None]


def nobody(done: int, of: int) -> None:
    """Nobody wants to be told how far it has come."""


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


def judge_files(package: ModelPackage, files: Sequence[LabelledFile], say: Say = nobody) -> Judged:
    """Each file as the line would judge it. Raises `PackageError` where no graph can be loaded.

    `say` is told how many of how many are done; whatever it raises ends the work.
    """
    classifiers = Classifiers(package)
    answers: list[float | UnreadableFile] = []
    say(0, len(files))
    with ThreadPoolExecutor(os.cpu_count(), "judge") as pool:
        for start in range(0, len(files), _AT_ONCE):
            block = files[start : start + _AT_ONCE]
            answers += pool.map(lambda file: _judge(classifiers, file), block)
            say(len(answers), len(files))
    pairs = list(zip(files, answers, strict=True))
    return Judged(
        files=tuple(file for file, answer in pairs if isinstance(answer, float)),
        probability_def=np.array([p for p in answers if isinstance(p, float)], np.float32),
        faults=tuple(answer for answer in answers if isinstance(answer, UnreadableFile)),
    )


def _judge(classifiers: Classifiers, file: LabelledFile) -> float | UnreadableFile:
    try:
        image = read_image(file.path)
        answer = classifiers.classify(image, bits_per_sample(image))
    except (UnreadableImage, ImplausibleImage) as error:
        return UnreadableFile(file, str(error))
    return _answer(answer.probability_def, file)


def _answer(probability_def: float, file: LabelledFile) -> float | UnreadableFile:
    """A number that is no probability is a fault of the model's, as on the line."""
    if 0.0 <= probability_def <= 1.0:
        return probability_def
    return UnreadableFile(file, f"the model answered {probability_def}, which is no probability")
