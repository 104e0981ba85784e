"""Labelled files through a package's exported graph, on all cores: what it says of each."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.classifier import Classification, ImplausibleImage
from inference.decode import UnreadableImage, read_image
from inference.package import ModelPackage
from training.data.dataset import LabelledFile
from training.data.loading import UnreadableFile, bits_per_sample
from training.evaluation.classifiers import Classifiers

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
    shares: NDArray[np.float32] | None = None
    """N x K, P(type | def), in the order of the manifest's types; None where none are told."""

    @property
    def is_def(self) -> NDArray[np.bool_]:
        return np.array([file.is_def for file in self.files], np.bool_)


def judge_files(package: ModelPackage, files: Sequence[LabelledFile], say: Say = nobody) -> Judged:
    """Each file as the line would judge it. Raises `PackageError` where no graph can be loaded.

    `say` is told how many of how many are done; whatever it raises ends the work.
    """
    classifiers = Classifiers(package)
    answers: list[Classification | UnreadableFile] = []
    say(0, len(files))
    with ThreadPoolExecutor(os.cpu_count(), "judge") as pool:
        for start in range(0, len(files), _AT_ONCE):
            block = files[start : start + _AT_ONCE]
            answers += pool.map(lambda file: _judge(classifiers, file), block)
            say(len(answers), len(files))
    pairs = list(zip(files, answers, strict=True))
    judged = [answer for answer in answers if isinstance(answer, Classification)]
    types = package.manifest.defect_types
    shares = np.array([[each.type_shares[name] for name in types] for each in judged], np.float32)
    return Judged(
        files=tuple(file for file, answer in pairs if isinstance(answer, Classification)),
        probability_def=np.array([each.probability_def for each in judged], np.float32),
        faults=tuple(answer for answer in answers if isinstance(answer, UnreadableFile)),
        shares=shares if types else None,
    )


def _judge(classifiers: Classifiers, file: LabelledFile) -> Classification | UnreadableFile:
    try:
        image = read_image(file.path)
        answer = classifiers.classify(image, bits_per_sample(image))
    except (UnreadableImage, ImplausibleImage) as error:
        return UnreadableFile(file, str(error))
    return _checked(answer, file)


def _checked(answer: Classification, file: LabelledFile) -> Classification | UnreadableFile:
    """A number that is no probability is a fault of the model's, as on the line."""
    said = answer.probability_def
    if 0.0 <= said <= 1.0:
        return answer
    return UnreadableFile(file, f"the model answered {said}, which is no probability")
