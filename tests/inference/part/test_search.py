"""The part's place is known because the picture is made here."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from inference.part.area import Area
from inference.part.choices import PartNotFound
from inference.part.search import find_part, searched
from inference.preprocess import to_8_bit
from inference.sources.simulated.draw import draw_part
from inference.sources.simulated.scene import random_scene

PICTURE = 640, 480


def ground(level: float = 150, slope: float = 25, seed: int = 0) -> np.ndarray:
    """Plain, lit from one side, with a camera's noise."""
    width, height = PICTURE
    lit = np.full((height, width), level, np.float32) + np.linspace(-slope, slope, width)
    noise = np.random.default_rng(seed).normal(0, 3, lit.shape)
    return np.asarray(lit + noise, np.float32)


def picture(shapes: np.ndarray, level: float, on: np.ndarray | None = None) -> np.ndarray:
    """`shapes` is not 0 where there is a part, of grey `level`."""
    under = ground() if on is None else on
    seen: np.ndarray = np.where(shapes > 0, level, under).clip(0, 255).astype(np.uint8)
    return seen


def disc(x: int, y: int, radius: int) -> np.ndarray:
    width, height = PICTURE
    return cv2.circle(np.zeros((height, width), np.uint8), (x, y), radius, 1, -1)


def found(image: np.ndarray) -> Area:
    return find_part(to_8_bit(searched(image), 8), (image.shape[1], image.shape[0]))


def assert_near(area: Area, x: float, y: float, right: float, bottom: float) -> None:
    within = 0.04 * max(right - x, bottom - y) + 2
    edges = area.x, area.y, area.x + area.width, area.y + area.height
    assert edges == pytest.approx((x, y, right, bottom), abs=within)


@pytest.mark.parametrize("level", [40, 240])
@pytest.mark.parametrize(("x", "y", "radius"), [(320, 240, 200), (180, 150, 90), (500, 330, 60)])
def test_a_disc_is_found_wherever_it_lies(x: int, y: int, radius: int, level: int) -> None:
    area = found(picture(disc(x, y, radius), level))
    assert_near(area, x - radius, y - radius, x + radius, y + radius)


@pytest.mark.parametrize("turned", [0, 20, 45, 80])
def test_a_tile_is_found_however_it_is_turned(turned: int) -> None:
    corners = cv2.boxPoints(((300, 250), (240, 110), turned))
    shape = cv2.fillConvexPoly(np.zeros((480, 640), np.uint8), corners.astype(np.int32), 1)
    edges = [float(edge) for edge in (*corners.min(axis=0), *corners.max(axis=0))]
    assert_near(found(picture(shape, 60)), *edges)


def test_drawn_castings_are_found_though_disc_and_ground_have_the_same_brightness() -> None:
    for number in range(20):
        part = draw_part(4, number)
        rng = np.random.default_rng([4, number, 0])
        pose = random_scene(rng, 300).pose
        area = found(part.image)
        assert area.x + area.width / 2 == pytest.approx(pose.centre_x, abs=14)
        assert area.y + area.height / 2 == pytest.approx(pose.centre_y, abs=14)
        assert max(area.width, area.height) == pytest.approx(2 * pose.radius, rel=0.1)


def test_colour_alone_makes_a_part_stand_out() -> None:
    shape = disc(300, 200, 120)
    image = np.full((480, 640, 3), 130, np.uint8)
    image[shape > 0] = (150, 130, 60)
    assert_near(found(image), 180, 80, 420, 320)


def test_what_sticks_out_belongs_to_the_part() -> None:
    shape = disc(300, 240, 100)
    cv2.rectangle(shape, (395, 230), (450, 245), 1, -1)
    assert found(picture(shape, 60)).width > 240


def test_a_soft_shadow_does_not() -> None:
    shadow = cv2.GaussianBlur(disc(360, 280, 130).astype(np.float32), (0, 0), 30)
    on = ground() * (1 - 0.4 * shadow)
    assert_near(found(picture(disc(320, 240, 110), 235, on)), 210, 130, 430, 350)


def test_specks_are_no_parts() -> None:
    shape = disc(320, 240, 110)
    for x, y in ((30, 40), (600, 60), (560, 440), (60, 400)):
        cv2.circle(shape, (x, y), 4, 1, -1)
    assert_near(found(picture(shape, 60)), 210, 130, 430, 350)


def test_bare_ground_holds_no_part() -> None:
    for seed in range(5):
        with pytest.raises(PartNotFound, match="no part was found"):
            found(ground(seed=seed).clip(0, 255).astype(np.uint8))
    with pytest.raises(PartNotFound, match="no part was found"):
        found(np.zeros((480, 640), np.uint8))


def test_two_parts_are_one_too_many() -> None:
    shapes = disc(180, 240, 100) | disc(460, 240, 90)
    with pytest.raises(PartNotFound, match="more than one part"):
        found(picture(shapes, 60))


@pytest.mark.parametrize(("x", "y"), [(20, 240), (620, 240), (320, 30), (320, 460), (10, 10)])
def test_half_a_part_is_none(x: int, y: int) -> None:
    with pytest.raises(PartNotFound, match="cut off") as caught:
        found(picture(disc(x, y, 110), 60))
    assert "whole under the camera" in caught.value.remedy


def test_a_part_that_comes_near_the_edge_is_whole() -> None:
    assert_near(found(picture(disc(116, 240, 110), 60)), 6, 130, 226, 350)


def test_a_small_picture_is_searched_as_it_is() -> None:
    image = np.full((64, 64), 200, np.uint8)
    image[20:44, 16:40] = 40
    assert_near(found(image), 16, 20, 40, 44)
