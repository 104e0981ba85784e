"""Which images are learnt from, and which are kept back to check on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.dataset import UnusableDataset

Indices = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """Indices into the images, sorted; no image is in both."""

    training: Indices
    validation: Indices


def split_by_groups(
    groups: NDArray[np.intp], is_def: NDArray[np.bool_], *, seed: int, validation_share: float
) -> Split:
    """Seeded and stratified: about `validation_share` of the good and of the defective parts.

    Images of one group (`look_alikes.group_look_alikes`) stay on one side: a validation image
    whose twin was learnt from proves nothing. Groups are drawn at random, and one is taken for
    validation where it brings both shares closer. Raises `UnusableDataset` where one side would
    lack good or defective parts.
    """
    counts = _counts(groups, is_def)
    chosen = _choose(counts, np.random.default_rng(seed), validation_share)
    in_validation = chosen[groups]
    split = Split(np.flatnonzero(~in_validation), np.flatnonzero(in_validation))
    _check(split, is_def)
    return split


def _counts(groups: NDArray[np.intp], is_def: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Groups x 2: the good and the defective images of each."""
    size = int(groups.max()) + 1
    good, defective = (
        np.bincount(groups[~is_def], minlength=size),
        np.bincount(groups[is_def], minlength=size),
    )
    return np.stack([good, defective], axis=1).astype(np.float64)


def _choose(
    counts: NDArray[np.float64], random: np.random.Generator, share: float
) -> NDArray[np.bool_]:
    total = counts.sum(axis=0)
    wanted = np.maximum(np.round(total * share), 1)
    taken = np.zeros(2)
    chosen = np.zeros(len(counts), np.bool_)
    for group in random.permutation(len(counts)):
        after = taken + counts[group]
        if np.all(after < total) and _distance(after, wanted) < _distance(taken, wanted):
            chosen[group], taken = True, after
    return chosen


def _distance(taken: NDArray[np.float64], wanted: NDArray[np.float64]) -> float:
    """How far the two counts are from the wanted ones, each as a share."""
    return float((((taken - wanted) / wanted) ** 2).sum())


def _check(split: Split, is_def: NDArray[np.bool_]) -> None:
    for part in (split.training, split.validation):
        if is_def[part].all() or not is_def[part].any():
            raise UnusableDataset(
                "the images can't be split: so many look alike (turned, mirrored or identical) "
                "that one side would have no good or no defective parts. Add images of other parts"
            )
