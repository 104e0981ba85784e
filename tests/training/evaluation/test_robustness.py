from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from inference.manifest import SeenSection
from inference.package import ModelPackage
from inference.verdict import Thresholds
from tests.inference.tiny_package import write_tiny_package
from training.augmentation.disturbances import DISTURBANCES, disturbed
from training.evaluation.classifiers import Classifiers
from training.evaluation.robustness import Robustness, check_robustness, chosen_for_robustness

BAND = Thresholds(0.4, 0.5)
"""Of the tiny model, which calls a picture def when its mean is above a half."""


def _fitted(*levels: int) -> np.ndarray:
    """Checkered, so that no picture is too even."""
    pixels = np.zeros((len(levels), 32, 32, 1), np.uint8)
    for image, level in zip(pixels, levels, strict=True):
        image[::2], image[1::2] = level + 10, level - 10
    return pixels


@pytest.fixture
def package(tmp_path: Path) -> ModelPackage:
    seen = SeenSection(brightness_from=80, brightness_to=220, contrast_from=2)
    return write_tiny_package(tmp_path / "tiny", seen=seen)


def test_other_light_moves_a_model_that_looks_at_light_alone(package: ModelPackage) -> None:
    is_def = np.array([False, True])

    found = check_robustness(Classifiers(package), _fitted(110, 180), is_def, BAND, of=9)

    light = {point.level: point for point in found.by_disturbance()["light"]}
    assert (light[0].accuracy, light[0].escapes, light[0].overkills) == (1.0, 0, 0)
    assert (light[30].overkills, light[-30].escapes) == (1, 1)
    # 110 less 30 % is 77: the station would refuse it, and that is not right.
    assert (light[-30].faults, light[-30].accuracy) == (1, 0.0)
    turned = found.by_disturbance()["rotation"]
    assert [point.accuracy for point in turned] == [1.0] * len(turned)
    assert (found.images, found.of) == (2, 9)
    assert Robustness.from_dict(found.as_dict()) == found


def test_progress_is_told_and_can_end_it(package: ModelPackage) -> None:
    told: list[tuple[int, int]] = []

    def say(done: int, of: int) -> None:
        told.append((done, of))
        if done > 4:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        check_robustness(
            Classifiers(package), _fitted(110, 180), np.array([False, True]), BAND, of=2, say=say
        )
    levels = sum(len(each.levels) for each in DISTURBANCES)
    assert told == [(0, 2 * levels), (2, 2 * levels), (4, 2 * levels), (6, 2 * levels)]


@pytest.mark.parametrize(
    ("good", "defective", "taken"), [(500, 500, (60, 60)), (500, 7, (113, 7)), (3, 4, (3, 4))]
)
def test_both_kinds_are_chosen_as_evenly_as_they_come(
    good: int, defective: int, taken: tuple[int, int]
) -> None:
    is_def = np.arange(good + defective) >= good

    chosen = chosen_for_robustness(is_def, 120)

    assert len(set(chosen)) == len(chosen)
    assert ((~is_def[chosen]).sum(), is_def[chosen].sum()) == taken
    assert (chosen[0], chosen[-1]) == (0, good + defective - 1)


@pytest.mark.parametrize("disturbance", DISTURBANCES, ids=lambda each: each.name)
def test_level_0_changes_nothing_and_each_other_more(disturbance: object) -> None:
    random = np.random.default_rng(1)
    pixels = random.integers(60, 180, (48, 40, 3), dtype=np.uint8)
    apart = {
        level: np.abs(disturbed(disturbance, pixels, level, 1).astype(int) - pixels).mean()
        for level in disturbance.levels
    }

    assert apart.pop(0.0) == 0
    assert min(apart.values()) > 0
    assert disturbed(disturbance, pixels, disturbance.levels[-1], 1).shape == pixels.shape


def test_light_noise_and_shift_are_of_the_amount_that_they_say() -> None:
    by_name = {each.name: each for each in DISTURBANCES}
    even = np.full((200, 200, 1), 100, np.uint8)

    assert np.all(disturbed(by_name["light"], even, -30.0, 0) == 70)
    noisy = disturbed(by_name["noise"], even, 8.0, 0)
    assert noisy.std() == pytest.approx(8.0, rel=0.05)
    spot = np.zeros((200, 200, 1), np.uint8)
    spot[100, 100] = 255
    row, column, _ = np.unravel_index(
        disturbed(by_name["shift"], spot, 5.0, 0).argmax(), (200, 200, 1)
    )
    assert (row, column) == (100, 110)
