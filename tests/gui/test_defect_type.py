"""The type of a defect under the banner's word."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gui.live.banner_state import of_inspection
from inference.decide import decide
from tests.gui.fake_station import judged


@pytest.mark.parametrize(
    ("probability", "word", "is_told"),
    [(0.97, "DEF", True), (0.5, "UNSURE", True), (0.01, "OK", False)],
)
def test_the_banner_names_the_type_of_what_is_not_ok(
    probability: float, word: str, *, is_told: bool
) -> None:
    part = judged(1, probability)
    assert part.verdict.thresholds is not None
    verdict = decide(probability, part.verdict.thresholds, "chipped_edge")

    state = of_inspection(replace(part, verdict=verdict))

    assert state.word == word
    assert state.detail.startswith("chipped edge · part ") is is_told
