"""The gate's other half: the line must prepare a picture as the model saw it when it learnt."""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray

from inference.decode import UnreadableImage, decode_image
from inference.manifest import InputSection
from inference.part.choices import PartNotFound
from inference.preprocess import InputSpec, fit_to_input
from training.data.loading import LabelledImages, bits_per_sample
from training.export.parity import ExportRefused


def check_preparation(images: LabelledImages, chosen: NDArray[np.intp], spec: InputSpec) -> int:
    """Read `chosen` of the files anew and prepare them by what the package will say.

    How many were compared: a file that is gone or changed by now says nothing of the package.
    Raises `ExportRefused` where one comes out differently.
    """
    said = InputSection.model_validate_json(InputSection.of(spec).model_dump_json()).spec()
    compared = 0
    for index in chosen:
        path = images.files[index].path
        try:
            content = path.read_bytes()
            if hashlib.sha256(content).digest() != images.sha256[index]:
                continue
            image = decode_image(content)
            fitted = fit_to_input(image, said, bits_per_sample(image))
        except (OSError, UnreadableImage):
            continue
        except PartNotFound as error:
            raise ExportRefused(f"{path} was learnt from, and now {error}") from error
        if not np.array_equal(fitted, images.fitted[index]):
            raise ExportRefused(f"{path} is prepared otherwise than when the model learnt from it")
        compared += 1
    return compared
