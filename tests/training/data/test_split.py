from __future__ import annotations

import numpy as np
import pytest

from training.data.dataset import UnusableDataset
from training.data.split import FREE, TRAINING, VALIDATION, split_by_groups


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


def test_each_type_is_split_alike() -> None:
    kinds = np.repeat([0, 1, 2, 3], [200, 60, 40, 20])

    split = split_by_groups(np.arange(320), kinds > 0, seed=3, validation_share=0.25, kinds=kinds)

    assert np.bincount(kinds[split.validation]).tolist() == [50, 15, 10, 5]


def test_the_only_image_of_a_type_is_learnt_from() -> None:
    kinds = np.repeat([0, 1, 2], [20, 20, 1])

    for seed in range(20):
        split = split_by_groups(
            np.arange(41), kinds > 0, seed=seed, validation_share=0.5, kinds=kinds
        )
        assert 40 in split.training


def test_what_lies_somewhere_stays_there_and_new_look_alikes_join_it() -> None:
    groups = np.array([*range(40), 3, 30, 31, *range(40, 60)])
    is_def = np.arange(63) % 2 == 1
    placed = np.full(63, FREE)
    placed[:40] = TRAINING
    placed[[30, 5]] = VALIDATION
    groups[5] = groups[31] = 31  # once apart, now seen to be alike: on both sides

    split = split_by_groups(groups, is_def, seed=0, validation_share=0.2, placed=placed)

    assert {30, 5} <= set(split.validation)
    assert set(range(40)) - {30, 5} <= set(split.training)
    assert 41 in split.validation, "it looks like 30"
    assert 40 in split.training, "it looks like 3"
    assert 42 in split.training, "its group has images that are learnt from"
    assert len(split.validation) == pytest.approx(0.2 * 63, abs=1.1), "new parts fill it up"


def test_defects_alone_can_be_split() -> None:
    kinds = np.repeat([0, 1], [30, 10])

    split = split_by_groups(
        np.arange(40), np.ones(40, np.bool_), seed=0, validation_share=0.2, kinds=kinds
    )

    assert np.bincount(kinds[split.validation]).tolist() == [6, 2]
    with pytest.raises(UnusableDataset, match="one side would have no images"):
        split_by_groups(np.zeros(10, np.intp), np.ones(10, np.bool_), seed=0, validation_share=0.2)


def test_many_parts_are_checked_on_rather_than_many_pictures_of_one() -> None:
    """Ten parts with a hundred pictures each, and three hundred with two."""
    large, small = np.repeat(np.arange(10), 100), np.repeat(np.arange(10, 310), 2)
    groups = np.concatenate([large, small])
    is_def = groups % 2 == 1

    for seed in range(5):
        split = split_by_groups(groups, is_def, seed=seed, validation_share=0.15)
        assert len(split.validation) == pytest.approx(240, abs=10)
        assert (groups[split.validation] >= 10).all()
