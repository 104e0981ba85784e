from __future__ import annotations

from pathlib import Path

import pytest

from training.bench import folder_review
from training.bench.folder_review import FolderReview, measure_folder_review

pytestmark = [pytest.mark.slow, pytest.mark.keeps_threads]


def test_each_way_judges_the_same_images(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_review, "_ROUNDS", 1)
    monkeypatch.setattr(folder_review, "_BY_PLAIN_LOOP", 2)
    rows = list(measure_folder_review(tmp_path, FolderReview(images=4)))
    ways = [row.name.split(": ")[1] for row in rows]
    assert ways[:2] == ["ours", "imread, predict, tf-keras-vis"]
    assert len(rows) == 5
    assert rows[0].ratio == 1.0
    assert rows[1].more["cpu_ratio"] > 1  # how much is for the bench to say
    assert all(row.per_s and row.more["cpu_ms"] >= 0 for row in rows)
