from __future__ import annotations

import numpy as np
import pytest

from training.dataset import UnusableDataset
from training.split import split_by_groups


def _labelled(good: int, defective: int) -> np.ndarray:
    return np.array([False] * good + [True] * defective)


def test_every_image_is_on_one_side_and_both_kinds_are_in_proportion() -> None:
    is_def = _labelled(300, 100)

    split = split_by_groups(np.arange(400), is_def, seed=1, validation_share=0.2)

    assert sorted([*split.training, *split.validation]) == list(range(400))
    assert is_def[split.validation].sum() == 20
    assert (~is_def[split.validation]).sum() == 60


def test_look_alikes_never_lie_on_both_sides() -> None:
    random = np.random.default_rng(0)
    groups = random.integers(0, 60, 500)
    groups[:150] = 60
    is_def = random.random(500) < 0.4

    split = split_by_groups(groups, is_def, seed=2, validation_share=0.2)

    assert not set(groups[split.training]) & set(groups[split.validation])
    assert 0.15 < len(split.validation) / 500 < 0.25
    assert 0.15 < is_def[split.validation].sum() / is_def.sum() < 0.25


def test_the_seed_decides() -> None:
    is_def = _labelled(50, 50)

    def validation(seed: int) -> list[int]:
        split = split_by_groups(np.arange(100), is_def, seed=seed, validation_share=0.2)
        return split.validation.tolist()

    assert validation(1) == validation(1)
    assert validation(1) != validation(2)


def test_two_images_of_each_are_enough() -> None:
    split = split_by_groups(np.arange(4), _labelled(2, 2), seed=0, validation_share=0.15)

    assert len(split.training) == len(split.validation) == 2


def test_all_images_of_one_part_cannot_be_split() -> None:
    with pytest.raises(UnusableDataset, match="Add images of other parts"):
        split_by_groups(np.zeros(10, np.intp), _labelled(5, 5), seed=0, validation_share=0.2)
