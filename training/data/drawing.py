"""Some of many images."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from training.data.split import Indices


def drawn_evenly(
    indices: Indices,
    is_def: NDArray[np.bool_],
    types: NDArray[np.intp],
    *,
    most: int,
    seed: int,
    first: Collection[int] = (),
) -> Indices:
    """At most `most` of `indices`, sorted: as many good as defective ones, as far as there are.

    Of the defective ones as many of each type, as far as there are: a rare one doesn't vanish.
    `is_def` and `types` are of all images. Those of `first` go before others of their type. The
    same seed draws the same ones.
    """
    if len(indices) <= most:
        return indices
    random = np.random.default_rng(seed)
    good, bad = (
        _in_turns(_leading(random.permutation(indices[is_def[indices] == kind]), first), types)
        for kind in (False, True)
    )
    defects = min(len(bad), max(most // 2, most - len(good)))
    return np.sort(np.concatenate([bad[:defects], good[: most - defects]]))


def _leading(indices: Indices, first: Collection[int]) -> Indices:
    return indices[np.argsort(~np.isin(indices, list(first)), kind="stable")]


def _in_turns(indices: Indices, types: NDArray[np.intp]) -> Indices:
    """One of each type, then another of each, and so on while there are any."""
    turns = np.empty(len(indices), np.intp)
    for each in np.unique(types[indices]):
        of_type = types[indices] == each
        turns[of_type] = np.arange(np.count_nonzero(of_type))
    return indices[np.argsort(turns, kind="stable")]
