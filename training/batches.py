"""Batches of augmented images, made on other threads while the network learns."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from training.augment import Augmenter
from training.split import Indices

Batch = tuple[NDArray[np.uint8], Indices]
_AHEAD = 4
"""Batches in the making: enough to ride out a slow one, little enough to cost no memory."""


def training_batches(
    fitted: NDArray[np.uint8],
    indices: Indices,
    augmenter: Augmenter,
    *,
    epoch: int,
    size: int,
    seed: int,
) -> Iterator[Batch]:
    """All of `indices` once, in this epoch's order: n x H x W x C uint8, and which they are.

    The same seed and epoch give the same batches, whatever the number of threads.
    """
    order = np.random.default_rng((seed, epoch)).permutation(indices)

    def make(chosen: Indices) -> Batch:
        images = [augmenter(fitted[index], epoch, int(index)) for index in chosen]
        return np.stack(images), chosen

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
