"""What keeping one mask and opening the next image takes, for another thread. Knows no Qt."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inference.decode import read_image
from inference.overlay import shrunk
from training.data.dataset import Dataset, LabelledFile, find_dataset
from training.data.loading import bits_per_sample
from training.data.masks import read_mask, write_mask

_WRITING = threading.Lock()
"""An older keep may still be at work when the folder is left."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """The dataset with the masks that it has now; an image and its mask, if one was wanted."""

    dataset: Dataset
    pixels: NDArray[np.uint8] | None = None
    """H x W grey or H x W x 3 RGB."""
    mask: NDArray[np.uint8] | None = None
    """H x W, 255 on the defect."""


@dataclass(frozen=True, slots=True, eq=False)
class Keep:
    """A mask that is to be written, or nothing to write."""

    folder: Path | None = None
    """The dataset's."""
    file: LabelledFile | None = None
    mask: NDArray[np.uint8] | None = None

    def __call__(self) -> bool:
        """Whether anything was written. Raises `OSError`, in words."""
        if self.folder is None or self.file is None or self.mask is None:
            return False
        try:
            with _WRITING:
                write_mask(self.folder, self.file, self.mask)
        except OSError as error:
            name, why = self.file.path.name, error.strerror or error
            raise OSError(f"the mask of {name} could not be kept: {why}") from error
        return True

    def at_the_end(self) -> None:
        """The window goes: on a thread that the program waits for, and nobody is left to tell."""
        if self.mask is not None:
            threading.Thread(target=self._or_log, name="keep mask").start()

    def _or_log(self) -> None:
        try:
            self()
        except OSError as error:
            _log.warning("%s", error)


def keep_and_open(keep: Keep, dataset: Dataset, file: LabelledFile | None) -> Opened:
    """Raises `OSError` or `UnreadableImage`."""
    if keep():
        dataset = _with_masks_of_now(dataset)
    if file is None:
        return Opened(dataset)
    image = read_image(file.path)
    pixels = np.ascontiguousarray(shrunk(image, max(image.shape), bits_per_sample(image)))
    now = next(each for each in dataset.files if each.path == file.path)
    return Opened(dataset, pixels, read_mask(now, (pixels.shape[0], pixels.shape[1])))


def _with_masks_of_now(dataset: Dataset) -> Dataset:
    """The same images, though the folder may have others by now."""
    masks = {file.path: file.mask for file in find_dataset(dataset.folder, dataset.good).files}
    files = (replace(file, mask=masks.get(file.path)) for file in dataset.files)
    return replace(dataset, files=tuple(files))
