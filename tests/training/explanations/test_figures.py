from __future__ import annotations

import numpy as np
import pytest

from inference.manifest import MapScale
from training.explanations.figures import IOU_THRESHOLDS, SIDE_PX, fit_of, squared_mask
from training.explanations.heat import enlarged, heat_of

SQUARE = np.zeros((SIDE_PX, SIDE_PX), np.bool_)
SQUARE[64:96, 64:96] = True  # cells 8 to 11 of 28


def _map(*hot: tuple[int, int], cells: int = 28) -> np.ndarray:
    raw = np.zeros((cells, cells), np.float32)
    for cell in hot:
        raw[cell] = 1.0
    return raw


def test_a_map_that_is_the_mask_fits_it() -> None:
    raw = np.zeros((28, 28), np.float32)
    raw[8:12, 8:12] = 3.0

    fit = fit_of(raw, heat_of(raw, None), SQUARE)

    assert fit.share_in_mask > 0.75  # drawn smoothly, some of it spills over the edge
    assert fit.ious.max() > 0.85
    assert (fit.points, fit.points_tolerant, fit.is_dark) == (True, True, False)


@pytest.mark.parametrize(
    ("cell", "points", "tolerant"),
    [((8, 8), True, True), ((8, 12), False, True), ((8, 13), False, True), ((8, 14), False, False)],
)
def test_pointing_is_strict_or_within_15_px(
    cell: tuple[int, int], points: bool, tolerant: bool
) -> None:
    # The centres lie 4, 12 and 20 px behind the mask's last column, which is number 95.
    raw = _map(cell)

    fit = fit_of(raw, heat_of(raw, None), SQUARE)

    assert (fit.points, fit.points_tolerant) == (points, tolerant)


def test_the_share_of_two_equal_spots_one_inside_is_a_half() -> None:
    raw = _map((9, 9), (20, 20))

    assert fit_of(raw, heat_of(raw, None), SQUARE).share_in_mask == pytest.approx(0.5, abs=0.05)


def test_a_dark_map_has_no_share_but_still_a_hottest_cell() -> None:
    raw = _map((9, 9)) - 5.0
    scale = MapScale(method="evidence", floor=0.0, ceiling=4.0)

    fit = fit_of(raw, heat_of(raw, scale), SQUARE)

    assert (fit.share_in_mask, fit.is_dark, fit.points) == (0.0, True, True)
    assert fit.ious.max() == 0.0
    assert len(fit.ious) == len(IOU_THRESHOLDS)


def test_heat_is_absolute_on_a_fixed_scale_and_relative_without_one() -> None:
    raw = np.array([[-1.0, 0.5], [1.0, 9.0]], np.float32)
    scale = MapScale(method="evidence", floor=0.0, ceiling=2.0)

    assert heat_of(raw, scale).tolist() == [[0.0, 0.25], [0.5, 1.0]]
    assert heat_of(raw, None).max() == 1.0
    assert heat_of(-raw - 10, None).max() == 0.0
    assert enlarged(heat_of(raw, None), 64).min() >= 0.0


def test_a_hair_that_covers_no_pixel_by_half_keeps_those_it_touches() -> None:
    mask = np.zeros((2000, 2000), np.uint8)
    mask[:, 1000] = 255

    squared = squared_mask(mask)

    assert squared.any()
    assert squared.sum(axis=1).max() == 1


def test_a_mask_is_as_large_as_its_defect() -> None:
    mask = np.zeros((100, 300), np.uint8)
    mask[25:75, 75:225] = 1

    assert squared_mask(mask).mean() == pytest.approx(0.25, abs=0.01)
