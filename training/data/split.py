"""Which images are learnt from, and which are kept back to check on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.data.dataset import UnusableDataset

Indices = NDArray[np.intp]

FREE, TRAINING, VALIDATION = -1, 0, 1
"""Where an image lies already."""
_LARGEST_PART = 0.05
"""Of the validation set: the most that one group fills, while there are smaller ones."""


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """Indices into the images, sorted; no image is in both."""

    training: Indices
    validation: Indices


def split_by_groups(
    groups: NDArray[np.intp],
    is_def: NDArray[np.bool_],
    *,
    seed: int,
    validation_share: float,
    kinds: NDArray[np.intp] | None = None,
    placed: NDArray[np.intp] | None = None,
) -> Split:
    """Seeded and stratified: about `validation_share` of each kind of part.

    `kinds` (N) numbers the kinds; without it they are the good and the defective parts. Images of
    one group (`look_alikes.group_look_alikes`) stay on one side: a validation image whose twin was
    learnt from proves nothing. Groups are drawn at random, small ones before large ones, and one is
    taken for validation where it brings the shares closer; the last images of a kind are never
    taken.

    `placed` (N) says where an earlier split has put an image: there it stays, and what is new in
    its group joins it; among the images that are learnt from where the group has some of both.

    Raises `UnusableDataset` where one side would lack good or defective parts.
    """
    placed = np.full(len(groups), FREE) if placed is None else placed
    sides = np.where(placed == FREE, _sides(groups, placed)[groups], placed)
    counts = _counts(groups, is_def.astype(np.intp) if kinds is None else kinds)
    drawn = _choose(counts, groups, sides, np.random.default_rng(seed), validation_share)
    in_validation = (sides == VALIDATION) | ((sides == FREE) & drawn[groups])
    split = Split(np.flatnonzero(~in_validation), np.flatnonzero(in_validation))
    _check(split, is_def)
    return split


def _sides(groups: NDArray[np.intp], placed: NDArray[np.intp]) -> NDArray[np.intp]:
    """Where each group lies already."""
    sides = np.full(int(groups.max()) + 1, FREE)
    sides[groups[placed == VALIDATION]] = VALIDATION
    sides[groups[placed == TRAINING]] = TRAINING
    return sides


def _counts(groups: NDArray[np.intp], kinds: NDArray[np.intp]) -> NDArray[np.float64]:
    """Images x kinds: 1 where an image is of that kind."""
    counts = np.zeros((len(groups), int(kinds.max()) + 1))
    counts[np.arange(len(groups)), kinds] = 1
    return counts


def _choose(
    counts: NDArray[np.float64],
    groups: NDArray[np.intp],
    sides: NDArray[np.intp],
    random: np.random.Generator,
    share: float,
) -> NDArray[np.bool_]:
    """Which of the groups that lie nowhere yet are taken for validation."""
    total = counts.sum(axis=0)
    wanted = np.maximum(np.round(total * share), 1)
    taken = counts[sides == VALIDATION].sum(axis=0)
    brought = np.zeros((int(groups.max()) + 1, counts.shape[1]))
    np.add.at(brought, groups[sides == FREE], counts[sides == FREE])
    chosen = np.zeros(len(brought), np.bool_)
    for group in _drawing_order(brought.sum(axis=1), wanted.sum(), random):
        after = taken + brought[group]
        spares_some = np.all((after < total) | (brought[group] == 0))
        if spares_some and _distance(after, wanted) < _distance(taken, wanted):
            chosen[group], taken = True, after
    return chosen


def _drawing_order(
    sizes: NDArray[np.float64], wanted: float, random: np.random.Generator
) -> Indices:
    """At random, but groups that would fill much of the validation set come last.

    Three hundred pictures of one part say of one part whether it is judged rightly: thresholds and
    the probability's calibration need many different parts.
    """
    order = random.permutation(len(sizes))
    fills_much = sizes[order] > wanted * _LARGEST_PART
    return np.asarray(np.concatenate([order[~fills_much], order[fills_much]]), np.intp)


def _distance(taken: NDArray[np.float64], wanted: NDArray[np.float64]) -> float:
    """How far the counts are from the wanted ones, each as a share."""
    return float((((taken - wanted) / wanted) ** 2).sum())


def _check(split: Split, is_def: NDArray[np.bool_]) -> None:
    kinds = np.unique(is_def)
    for part in (split.training, split.validation):
        if len(np.unique(is_def[part])) < len(kinds):
            what = "no good or no defective parts" if len(kinds) > 1 else "no images"
            raise UnusableDataset(
                "the images can't be split: so many look alike (turned, mirrored or identical) "
                f"that one side would have {what}. Add images of other parts"
            )
