"""The line's model and the new one on the same images, on another thread. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inference.classifier import Classifier
from inference.decode import read_image
from inference.home import DEMO_MODEL, Home
from inference.overlay import blended
from inference.package import ModelPackage, read_package
from inference.station.threshold_book import ThresholdBook
from training.data.dataset import LabelledFile, UnusableDataset, find_dataset
from training.data.loading import bits_per_sample
from training.evaluation.answers import read_answers
from training.evaluation.comparison import Comparison, Contender, Flip, compare

_PICTURED = 12
"""Of the worse ones, and of the better ones."""
_PICTURE_PX = 260

Say = Callable[[int, int], None]
Picture = NDArray[np.uint8]


class Arena(Enum):
    """Which images both judge."""

    TEST = "test"
    """The `test` folder beside what was learnt from."""
    VALIDATION = "validation"
    """What the new model was checked on, and its thresholds chosen on."""
    GIVEN = "given"
    """A folder that the engineer chose."""


@dataclass(frozen=True, slots=True)
class Challenge:
    """What is to be compared."""

    home: Home
    old: Path | None
    """None is the model that comes with the program."""
    new: Path
    data: Path
    """What the new one was trained on, as it was chosen."""
    classes: Path
    """The folder of its class folders."""
    good: str
    given: Path | None = None
    """Other images, if the engineer chose some."""


@dataclass(frozen=True, slots=True, eq=False)
class PicturedFlip:
    """An image that the two call differently, with each one's heat map over it."""

    flip: Flip
    old: Picture
    new: Picture


@dataclass(frozen=True, slots=True)
class Contest:
    """How it went."""

    arena: Arena
    comparison: Comparison
    worse: tuple[PicturedFlip, ...]
    better: tuple[PicturedFlip, ...]


def run_contest(challenge: Challenge, say: Say) -> Contest:
    """Raises `UnusableDataset`, `PackageError`, `ThresholdBookError` or `OSError`."""
    say(0, 0)
    old = _contender(challenge.old or DEMO_MODEL, challenge.home)
    new = _contender(challenge.new, challenge.home)
    arena, files = _images(challenge, new.package)
    comparison = compare(old, new, files, say)
    worse = [flip for flip in comparison.flips if not flip.is_better]
    better = [flip for flip in comparison.flips if flip.is_better]
    artist = _Artist(old.package, new.package, say)
    return Contest(arena, comparison, artist.draw(worse), artist.draw(better))


def _contender(path: Path, home: Home) -> Contender:
    """With the plant's own thresholds, where it chose some."""
    package = read_package(path)
    chosen = ThresholdBook(home.thresholds).thresholds_of(package.model_id)
    return Contender(package, chosen or package.manifest.thresholds.thresholds())


def _images(challenge: Challenge, new: ModelPackage) -> tuple[Arena, Sequence[LabelledFile]]:
    test = challenge.data / "test"
    if challenge.given is not None:
        return Arena.GIVEN, _files_in(challenge.given, challenge.good)
    if test.is_dir():
        return Arena.TEST, _files_in(test, challenge.good)
    kept = read_answers(new, challenge.classes)
    there = [file for file in kept.files if file.path.is_file()] if kept else []
    if not there:
        raise UnusableDataset(
            "the images that the new model was checked on are not there: choose others"
        )
    return Arena.VALIDATION, there


def _files_in(folder: Path, good: str) -> Sequence[LabelledFile]:
    named = good if (folder / good).is_dir() else None
    return find_dataset(folder, named, least=1).files


class _Artist:
    """Draws both maps over an image."""

    def __init__(self, old: ModelPackage, new: ModelPackage, say: Say) -> None:
        self._judges = (Classifier(old), Classifier(new))
        self._say = say

    def draw(self, flips: Sequence[Flip]) -> tuple[PicturedFlip, ...]:
        return tuple(self._draw_one(flip) for flip in flips[:_PICTURED])

    def _draw_one(self, flip: Flip) -> PicturedFlip:
        self._say(0, 0)
        image = read_image(flip.file.path)
        bits = bits_per_sample(image)
        maps = (judge.classify(image, bits).heat_map.heat for judge in self._judges)
        old, new = (
            blended(image, heat, bits_per_sample=bits, longest_px=_PICTURE_PX) for heat in maps
        )
        return PicturedFlip(flip, old, new)
