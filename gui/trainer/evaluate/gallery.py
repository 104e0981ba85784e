"""Judged images as pictures, with what the model saw in them. Knows no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.classifier import ImplausibleImage
from inference.decode import UnreadableImage, read_image
from inference.overlay import blended, fitted
from inference.package import ModelPackage
from training.data.dataset import LabelledFile
from training.data.loading import bits_per_sample
from training.evaluation.classifiers import Classifiers
from training.evaluation.judging import Say

_PICTURE_PX = 460


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """One image, and the same with its heat map: H x W x 3 RGB. Without them `why_not` says why."""

    file: LabelledFile
    plain: NDArray[np.uint8] | None
    hot: NDArray[np.uint8] | None
    why_not: str = ""


class Gallery:
    """One model's. Loads its graph with the first picture; for one thread at a time."""

    def __init__(self, package: ModelPackage) -> None:
        self._package = package
        self._classifiers: Classifiers | None = None

    def pictures(self, files: Sequence[LabelledFile], say: Say) -> tuple[Picture, ...]:
        """Each file as it is now. Raises what `say` raises, and `PackageError`."""
        say(0, len(files))
        self._classifiers = classifiers = self._classifiers or Classifiers(self._package)
        pictures = []
        for number, file in enumerate(files, 1):
            pictures.append(_picture(file, classifiers))
            say(number, len(files))
        return tuple(pictures)


def _picture(file: LabelledFile, classifiers: Classifiers) -> Picture:
    try:
        image = read_image(file.path)
        bits = bits_per_sample(image)
        answer = classifiers.classify(image, bits)
    except (UnreadableImage, ImplausibleImage) as error:
        return Picture(file, None, None, str(error))
    large = fitted(image, _PICTURE_PX, bits)
    nothing = np.zeros((2, 2), np.float32)
    return Picture(
        file,
        blended(large, nothing, longest_px=_PICTURE_PX),
        blended(large, answer.heat_map.heat, longest_px=_PICTURE_PX),
    )
