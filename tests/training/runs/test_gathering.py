"""What a run is told of its folder before it learns: the frozen split, the test images."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import pytest

from inference.decode import read_image
from inference.package import GRAPH, write_package
from inference.preprocess import Colour, InputSpec
from tests.inference.tiny_package import tiny_files, tiny_manifest, write_tiny_package
from tests.training.drawn_parts import draw_disc, write_image, write_parts
from training.augmentation.augment import NO_AUGMENTATION
from training.data.dataset import UnusableDataset
from training.data.split_file import SPLIT, split_bytes
from training.events import DatasetSplit, Event
from training.fitting.fit_settings import FitSettings, fit_settings
from training.runs.gathering import Gathered, gather, gather_test
from training.runs.order import TrainingOrder, UnusableOrder

SPEC = InputSpec(32, 32, Colour.GREY)
_QUARTER = cv2.ROTATE_90_CLOCKWISE
_SETTINGS = FitSettings(1, NO_AUGMENTATION, validation_share=0.25)


def _gather(order: TrainingOrder, events: list[Event] | None = None) -> Gathered:
    return gather(order, SPEC, _SETTINGS, [].append if events is None else events.append)


@pytest.fixture
def order(tmp_path: Path) -> TrainingOrder:
    return TrainingOrder(write_parts(tmp_path / "parts" / "train", 4).parent, tmp_path / "model")


def _package_with_split(order: TrainingOrder, out: Path) -> None:
    rows = _gather(order).rows
    write_package(out, {**tiny_files(), SPLIT: split_bytes(rows)}, tiny_manifest())


def test_the_split_of_the_package_that_is_replaced_is_kept(order: TrainingOrder) -> None:
    _package_with_split(order, order.out)
    events: list[Event] = []
    _gather(order, events)
    (split,) = [event for event in events if isinstance(event, DatasetSplit)]
    assert split.frozen == 8


def test_a_package_without_a_split_and_an_empty_folder_begin_one(order: TrainingOrder) -> None:
    order.out.mkdir()
    assert len(_gather(order).rows) == 8
    write_tiny_package(order.out)
    assert len(_gather(order).rows) == 8


def test_a_damaged_package_does_not_lose_its_split_without_a_word(
    order: TrainingOrder, tmp_path: Path
) -> None:
    torn = tmp_path / "torn.zip"
    _package_with_split(order, torn)
    _package_with_split(order, order.out)
    (order.out / GRAPH).write_bytes(b"")
    with pytest.raises(UnusableOrder, match=r"changed after it was packed.*--split"):
        _gather(order)
    torn.write_bytes(torn.read_bytes()[:2000])
    with pytest.raises(UnusableOrder, match="would be lost"):
        _gather(TrainingOrder(order.folder, torn))


def test_test_images_that_are_torn_or_were_learnt_from_are_said(order: TrainingOrder) -> None:
    test = write_parts(order.folder / "test", 2)
    write_image(test / "def" / "other.png", draw_disc(7000, is_def=True))
    (test / "ok" / "torn.png").write_bytes(b"")
    gathered = _gather(order)
    events: list[Event] = []
    images = gather_test(order, gathered, SPEC, events.append)
    assert images is not None
    assert len(images.files) == 5
    torn, known = (str(event) for event in events)
    assert "torn.png" in torn
    assert "4 of the 5 test images" in known


def test_a_test_folder_that_is_all_torn_names_each_file(order: TrainingOrder) -> None:
    for kind in ("ok", "def"):
        path = order.folder / "test" / kind / "torn.png"
        path.parent.mkdir(parents=True)
        path.write_bytes(b"")
    events: list[Event] = []
    with pytest.raises(UnusableDataset, match="none of the images"):
        gather_test(order, _gather(order), SPEC, events.append)
    assert len(events) == 2


def test_the_notebooks_split_parts_look_alikes_and_says_so(order: TrainingOrder) -> None:
    for name in ("ok", "def"):
        turned = cv2.rotate(read_image(order.folder / "train" / name / "000.png"), _QUARTER)
        write_image(order.folder / "train" / name / "turned.png", turned)
    told: list[Event] = []
    together = _gather(order)
    apart = gather(
        order, SPEC, replace(fit_settings("notebook"), validation_share=0.25), told.append
    )
    assert len({row.group for row in together.rows}) == 8
    assert len({row.group for row in apart.rows}) == 10
    assert any("picture by picture" in str(each) for each in told)
