"""Some of many images."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from training.data.split import Indices


def drawn_evenly(
    indices: Indices,
    is_def: NDArray[np.bool_],
    *,
    most: int,
    seed: int,
    first: Collection[int] = (),
) -> Indices:
    """At most `most` of `indices`, sorted: as many good as defective ones, as far as there are.

    `is_def` is of all images. Those of `first` go before others. The same seed draws the same ones.
    """
    if len(indices) <= most:
        return indices
    random = np.random.default_rng(seed)
    good, bad = (
        _leading(random.permutation(indices[is_def[indices] == kind]), first)
        for kind in (False, True)
    )
    defects = min(len(bad), max(most // 2, most - len(good)))
    return np.sort(np.concatenate([bad[:defects], good[: most - defects]]))


def _leading(indices: Indices, first: Collection[int]) -> Indices:
    return indices[np.argsort(~np.isin(indices, list(first)), kind="stable")]
