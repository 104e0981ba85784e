from __future__ import annotations

import numpy as np
import pytest

from inference.part.area import Area, cut_out, laid_over_frame


def ramp(height: int, width: int) -> np.ndarray:
    return np.arange(height * width, dtype=np.uint16).reshape(height, width)


def test_inside_the_frame_it_is_the_frames_own_pixels() -> None:
    image = ramp(20, 30)
    cut = cut_out(image, Area(4, 3, 10, 6))
    assert np.array_equal(cut, image[3:9, 4:14])
    assert np.shares_memory(cut, image)


@pytest.mark.parametrize("channels", [None, 3])
def test_beyond_the_edges_the_outermost_pixels_go_on(channels: int | None) -> None:
    image = ramp(20, 30) if channels is None else np.dstack([ramp(20, 30)] * channels)
    cut = cut_out(image, Area(-2, 15, 6, 10))
    assert cut.shape[:2] == (10, 6)
    assert np.array_equal(cut[0, :3], np.stack([image[15, 0]] * 3))
    assert np.array_equal(cut[-1], cut[4])
    assert np.array_equal(cut[4, 2:], image[19, :4])


def test_a_hot_cell_comes_back_where_it_is_in_the_frame() -> None:
    heat = np.zeros((8, 8), np.float32)
    heat[6, 1] = 1.0
    area = Area(40, 20, 32, 32)  # a cell is 4 px: the hot one is at x 44..48, y 44..48
    over = laid_over_frame(heat, area, (100, 120), (25, 30))
    assert over.shape == (25, 30)
    assert divmod(int(over.argmax()), 30) == (11, 11)
    assert over.max() == pytest.approx(1.0)
    assert np.count_nonzero(over) == 1


def test_outside_the_part_nothing_is_hot() -> None:
    over = laid_over_frame(np.ones((4, 4), np.float32), Area(50, 0, 50, 100), (100, 100), (10, 10))
    assert np.all(over[:, :5] == 0.0)
    assert np.all(over[:, 5:] == 1.0)


def test_an_area_over_the_edge_is_laid_as_far_as_the_frame_goes() -> None:
    heat = np.zeros((4, 4), np.float32)
    heat[:, 2] = 1.0
    over = laid_over_frame(heat, Area(-50, 0, 100, 100), (100, 100), (20, 20))
    assert np.all(over[:, 12:] == 0.0)
    assert over[10].argmax() in (2, 3)  # of -50..50 the third quarter: 0..25 px


def test_an_area_of_the_whole_frame_changes_nothing() -> None:
    heat = np.random.default_rng(1).random((7, 9), np.float32)
    over = laid_over_frame(heat, Area(0, 0, 90, 70), (70, 90), (7, 9))
    assert np.allclose(over, heat, atol=1e-6)
