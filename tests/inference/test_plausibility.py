from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from inference.classifier import Classifier, ImplausibleImage
from inference.frame import Frame, frozen_copy
from inference.home import DEMO_MODEL
from inference.manifest import SeenSection
from inference.package import read_package
from inference.plausibility import SeenRange
from inference.sources.simulated import draw_part
from inference.station.judge import Judge
from inference.verdict import Outcome
from tests.inference.tiny_package import grey, write_tiny_package

_SEEN = SeenRange(brightness_from=50, brightness_to=200, contrast_from=5)


def picture(brightness: float, contrast: float) -> np.ndarray:
    noise = np.random.default_rng(0).normal(brightness, contrast, (64, 64, 1))
    return np.clip(noise, 0, 255).astype(np.uint8)


@pytest.mark.parametrize(
    ("brightness", "contrast", "words"),
    [(20, 10, "darker"), (240, 10, "brighter"), (120, 1, "even"), (120, 20, None)],
)
def test_why_a_picture_is_none_of_a_part(
    brightness: float, contrast: float, words: str | None
) -> None:
    why = _SEEN.why_not(picture(brightness, contrast))
    assert (why is None) if words is None else (why is not None and words in why)


def test_what_was_learnt_from_is_well_inside() -> None:
    images = [picture(level, 20) for level in (90, 120, 150)]
    seen = SeenRange.of(images)
    assert all(seen.why_not(image) is None for image in images)
    assert seen.brightness_from < 40
    assert seen.why_not(picture(120, 0)) is not None


def test_a_covered_lens_is_a_fault_not_an_ok(tmp_path: Path) -> None:
    seen = SeenSection(brightness_from=50, brightness_to=255, contrast_from=5)
    classifier = Classifier(write_tiny_package(tmp_path / "tiny", seen=seen))
    with pytest.raises(ImplausibleImage, match="darker"):
        classifier.classify(grey(0))
    judge = Judge(classifier)
    verdict = judge.judge(Frame(grey(0), source="test")).verdict
    assert verdict.outcome is Outcome.FAULT
    assert "darker" in (verdict.error or "")
    assert "lens" in (verdict.remedy or "")
    assert judge.failures_in_a_row == 0


@pytest.mark.parametrize("level", [0, 128, 255])
def test_the_demo_model_takes_no_empty_picture_for_a_part(level: int) -> None:
    with pytest.raises(ImplausibleImage):
        Classifier(read_package(DEMO_MODEL)).classify(grey(level, 300))


def test_a_12_bit_picture_in_16_bits_without_a_word_is_no_ok() -> None:
    part = draw_part(5, 1).image.astype(np.uint16) * 16
    classifier = Classifier(read_package(DEMO_MODEL))
    assert classifier.classify(frozen_copy(part), bits_per_sample=12).probability_def >= 0
    with pytest.raises(ImplausibleImage, match="darker"):
        classifier.classify(frozen_copy(part), bits_per_sample=16)
