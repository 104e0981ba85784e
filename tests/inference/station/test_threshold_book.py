from __future__ import annotations

from pathlib import Path

import pytest

from inference.station.threshold_book import ThresholdBook, ThresholdBookError
from inference.verdict import Thresholds


def test_each_model_keeps_its_own(tmp_path: Path) -> None:
    path = tmp_path / "thresholds.json"
    ThresholdBook(path).choose("a-1", Thresholds(0.2, 0.6))
    ThresholdBook(path).choose("b-2", Thresholds(0.4, 0.4))
    book = ThresholdBook(path)
    assert book.thresholds_of("a-1") == Thresholds(0.2, 0.6)
    assert book.thresholds_of("b-2") == Thresholds(0.4, 0.4)
    assert book.thresholds_of("c-3") is None


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"a-1": {"unsure_from": 0.9, "def_from": 0.1}}', '{"a-1": {}}']
)
def test_a_damaged_book_is_told_not_replaced_by_defaults(tmp_path: Path, text: str) -> None:
    path = tmp_path / "thresholds.json"
    path.write_text(text, "utf-8")
    with pytest.raises(ThresholdBookError, match=r"thresholds\.json"):
        ThresholdBook(path).thresholds_of("a-1")
    assert path.read_text("utf-8") == text
