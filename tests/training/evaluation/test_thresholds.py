from __future__ import annotations

import numpy as np
import pytest

from training.evaluation.thresholds import choose_thresholds


def _choose(good: list[float], defective: list[float]) -> tuple[float, float]:
    probability = np.array(good + defective, np.float32)
    is_def = np.array([False] * len(good) + [True] * len(defective))
    thresholds = choose_thresholds(probability, is_def)
    return thresholds.unsure_from, thresholds.def_from


def test_def_begins_in_the_middle_of_a_clean_gap_and_unsure_below() -> None:
    unsure_from, def_from = _choose([0.01] * 50, [0.99] * 50)

    assert def_from == pytest.approx(0.5)
    assert 0.01 < unsure_from < 0.27, "at least a logit below"


def test_rather_an_overkill_than_an_escape() -> None:
    good = [0.05] * 60 + [0.7]
    defective = [0.95] * 60 + [0.3]

    unsure_from, def_from = _choose(good, defective)

    assert 0.05 < unsure_from < def_from < 0.3


def test_a_doubtful_defect_goes_to_a_person() -> None:
    good = [0.05] * 60 + [0.7] * 3
    defective = [0.95] * 60 + [0.3]

    unsure_from, def_from = _choose(good, defective)

    assert 0.05 < unsure_from < 0.3
    assert 0.7 < def_from < 0.95


def test_a_wide_gap_does_not_raise_the_threshold() -> None:
    # Its middle would be at 0.95: under other light it is defective parts that fall into it.
    _, def_from = _choose([0.3] * 50, [0.999] * 50)

    assert def_from == pytest.approx(0.5)


def test_good_parts_that_all_look_a_little_defective_are_spared() -> None:
    _, def_from = _choose([0.55, 0.6, 0.65] * 20, [0.75, 0.9, 0.99] * 20)

    assert 0.65 < def_from < 0.75


def test_one_odd_good_part_of_hundreds_does_not_raise_the_threshold() -> None:
    _, def_from = _choose([0.01] * 400 + [0.93], [0.99] * 400)

    assert def_from == pytest.approx(0.5)


def test_where_def_begins_does_not_hang_on_a_few_images_alone() -> None:
    good, defective = [0.001] * 60, [0.2] + [0.99] * 60

    _, def_from = _choose(good, defective)

    assert 0.05 < def_from < 0.3, "between the gap's middle and a half"


def test_few_bad_labels_do_not_send_everything_to_a_person() -> None:
    good = [0.05] * 99 + [0.999]
    defective = [0.95] * 99 + [0.001]

    unsure_from, def_from = _choose(good, defective)

    assert 0.05 <= unsure_from <= def_from <= 0.95
    assert (np.array(good) >= unsure_from).mean() <= 0.05
    assert (np.array(defective) < def_from).mean() <= 0.05


def test_a_narrow_gap_still_gets_a_band() -> None:
    good = list(np.linspace(0.01, 0.499, 100))
    defective = list(np.linspace(0.501, 0.99, 100))

    unsure_from, def_from = _choose(good, defective)

    assert unsure_from < 0.499 < def_from < 0.501


def test_what_cannot_be_told_apart_sends_few_to_a_person() -> None:
    random = np.random.default_rng(0)
    good = random.random(200)
    unsure_from, def_from = _choose(list(good), list(random.random(200)))

    assert ((good >= unsure_from) & (good < def_from)).mean() <= 0.05


@pytest.mark.parametrize(
    ("good", "defective"),
    [
        ([0.0] * 9, [1.0] * 9),
        ([1.0] * 9, [0.0] * 9),
        ([0.0] * 9, [0.0] * 9),
        ([1.0] * 9, [1.0] * 9),
        ([0.5], [0.5]),
        ([0.0, 1.0], [0.0, 1.0]),
        ([0.0] * 9, [1e-12] * 9),
    ],
)
def test_saturated_answers_never_give_degenerate_thresholds(
    good: list[float], defective: list[float]
) -> None:
    unsure_from, def_from = _choose(good, defective)

    assert 0.0 < unsure_from <= def_from < 1.0
