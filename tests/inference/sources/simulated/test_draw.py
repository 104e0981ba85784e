from __future__ import annotations

import threading

import cv2
import numpy as np
import pytest

from inference.sources.settings import DEFECT_TYPES, DefectType
from inference.sources.simulated import Defect, draw_part, order_defect
from inference.sources.simulated.order import USUAL_SIZES_PX

SEED = 11


def _middle_size(defect_type: DefectType) -> float:
    return sum(USUAL_SIZES_PX[defect_type]) / 2


def _difference(defect: Defect, number: int, size_px: int = 300) -> np.ndarray:
    """What the defect changed of part `number`, in grey levels."""
    good = draw_part(SEED, number, None, size_px).image.astype(int)
    bad = draw_part(SEED, number, defect, size_px).image.astype(int)
    return np.abs(bad - good)


def test_a_part_is_the_same_whatever_was_drawn_before_it() -> None:
    defect = Defect("blowhole", 9)
    first = draw_part(SEED, 5, defect)
    for number in (9, 2, 7):
        draw_part(SEED, number)
    draw_part(SEED, 5, defect, size_px=150)
    again = draw_part(SEED, 5, defect)
    assert np.array_equal(first.image, again.image)
    assert first.truth.mask is not None
    assert again.truth.mask is not None
    assert np.array_equal(first.truth.mask, again.truth.mask)


def test_two_threads_draw_what_one_draws() -> None:
    drawn: dict[int, np.ndarray] = {}

    def draw(numbers: range) -> None:
        drawn.update({number: draw_part(SEED, number).image for number in numbers})

    threads = [threading.Thread(target=draw, args=(range(at, 12, 2),)) for at in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(np.array_equal(drawn[n], draw_part(SEED, n).image) for n in range(12))


def test_numbers_and_seeds_give_different_parts() -> None:
    pictures = [draw_part(seed, number).image for seed in (1, 2) for number in (0, 1)]
    for at, one in enumerate(pictures):
        for other in pictures[at + 1 :]:
            assert np.abs(one.astype(int) - other.astype(int)).mean() > 5


def test_a_good_part_has_no_mask() -> None:
    truth = draw_part(SEED, 0).truth
    assert (truth.label, truth.defect_type, truth.mask) == ("ok", None, None)


@pytest.mark.parametrize("defect_type", DEFECT_TYPES)
def test_the_truth_names_the_defect(defect_type: DefectType) -> None:
    truth = draw_part(SEED, 3, Defect(defect_type, _middle_size(defect_type))).truth
    assert (truth.label, truth.defect_type) == ("def", defect_type)
    assert truth.mask is not None
    assert truth.mask.shape == (300, 300)
    assert truth.mask.dtype == np.bool_
    assert not truth.mask.flags.writeable


@pytest.mark.parametrize("size_px", [128, 300, 512])
@pytest.mark.parametrize("defect_type", DEFECT_TYPES)
def test_the_defect_changed_nothing_outside_its_mask(defect_type: DefectType, size_px: int) -> None:
    for number in range(12):
        defect = Defect(defect_type, _middle_size(defect_type))
        mask = draw_part(SEED, number, defect, size_px).truth.mask
        assert mask is not None
        near = cv2.dilate(mask.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
        assert _difference(defect, number, size_px)[~near].max() <= 7


@pytest.mark.parametrize("defect_type", DEFECT_TYPES)
def test_every_defect_is_well_visible(defect_type: DefectType) -> None:
    """The smallest usual one too: far above the noise, whose deviation is at most 4 levels."""
    for number in range(40):
        defect = Defect(defect_type, USUAL_SIZES_PX[defect_type][0])
        mask = draw_part(SEED, number, defect).truth.mask
        assert mask is not None
        changed = _difference(defect, number)[mask]
        assert len(changed) >= 4, number
        assert changed.max() >= 40, number
        assert np.mean(changed > 5) > 0.7, number


@pytest.mark.parametrize("defect_type", DEFECT_TYPES)
def test_the_mask_grows_with_the_defect(defect_type: DefectType) -> None:
    smallest, largest = USUAL_SIZES_PX[defect_type]

    def area(size: float) -> float:
        masks = [draw_part(SEED, n, Defect(defect_type, size)).truth.mask for n in range(15)]
        return float(np.mean([mask.sum() for mask in masks if mask is not None]))

    assert area(largest) > 1.25 * area(smallest)


@pytest.mark.parametrize("defect_type", ["blowhole", "shrinkage", "scratch"])
def test_the_mask_is_as_large_as_was_asked_for(defect_type: DefectType) -> None:
    extents = []
    for number in range(20):
        mask = draw_part(SEED, number, Defect(defect_type, 20)).truth.mask
        assert mask is not None
        points = np.argwhere(mask).astype(np.float32)
        extents.append(max(cv2.minAreaRect(points)[1]))
    assert 16 <= np.median(extents) <= 25


@pytest.mark.parametrize("size_px", [150, 300, 600])
def test_everything_scales_with_the_picture(size_px: int) -> None:
    areas = []
    for number in range(10):
        part = draw_part(SEED, number, Defect("blowhole", 14), size_px)
        assert part.image.shape == (size_px, size_px)
        assert part.truth.mask is not None
        areas.append(part.truth.mask.sum() * (300 / size_px) ** 2)
    assert 120 < np.median(areas) < 290


def test_grey_levels_do_not_clip() -> None:
    for number in range(60):
        image = draw_part(SEED, number).image
        assert np.mean(image >= 254) < 0.02
        assert np.mean(image <= 1) < 0.01


def test_it_has_the_tones_of_a_casting() -> None:
    """From the axis outwards: bore, bright hub, dark vanes, bright ring, bright disc."""
    for number in range(10):
        image = draw_part(SEED, number).image
        polar = cv2.warpPolar(image, (150, 360), (149.5, 149.5), 150, cv2.WARP_POLAR_LINEAR)
        by_radius = np.median(polar, axis=0)
        vanes, disc = by_radius[46:60].mean(), by_radius[88:105].mean()
        assert vanes < 50
        assert disc > 100
        assert by_radius[26:36].max() > 2 * vanes
        assert by_radius[66:78].max() > 2 * vanes


def test_images_are_read_only_grey() -> None:
    image = draw_part(SEED, 1).image
    assert image.dtype == np.uint8
    assert image.ndim == 2
    assert not image.flags.writeable
    assert image.flags.c_contiguous


def test_orders_are_repeatable_and_keep_the_share() -> None:
    orders = [order_defect(SEED, n, 0.3) for n in range(2000)]
    assert orders == [order_defect(SEED, n, 0.3) for n in range(2000)]
    defects = [order for order in orders if order]
    assert 0.26 < len(defects) / 2000 < 0.34
    assert {defect.type for defect in defects} == set(DEFECT_TYPES)
    assert order_defect(SEED, 0, 0.0) is None
    only = [order_defect(SEED, n, 1.0, ("scratch",)) for n in range(50)]
    assert {order.type for order in only if order} == {"scratch"}
    assert None not in only


def test_an_impossible_defect_is_refused() -> None:
    with pytest.raises(ValueError, match="no such defect"):
        Defect("dragon", 5)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="pixels large"):
        Defect("blowhole", 200)
