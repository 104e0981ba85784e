"""Reference parts inside a model package: what the model answered where it was made."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.package import ModelPackage, PackageError

REFERENCE = "reference.npz"
_MAP = "map_"
_IMAGES = "images"
_PROBABILITY = "probability_def"


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """N parts and their answers."""

    images: NDArray[np.uint8]
    """N x H x W x C, as `fit_to_input` makes them."""
    probability_def: NDArray[np.float32]
    """N."""
    maps: Mapping[str, NDArray[np.float32]]
    """For each method the raw maps, N x h x w."""


def reference_bytes(reference: Reference) -> bytes:
    """The file `reference.npz` of a package."""
    content = io.BytesIO()
    arrays: dict[str, Any] = {_MAP + method: raw for method, raw in reference.maps.items()}
    arrays |= {_IMAGES: reference.images, _PROBABILITY: reference.probability_def}
    np.savez_compressed(content, **arrays)
    return content.getvalue()


def read_reference(package: ModelPackage) -> Reference | None:
    """None when the package has none: it was made before there were any. Raises `PackageError`."""
    if REFERENCE not in package.manifest.files:
        return None
    content = io.BytesIO(package.content(REFERENCE))
    try:
        with np.load(content, allow_pickle=False) as arrays:
            maps = {
                name.removeprefix(_MAP): arrays[name] for name in arrays if name.startswith(_MAP)
            }
            return Reference(arrays[_IMAGES], arrays[_PROBABILITY], maps)
    except (KeyError, ValueError, OSError, zipfile.BadZipFile) as error:
        raise PackageError(f"{REFERENCE} can't be read: {error}") from error
