from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from inference.part.choices import FoundPart, PartChoice, PartRegion
from inference.preprocess import Colour, InputSpec
from tests.training.drawn_parts import write_image, write_parts
from training.data.dataset import find_dataset
from training.data.loading import load_images
from training.export.parity import ExportRefused
from training.export.preparation import check_preparation

ALL = np.arange(6)


@pytest.mark.parametrize("part", [None, FoundPart(), PartRegion(8, 8, 40, 40, 64, 64)])
def test_the_line_prepares_what_training_learnt_from(
    part: PartChoice | None, tmp_path: Path
) -> None:
    spec = InputSpec(32, 32, Colour.GREY, part=part)
    images = load_images(find_dataset(write_parts(tmp_path / "parts", 3)).files, spec)
    assert check_preparation(images, ALL, spec) == 6


def test_another_way_is_refused(tmp_path: Path) -> None:
    spec = InputSpec(32, 32, Colour.GREY, part=FoundPart())
    images = load_images(find_dataset(write_parts(tmp_path / "parts", 3)).files, spec)
    with pytest.raises(ExportRefused, match="prepared otherwise"):
        check_preparation(images, ALL, replace(spec, part=None))
    with pytest.raises(ExportRefused, match="was learnt from, and now"):
        check_preparation(images, ALL, replace(spec, part=FoundPart(size_from=0.95)))


def test_a_file_that_is_no_longer_the_same_says_nothing(tmp_path: Path) -> None:
    spec = InputSpec(32, 32, Colour.GREY)
    folder = write_parts(tmp_path / "parts", 3)
    images = load_images(find_dataset(folder).files, spec)
    (folder / "ok" / "000.png").unlink()
    write_image(folder / "ok" / "001.png", np.full((64, 64), 9, np.uint8))
    assert check_preparation(images, ALL, spec) == 4
