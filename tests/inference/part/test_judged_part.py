"""A model that looks at the part: judged, mapped and recorded in the frame's own coordinates."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError

from inference.classifier import Classifier, ImplausibleImage
from inference.frame import Frame, Image, frozen_copy
from inference.manifest import InputSection, Manifest
from inference.overlay import overlay
from inference.package import read_package
from inference.part.choices import FoundPart, PartChoice, PartRegion
from inference.preprocess import Colour, InputSpec, fit_area, fit_to_input, part_area
from inference.records.archive import ArchiveRule, ImageArchive
from inference.review.regions import hot_regions
from inference.station.judge import Judge
from inference.verdict import Outcome
from tests.inference.tiny_package import INPUT_PX, tiny_manifest, write_tiny_package

REGION = PartRegion(160, 40, 64, 64, 320, 240)
FOUND = FoundPart(margin=0.0, size_from=0.2, size_to=0.6)


def spec_for(part: PartChoice | None) -> InputSpec:
    return InputSpec(INPUT_PX, INPUT_PX, Colour.GREY, part=part)


def classifier_for(part: PartChoice | None, folder: Path) -> Classifier:
    section = InputSection.of(spec_for(part))
    return Classifier(write_tiny_package(folder / "package", input=section))


def part_at(x: int, y: int, side: int = 80, level: int = 60) -> Image:
    """A square part on brighter ground; its lower right quarter is white: the defect."""
    image = np.full((240, 320), 200, np.uint8)
    image[y : y + side, x : x + side] = level
    image[y + side // 2 : y + side, x + side // 2 : x + side] = 255
    return frozen_copy(image)


@pytest.mark.parametrize("part", [None, REGION, FOUND])
def test_the_manifest_keeps_it(part: PartChoice | None, tmp_path: Path) -> None:
    write_tiny_package(tmp_path / "package.zip", input=InputSection.of(spec_for(part)))
    assert read_package(tmp_path / "package.zip").manifest.input.spec() == spec_for(part)


def test_a_package_of_before_means_the_whole_picture() -> None:
    written = tiny_manifest().model_dump_json()
    assert "part" not in written
    assert Manifest.model_validate_json(written).input.spec().part is None


def test_a_manifest_with_a_region_that_cannot_be_is_refused() -> None:
    section = InputSection.of(spec_for(REGION)).model_dump()
    section["part"]["width"] = 400
    with pytest.raises(ValidationError, match="not inside the picture"):
        InputSection.model_validate(section)


def test_the_same_place_is_seen_in_training_and_on_the_line() -> None:
    image = part_at(90, 60)
    fitted = fit_to_input(image, spec_for(FOUND))
    alone = fit_to_input(frozen_copy(image[60:140, 90:170]), spec_for(None))
    assert np.abs(fitted.astype(int) - alone).mean() < 6
    mask = np.where(image == 255, np.uint8(255), np.uint8(0))
    area = part_area(image, spec_for(FOUND))
    assert fit_area(mask, area, spec_for(FOUND)).mean() == pytest.approx(255 / 4, rel=0.15)


def test_what_lies_round_a_region_changes_nothing(tmp_path: Path) -> None:
    classifier = classifier_for(REGION, tmp_path)
    dark, light = (np.full((240, 320), level, np.uint8) for level in (0, 255))
    for image in (dark, light):
        image[40:104, 160:224] = 100
    answers = classifier.classify_batch([(frozen_copy(image), 8) for image in (dark, light)])
    said = {answer.probability_def for answer in answers if not isinstance(answer, Exception)}
    assert len(said) == 1


@pytest.mark.parametrize(("x", "y"), [(20, 20), (200, 130), (120, 80)])
def test_the_map_lies_over_the_defect_in_the_whole_frame(x: int, y: int, tmp_path: Path) -> None:
    classifier = classifier_for(FOUND, tmp_path)
    heat = classifier.classify(part_at(x, y)).heat_map.heat
    assert not heat.flags.writeable
    hottest = hot_regions(heat, (320, 240), 0.9)[0]
    assert (hottest.x, hottest.y) == pytest.approx((x + 40, y + 40), abs=8)
    assert (hottest.width, hottest.height) == pytest.approx((40, 40), abs=12)
    seen = overlay(heat, (240, 320))[..., 3]
    rows, columns = np.nonzero(seen > 128)
    scale = 320 / seen.shape[1]
    assert columns.mean() * scale == pytest.approx(x + 60, abs=6)
    assert rows.mean() * scale == pytest.approx(y + 60, abs=6)


def test_maps_of_one_model_are_of_one_size_whatever_the_part(tmp_path: Path) -> None:
    classifier = classifier_for(FOUND, tmp_path)
    sizes = {classifier.classify(part_at(40, 40, side)).heat_map.heat.shape for side in (70, 110)}
    assert len(sizes) == 1


def test_the_records_keep_the_map_over_the_whole_frame(tmp_path: Path) -> None:
    judge = Judge(classifier_for(FOUND, tmp_path))
    inspection = judge.judge(Frame(part_at(200, 130), "test"))
    archive = ImageArchive(tmp_path / "images", ArchiveRule.ALL)
    archived = archive.store(inspection)
    assert archived is not None
    assert archived.heat_map is not None
    kept = archive.load_heat_map(archived.heat_map, "evidence").heat
    hottest = hot_regions(kept, (320, 240), 0.9)[0]
    assert (hottest.x, hottest.y) == pytest.approx((240, 170), abs=8)


@pytest.mark.parametrize(
    ("image", "why"),
    [
        (np.full((240, 320), 200, np.uint8), "no part was found in the picture"),
        (part_at(280, 60), "the part is cut off by the edge of the picture"),
        (part_at(90, 60, 40), "no part that the model knows"),
    ],
)
def test_a_part_that_is_not_found_is_a_fault_in_clear_words(
    image: Image, why: str, tmp_path: Path
) -> None:
    judge = Judge(classifier_for(FOUND, tmp_path))
    good = Frame(part_at(90, 60), "test")
    inspections = judge.judge_batch([good, Frame(frozen_copy(image), "test"), good])
    assert [one.verdict.outcome for one in inspections].count(Outcome.FAULT) == 1
    verdict = inspections[1].verdict
    assert why in (verdict.error or "")
    assert verdict.remedy
    assert verdict.probability_def is None
    assert inspections[0].heat_map is not None
    assert inspections[1].heat_map is None


def test_another_view_of_a_regions_model_is_a_fault(tmp_path: Path) -> None:
    classifier = classifier_for(REGION, tmp_path)
    with pytest.raises(ImplausibleImage, match="chosen on one of 320 x 240 px"):
        classifier.classify(frozen_copy(np.full((200, 320), 90, np.uint8)))
