from __future__ import annotations

import pytest

from inference.part.area import Area
from inference.part.choices import FoundPart, PartNotFound, PartRegion

REGION = PartRegion(100, 50, 200, 300, 640, 480)


def test_a_region_is_its_place_in_the_picture_it_was_chosen_on() -> None:
    assert REGION.area_in(640, 480) == Area(100, 50, 200, 300)


def test_the_same_view_in_another_size_is_the_same_region() -> None:
    assert REGION.area_in(1280, 960) == Area(200, 100, 400, 600)
    assert REGION.area_in(320, 240) == Area(50, 25, 100, 150)


def test_another_view_is_refused() -> None:
    with pytest.raises(PartNotFound, match=r"1280 x 1024 px.*640 x 480 px"):
        REGION.area_in(1280, 1024)


@pytest.mark.parametrize(
    "wrong", [(-1, 0, 10, 10), (0, 0, 0, 10), (600, 0, 41, 10), (0, 400, 10, 81)]
)
def test_a_region_lies_inside_its_picture(wrong: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match="region"):
        PartRegion(*wrong, 640, 480)


def test_a_regions_map_is_as_fine_over_the_frame_as_the_models_is_on_it() -> None:
    assert REGION.cells_for((28, 28)) == (45, 90)


def test_the_model_sees_the_part_in_the_middle_and_undistorted() -> None:
    area = FoundPart(margin=0.1).area_around(Area(100, 200, 100, 50), (640, 480), 1.0)
    assert area == Area(90, 165, 120, 120)
    wide = FoundPart(margin=0.0).area_around(Area(100, 200, 100, 100), (640, 480), 2.0)
    assert wide == Area(50, 200, 200, 100)


def test_a_size_that_was_not_learnt_is_no_part() -> None:
    learnt = FoundPart().learnt(smallest=0.5, largest=0.6)
    assert learnt.size_from == pytest.approx(0.4)
    assert learnt.size_to == pytest.approx(0.75)
    learnt.area_around(Area(0, 0, 320, 200), (640, 480), 1.0)
    for size in (200, 500):
        with pytest.raises(PartNotFound, match=r"model knows.*40% to 75%"):
            learnt.area_around(Area(0, 0, size, size), (640, 480), 1.0)


def test_a_part_that_fills_the_picture_stays_possible() -> None:
    learnt = FoundPart().learnt(smallest=0.98, largest=1.0)
    assert learnt.size_to == 1.0
    assert learnt.cells_for((28, 28)) == (34, 34)


@pytest.mark.parametrize("wrong", [(-0.1, 0.1, 1.0), (0.6, 0.1, 1.0), (0.1, 0.9, 0.5), (0, 0, 1.0)])
def test_sizes_that_cannot_be(wrong: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match="a part needs"):
        FoundPart(*wrong)


def test_a_tiny_place_of_a_large_picture_has_a_map_that_can_be_kept() -> None:
    assert PartRegion(0, 0, 8, 8, 8000, 6000).cells_for((28, 28)) == (1024, 1024)
    assert FoundPart(size_from=1e-9).cells_for((28, 28)) == (1024, 1024)
