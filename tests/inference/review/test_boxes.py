"""Which type of defect each hot region is: told by a model whose types have maps."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from inference.classifier import Classifier
from inference.frame import Frame, frozen_copy
from inference.manifest import InputSection
from inference.part.choices import PartRegion
from inference.preprocess import Colour, InputSpec
from inference.review.boxes import Boxes
from inference.review.results import ReviewedImage
from inference.review.review import Review
from inference.station.judge import Judge
from inference.type_maps import TypeHeat
from tests.inference.review.reviewing import finished, reviewing
from tests.inference.tiny_package import (
    INPUT_PX,
    write_tiny_package,
    write_tiny_type_maps_package,
    write_tiny_types_package,
)

_LEVEL = 0.2


def _two_spots() -> np.ndarray:
    """A spot of 0.65 at the top left, 128 px wide and 64 px high; a white one at the right."""
    image = np.zeros((256, 512), np.uint8)
    image[:64, :128], image[-64:, -128:] = 166, 255
    return image


@pytest.fixture
def boxes(tmp_path: Path) -> Boxes:
    return Boxes(Classifier(write_tiny_type_maps_package(tmp_path / "model")), _LEVEL)


def _frame(image: np.ndarray) -> Frame:
    return Frame(image=frozen_copy(image), source="test")


def test_each_region_is_of_the_type_whose_heat_is_largest_there(boxes: Boxes) -> None:
    assert boxes.classifier is not None
    frame = _frame(_two_spots())
    heat = boxes.classifier.classify(frame.image).heat_map.heat

    bright, dim = boxes.of_frame(frame, heat)

    assert (bright.defect_type, bright.x, bright.y, bright.width) == ("bright", 384, 192, 128)
    assert (dim.defect_type, dim.x, dim.y, dim.width) == ("dim", 0, 0, 128)
    assert bright.fields()["defect_type"] == "bright"


def test_what_decides_is_the_heat_of_the_place_not_of_the_whole_part() -> None:
    heat = np.zeros((2, 4, 4), np.float32)
    heat[0, 0], heat[1, 3, 3] = 0.3, 0.9
    types = TypeHeat(("scratch", "pit"), heat)
    place = np.zeros((8, 8), np.bool_)  # in finer cells
    assert types.largest_in(place) is None
    place[7, 7] = True
    assert types.largest_in(place) == "pit"
    place[:2] = True
    assert types.largest_in(place) == "scratch"
    place[:2] = False
    place[4, 4] = True
    assert types.largest_in(place & (np.arange(8) < 5)) is None


def test_a_part_somewhere_in_the_picture_has_its_types_there(tmp_path: Path) -> None:
    part = PartRegion(256, 128, 256, 128, 512, 256)
    section = InputSection.of(InputSpec(INPUT_PX, INPUT_PX, Colour.GREY, part=part))
    boxes = Boxes(Classifier(write_tiny_type_maps_package(tmp_path / "model", input=section)))
    frame = _frame(_two_spots())
    assert boxes.classifier is not None
    heat = boxes.classifier.classify(frame.image).heat_map.heat

    [region] = boxes.of_frame(frame, heat)

    assert region.defect_type == "bright"
    assert (region.x, region.y, region.width) == (384, 192, 128)


def test_without_maps_for_the_types_a_region_has_none(tmp_path: Path) -> None:
    frame = _frame(_two_spots())
    for write in (write_tiny_types_package, write_tiny_package):
        classifier = Classifier(write(tmp_path / write.__name__))
        heat = classifier.classify(frame.image).heat_map.heat
        found = Boxes(classifier, _LEVEL).of_frame(frame, heat)
        assert [region.defect_type for region in found] == [None, None]
        assert found == Boxes(None, _LEVEL).of_frame(frame, heat)


def test_only_what_is_hot_is_asked_about(boxes: Boxes, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(Classifier, "type_heat", lambda *_: asked.append(1))
    assert boxes.of_frame(_frame(np.zeros((64, 64), np.uint8)), np.full((8, 8), 50, np.uint8)) == ()
    assert not asked
    boxes.of_frame(_frame(np.zeros((64, 64), np.uint8)), np.full((8, 8), 52, np.uint8))
    assert asked


def _reviewed(tmp_path: Path) -> tuple[Path, ReviewedImage, Boxes]:
    model = write_tiny_type_maps_package(tmp_path / "model")
    path = tmp_path / "parts" / "part.png"
    path.parent.mkdir()
    cv2.imwrite(str(path), _two_spots())
    review = Review([path], lambda: Judge(Classifier(model)), tmp_path / "reviews")
    with reviewing(review):
        finished(review)
        return path, review.results.row(0), replace(review.boxes, level=_LEVEL)


def _types(boxes: Boxes, image: ReviewedImage) -> list[str | None]:
    return [region.defect_type for region in boxes.of_image(image)]


def test_a_review_knows_its_models_types_also_of_what_was_judged_before(tmp_path: Path) -> None:
    path, image, boxes = _reviewed(tmp_path)
    assert _types(boxes, image) == ["bright", "dim"]
    cv2.imwrite(str(path), _two_spots()[:, ::2])  # another picture under its name
    assert _types(boxes, image) == [None, None]
    path.unlink()
    assert _types(boxes, image) == [None, None]
    assert boxes.of_image(replace(image, heat=None)) == ()
