"""What the focus and light aid says, on pictures whose truth is known."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from inference.frame import Image
from inference.trial.focus import BestSoFar, sharpness
from inference.trial.light import light_of, over_and_under
from inference.trial.look import look_at


def scene(size: int = 200) -> Image:
    rng = np.random.default_rng(3)
    picture = np.full((size, size), 120, np.uint8)
    for x, y, radius, grey in rng.integers((10, 10, 4, 40), (190, 190, 25, 120), (12, 4)):
        cv2.circle(picture, (int(x), int(y)), int(radius), int(grey), -1)
    return picture


def test_the_further_from_focus_the_smaller_the_figure() -> None:
    blurred = [cv2.GaussianBlur(scene(), (0, 0), sigma) for sigma in (0.5, 1.5, 3, 6)]
    figures = [sharpness(np.asarray(picture, np.uint8)) for picture in blurred]
    assert figures == sorted(figures, reverse=True)
    assert figures[0] > 4 * figures[-1]


def test_light_gain_and_bit_depth_do_not_change_the_figure() -> None:
    bright = scene()
    half = np.asarray(bright // 2, np.uint8)
    assert sharpness(half) == pytest.approx(sharpness(bright), rel=0.03)
    deep = np.asarray(bright * np.uint16(16), np.uint16)
    assert sharpness(deep) == pytest.approx(sharpness(bright))
    colour = np.asarray(np.dstack([bright] * 3), np.uint8)
    assert sharpness(colour) == pytest.approx(sharpness(bright), rel=0.01)


@pytest.mark.parametrize("grey", [0, 90])
def test_an_even_picture_has_no_sharpness(grey: int) -> None:
    assert sharpness(np.full((40, 60), grey, np.uint8)) == pytest.approx(0.0, abs=1e-9)


def test_the_best_stays_until_it_is_forgotten() -> None:
    best = BestSoFar()
    for figure in (2.0, 8.0, 4.0):
        best.see(figure)
    assert (best.now, best.best, best.share) == (4.0, 8.0, 0.5)
    best.forget()
    best.see(1.0)
    assert best.share == 1.0


@pytest.mark.parametrize(("bits", "kind"), [(8, np.uint8), (12, np.uint16), (16, np.uint16)])
def test_what_lies_at_an_end_of_the_range_is_marked(bits: int, kind: type) -> None:
    top = 2**bits - 1
    picture: Image = np.full((4, 5), top // 2, kind)
    picture[0, 0], picture[1, 2], picture[3, 4] = top, 0, 0
    over, under = over_and_under(picture, bits)
    assert np.argwhere(over).tolist() == [[0, 0]]
    assert np.argwhere(under).tolist() == [[1, 2], [3, 4]]
    light = light_of(picture, bits, over, under)
    assert light.histogram.shape == (1, 256)
    assert light.histogram[0, [0, 127, 255]].tolist() == [2, 17, 1]
    assert (light.over_share, light.under_share) == (0.05, 0.1)


def test_in_colour_one_channel_is_enough_to_be_over_exposed_and_all_must_be_dark() -> None:
    picture = np.full((2, 2, 3), 100, np.uint8)
    picture[0, 0] = (255, 100, 100)
    picture[0, 1] = (0, 100, 100)
    picture[1, 1] = 0
    over, under = over_and_under(picture, 8)
    assert over.tolist() == [[True, False], [False, False]]
    assert under.tolist() == [[False, False], [False, True]]
    assert light_of(picture, 8, over, under).histogram.sum(axis=1).tolist() == [4, 4, 4]


def test_a_large_picture_is_shrunk_and_its_single_glint_still_marked() -> None:
    picture = np.full((1600, 2400), 90, np.uint8)
    picture[800, 1200] = 255
    look = look_at(picture, 8)
    assert max(look.picture.shape) == 1200
    assert look.over.shape == look.picture.shape
    assert 1 <= int(look.over.sum()) <= 4
    assert (look.width_px, look.height_px) == (2400, 1600)
    assert look.light.over_share == 1 / 3_840_000
