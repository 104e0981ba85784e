"""One image of the data, changed as training will change it. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.preprocess import InputSpec
from training.augmentation.augment import Augmentation, Augmenter
from training.augmentation.change import changed
from training.augmentation.parameters import PARAMETERS
from training.data.dataset import LabelledFile
from training.data.loading import load_images

EPOCHS_SHOWN = 11

Say = Callable[[int, int], None]
Picture = NDArray[np.uint8]


class NoPreview(Exception):
    """The image can't be shown. `str()` says why."""


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """The image that is changed, loaded as training loads it."""

    file: LabelledFile
    index: int
    """Its place among the images that training reads: that decides what is drawn for it."""
    spec: InputSpec
    fitted: Picture
    """H x W x C."""


@dataclass(frozen=True, slots=True, eq=False)
class Preview:
    """What comes of one augmentation. Pictures are H x W grey or H x W x 3 RGB."""

    augmentation: Augmentation
    subject: Subject
    original: Picture
    epochs: tuple[Picture, ...]
    """What training gets in epoch 1, 2, ..."""
    extremes: dict[str, tuple[Picture, ...]]
    """For each parameter by its name: the most that it does by itself, one or two pictures."""


def load_subject(file: LabelledFile, index: int, spec: InputSpec) -> Subject:
    """Raises `NoPreview` when it can't be read any more."""
    images = load_images([file], spec)
    if images.unreadable:
        raise NoPreview(images.unreadable[0].error)
    return Subject(file, index, spec, images.fitted[0])


def preview(augmentation: Augmentation, seed: int, subject: Subject, say: Say) -> Preview:
    """By the same `Augmenter`, seed, epochs and index as training: what is shown is what it gets.

    Raises whatever `say` raises.
    """
    augmenter = Augmenter(augmentation, seed)
    epochs = []
    for epoch in range(1, EPOCHS_SHOWN + 1):
        say(epoch, EPOCHS_SHOWN)
        epochs.append(_picture(augmenter(subject.fitted, epoch, subject.index)))
    extremes = {
        parameter.name: tuple(
            _picture(changed(subject.fitted, change)) for change in parameter.extremes(augmentation)
        )
        for parameter in PARAMETERS
    }
    return Preview(augmentation, subject, _picture(subject.fitted), tuple(epochs), extremes)


def _picture(pixels: Picture) -> Picture:
    return pixels[..., 0].copy() if pixels.shape[2] == 1 else pixels
