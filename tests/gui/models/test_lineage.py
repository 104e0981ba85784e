from __future__ import annotations

import pytest

from gui.models.lineage import judging_rows
from inference.manifest import InputSection
from inference.part.choices import FoundPart, PartChoice, PartRegion
from inference.preprocess import Colour, InputSpec
from tests.inference.tiny_package import tiny_manifest


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (None, "all of it"),
        (FoundPart(), "the part, where it is found"),
        (PartRegion(8, 4, 40, 48, 64, 64), "the region 8,4,40,48 of 64 x 64 px"),
    ],
)
def test_what_a_model_sees_of_a_picture_is_said(part: PartChoice | None, words: str) -> None:
    seen = InputSection.of(InputSpec(32, 32, Colour.GREY, part=part))
    assert dict(judging_rows(tiny_manifest(input=seen)))["Of the picture"] == words
