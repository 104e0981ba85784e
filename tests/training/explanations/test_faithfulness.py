from __future__ import annotations

import numpy as np
import pytest

from training.explanations.faithfulness import deletion_and_insertion, rank_correlation

SIDE = 64


def _bright_spot() -> np.ndarray:
    image = np.zeros((1, SIDE, SIDE, 1), np.float32)
    image[0, 20:24, 20:24] = 1.0
    return image


def _judge(batch: np.ndarray) -> np.ndarray:
    """A defect is one bright pixel."""
    return (batch.max(axis=(1, 2, 3)) > 0.5).astype(np.float32)


def test_a_true_map_deletes_and_inserts_at_once_and_a_false_one_never() -> None:
    true = np.zeros((16, 16), np.float32)
    true[5, 5] = 1.0
    false = np.zeros((16, 16), np.float32)
    false[14, 14] = 1.0

    deletion, insertion = deletion_and_insertion(_judge, _bright_spot(), true)
    deletion_false, insertion_false = deletion_and_insertion(_judge, _bright_spot(), false)

    assert deletion < 0.1
    assert insertion > 0.9
    assert deletion_false > 0.5
    assert insertion_false < 0.5


def test_ranks_are_compared_whatever_the_scale() -> None:
    random = np.random.default_rng(1)
    one, other = random.normal(size=(2, 30, 30)).astype(np.float32)

    assert rank_correlation(one, np.exp(one)) == pytest.approx(1.0)
    assert rank_correlation(one, -one) == pytest.approx(-1.0)
    assert abs(rank_correlation(one, other)) < 0.1
    assert rank_correlation(one, np.zeros_like(one)) == 0.0
