"""Batches of augmented images, made on other threads while the network learns."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Generator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.augmentation.augment import Augmenter
from training.data.loading import LabelledImages
from training.data.split import Indices

Given = NDArray[np.uint8] | tuple[NDArray[np.float16], ...]
"""What a network is given of n images: their levels, n x H x W x C, or what a trunk saw of them."""


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """What one step learns from."""

    images: Given
    """Augmented, where they are levels."""
    indices: Indices
    """Which images they are."""
    masks: NDArray[np.uint8]
    """n x H x W, 255 on the defect, moved as the image is. All 0 where none is known."""


_AHEAD = 4
"""Batches in the making: enough to ride out a slow one, little enough to cost no memory."""


def training_batches(
    images: LabelledImages,
    indices: Indices,
    augmenter: Augmenter,
    *,
    epoch: int,
    size: int,
    seed: int,
) -> Generator[Batch, None, None]:
    """All of `indices` once, in this epoch's order.

    The same seed and epoch give the same batches, whatever the number of threads.
    """
    order = epoch_order(indices, epoch, seed)

    def make(chosen: Indices) -> Batch:
        return Batch(
            np.stack([augmenter(images.fitted[index], epoch, int(index)) for index in chosen]),
            chosen,
            moved_masks(images, chosen, augmenter, epoch),
        )

    making: deque[Future[Batch]] = deque()
    with ThreadPoolExecutor(os.cpu_count(), "augment") as pool:
        try:
            for start in range(0, len(order), size):
                making.append(pool.submit(make, order[start : start + size]))
                if len(making) > _AHEAD:
                    yield making.popleft().result()
            while making:
                yield making.popleft().result()
        finally:
            for future in making:
                future.cancel()


def epoch_order(indices: Indices, epoch: int, seed: int) -> Indices:
    """All of them once, in an order of this epoch's own."""
    return np.random.default_rng((seed, epoch)).permutation(indices)


def moved_masks(
    images: LabelledImages, chosen: Indices, augmenter: Augmenter, epoch: int
) -> NDArray[np.uint8]:
    """N x H x W, as `Batch` holds them."""
    moved = np.zeros((len(chosen), *images.fitted.shape[1:3]), np.uint8)
    for place, index in zip(moved, chosen, strict=True):
        mask = images.masks[index]
        if mask is not None:
            place[:] = augmenter.moved_mask(mask, epoch, int(index))
    return moved
