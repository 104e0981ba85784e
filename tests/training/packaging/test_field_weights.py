from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from training.explanations.figures import SIDE_PX, Mask
from training.packaging.field_weights import CANDIDATES, best_weights

pytestmark = pytest.mark.keeps_threads
_PARTS = 4


def _masks() -> list[Mask]:
    """Of defects as large as three places of the fine field."""
    masks = np.zeros((_PARTS, SIDE_PX, SIDE_PX), np.bool_)
    for number, mask in enumerate(masks):
        mask[32:56, 40 * number + 24 : 40 * number + 48] = True
    return list(masks)


def _seeing(masks: list[Mask], size: int) -> NDArray[np.float32]:
    """A field that says so of each place that the defect touches."""
    cell = SIDE_PX // size
    on = np.array(masks).reshape(len(masks), size, cell, size, cell).any(axis=(2, 4))
    return np.where(on, 4.0, -4.0).astype(np.float32)[..., None]


def _elsewhere(size: int) -> NDArray[np.float32]:
    """A field that sees a defect in the opposite corner of each part."""
    evidence = np.full((_PARTS, size, size, 1), -4.0, np.float32)
    evidence[:, -4:, -4:] = 5.0
    return evidence


def _ratio(evidence: list[NDArray[np.float32]]) -> float:
    fine, wide = best_weights(evidence, np.full((_PARTS, 1), 3.0, np.float32), _masks())
    assert (fine, wide) in CANDIDATES
    return wide / fine


def test_a_fine_field_that_looks_elsewhere_is_outvoted() -> None:
    assert _ratio([_elsewhere(28), _seeing(_masks(), 14)]) == 3.0


def test_a_fine_field_that_sees_the_defect_draws_its_outline() -> None:
    assert _ratio([_seeing(_masks(), 28), _elsewhere(14)]) == 1.0


def test_where_all_are_alike_nothing_is_changed() -> None:
    even = [np.full((_PARTS, size, size, 1), 1.0, np.float32) for size in (28, 14)]
    assert best_weights(even, np.full((_PARTS, 1), 3.0, np.float32), _masks()) == (1.0, 1.0)
