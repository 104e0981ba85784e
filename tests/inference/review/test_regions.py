from __future__ import annotations

import numpy as np

from inference.review.regions import hot_regions


def test_places_are_told_in_pixels_of_the_image_the_hottest_first() -> None:
    heat = np.zeros((10, 20), np.uint8)
    heat[1:3, 2:5] = 200
    heat[8, 19] = 255
    hottest, larger = hot_regions(heat, (400, 100))
    assert (hottest.x, hottest.y, hottest.width, hottest.height) == (380, 80, 20, 10)
    assert (hottest.area_px, hottest.peak) == (200, 1.0)
    assert (larger.x, larger.y, larger.width, larger.height) == (40, 10, 60, 20)
    assert (larger.area_px, larger.peak) == (1200, 0.7843)


def test_cells_that_touch_at_a_corner_are_one_place_and_its_area_is_their_own() -> None:
    heat = np.eye(4, dtype=np.float32)
    (region,) = hot_regions(heat, (4, 4))
    assert (region.width, region.height, region.area_px) == (4, 4, 4)


def test_the_level_is_part_of_what_is_hot() -> None:
    heat = np.array([[0.2, 0.6]], np.float32)
    assert len(hot_regions(heat, (2, 1), 0.6)) == 1
    assert hot_regions(heat, (2, 1), 0.61) == ()
    assert hot_regions(heat, (2, 1), 0.1)[0].width == 2
    assert hot_regions(np.zeros((3, 3), np.uint8), (9, 9)) == ()
