"""Image files -> one array in memory, decoded and fitted once, as the line would."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.decode import UnreadableImage, decode_image, read_image
from inference.frame import Image
from inference.part.area import Area
from inference.part.choices import FoundPart, PartNotFound
from inference.preprocess import Colour, InputSpec, fit_area, part_area
from training.data.dataset import LabelledFile, UnusableDataset

UNTOLD = -1
"""Stands for the type of a good part, or of a defect whose type nobody said."""


@dataclass(frozen=True, slots=True)
class UnreadableFile:
    """A file that has an image's name and can't be learnt from."""

    file: LabelledFile
    error: str


@dataclass(frozen=True, slots=True, eq=False)
class LabelledImages:
    """All readable images of a dataset, in memory."""

    fitted: NDArray[np.uint8]
    """N x H x W x C, 0..255, as `fit_to_input` makes them."""
    files: tuple[LabelledFile, ...]
    sha256: tuple[bytes, ...]
    """Of each file's bytes."""
    masks: tuple[NDArray[np.uint8] | None, ...]
    """For each image H x W, 255 on the defect and 0 elsewhere; None where it isn't known."""
    unreadable: tuple[UnreadableFile, ...] = ()
    part_sizes: tuple[float, ...] = ()
    """Where the part is searched for, each one's size; see `FoundPart.size_from`."""

    @property
    def is_def(self) -> NDArray[np.bool_]:
        return np.array([file.is_def for file in self.files], np.bool_)

    @property
    def knows_good(self) -> bool:
        """Whether there is a good part among them."""
        return not all(file.is_def for file in self.files)

    @property
    def type_names(self) -> tuple[str, ...]:
        """The types of defect, sorted; none where there are no two to be told apart."""
        names = {file.defect_type for file in self.files if file.is_def and file.defect_type}
        return tuple(sorted(names)) if len(names) > 1 else ()

    @property
    def types(self) -> NDArray[np.intp]:
        """N places in `type_names`; UNTOLD for good parts, and where the type isn't known."""
        places = {name: place for place, name in enumerate(self.type_names)}
        told = [file.defect_type if file.is_def else None for file in self.files]
        return np.array([places.get(name, UNTOLD) if name else UNTOLD for name in told], np.intp)

    def only(self, indices: Sequence[int]) -> LabelledImages:
        """Some of them, in this order; the unreadable ones stay listed."""
        return LabelledImages(
            fitted=self.fitted[np.asarray(indices, np.intp)],
            files=tuple(self.files[index] for index in indices),
            sha256=tuple(self.sha256[index] for index in indices),
            masks=tuple(self.masks[index] for index in indices),
            unreadable=self.unreadable,
            part_sizes=tuple(self.part_sizes[index] for index in indices if self.part_sizes),
        )

    def digest(self) -> str:
        """One hex sha256 for the images and their labels: changes when any of them does."""
        whole = hashlib.sha256()
        for file, content in zip(self.files, self.sha256, strict=True):
            whole.update(content + bytes([file.is_def]) + (file.defect_type or "").encode())
        return whole.hexdigest()

    def masks_digest(self) -> str:
        """The same for their masks, as they were read."""
        whole = hashlib.sha256()
        for mask in self.masks:
            whole.update(b"none" if mask is None else mask.tobytes())
        return whole.hexdigest()

    def identical_to(self, others: LabelledImages) -> int:
        """So many of these are, byte by byte, among the others too."""
        known = set(others.sha256)
        return sum(content in known for content in self.sha256)


def load_images(files: Sequence[LabelledFile], spec: InputSpec) -> LabelledImages:
    """Decode and fit each file, on all cores. Those that can't be read are listed.

    Raises `UnusableDataset` when the images don't fit into memory.
    """
    try:
        fitted = np.empty((len(files), spec.height, spec.width, spec.channels), np.uint8)
    except MemoryError as error:
        raise UnusableDataset(f"{len(files):,} images don't fit into memory") from error

    def load(index: int) -> _Loaded | UnreadableFile:
        return _load_into(fitted[index], files[index], spec)

    with ThreadPoolExecutor(os.cpu_count(), "load") as pool:
        results = list(pool.map(load, range(len(files))))
    kept = [index for index, result in enumerate(results) if isinstance(result, _Loaded)]
    loaded = [result for result in results if isinstance(result, _Loaded)]
    return LabelledImages(
        fitted=fitted if len(kept) == len(files) else fitted[kept],
        files=tuple(files[index] for index in kept),
        sha256=tuple(each.sha256 for each in loaded),
        masks=tuple(each.mask for each in loaded),
        unreadable=tuple(result for result in results if isinstance(result, UnreadableFile)),
        part_sizes=tuple(each.part_size for each in loaded if each.part_size is not None),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Loaded:
    sha256: bytes
    mask: NDArray[np.uint8] | None
    part_size: float | None


def _load_into(
    place: NDArray[np.uint8], file: LabelledFile, spec: InputSpec
) -> _Loaded | UnreadableFile:
    try:
        content = file.path.read_bytes()
        image = decode_image(content)
        area = part_area(image, spec, bits_per_sample(image))
        place[:] = fit_area(image, area, spec, bits_per_sample(image))
        mask = None if file.mask is None else _read_mask(file.mask, image, area, spec)
    except OSError as error:
        return UnreadableFile(file, f"the file can't be read: {error.strerror or error}")
    except (UnreadableImage, PartNotFound) as error:
        return UnreadableFile(file, str(error))
    return _Loaded(hashlib.sha256(content).digest(), mask, _part_size(image, area, spec))


def _part_size(image: Image, area: Area | None, spec: InputSpec) -> float | None:
    if area is None or not isinstance(spec.part, FoundPart):
        return None
    height, width = image.shape[:2]
    return spec.part.share_of(area, (width, height))


def bits_per_sample(image: Image) -> int:
    """Of what came from a file, as the line's sources say it."""
    return 16 if image.dtype == np.uint16 else 8


def _read_mask(path: Path, image: Image, area: Area | None, spec: InputSpec) -> NDArray[np.uint8]:
    """What the model sees of it: `area` is in px of the image that it belongs to."""
    try:
        mask = read_image(path)
        if area is not None and mask.shape[:2] != image.shape[:2]:
            mask = cv2.resize(mask, image.shape[1::-1], interpolation=cv2.INTER_NEAREST)
        fitted = fit_area(mask, area, replace(spec, colour=Colour.GREY))
    except UnreadableImage as error:
        raise UnreadableImage(f"its mask {path.name}: {error}") from error
    # A pixel that the defect touches belongs to it.
    return np.where(fitted[:, :, 0] > 0, np.uint8(255), np.uint8(0))
