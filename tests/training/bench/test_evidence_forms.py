from __future__ import annotations

from pathlib import Path

import cv2
import pytest

from inference.sources.simulated import draw_part, order_defect
from training.bench.evidence_forms import Search, measure_evidence_forms
from training.data.dataset import UnusableDataset

pytestmark = [pytest.mark.slow, pytest.mark.keeps_threads]


def _draw(folder: Path, first: int, parts: int) -> None:
    """Every second one defective, its mask beside it."""
    for number in range(first, first + parts):
        defect = order_defect(1, number, 1.0, ("blowhole",)) if number % 2 else None
        part = draw_part(1, number, defect, 96)
        path = folder / ("def" if defect else "ok") / f"{number}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(cv2.imencode(".jpg", part.image)[1].tobytes())
        if defect:
            path.with_suffix(".png").write_bytes(cv2.imencode(".png", part.truth.mask)[1].tobytes())


def test_each_form_is_trained_and_judged_on_what_it_has_not_seen(tmp_path: Path) -> None:
    _draw(tmp_path / "parts/train", 0, 12)
    _draw(tmp_path / "parts/test", 100, 6)
    search = Search(tmp_path / "parts", forms=("67@96", "67+147@96"))
    narrow, both = measure_evidence_forms(tmp_path / "scratch", search)
    assert (narrow.name, both.name) == ("parts, 67@96", "parts, 67+147@96")
    assert narrow.ratio == 1.0
    for row in (narrow, both):
        assert row.median_ms is not None
        assert 0 < row.more["share_in_mask"] < 1
        assert 0 <= row.more["accuracy"] <= 1
        assert row.more["escapes"] in range(4)
    assert both.more["graph_mb"] > narrow.more["graph_mb"]


def test_without_test_images_it_says_what_is_missing(tmp_path: Path) -> None:
    search = Search(tmp_path)
    with pytest.raises(UnusableDataset, match="needs a folder `test` beside `train`"):
        next(measure_evidence_forms(tmp_path / "scratch", search))
