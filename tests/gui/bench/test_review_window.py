"""The bench of the review window, on so few images that only its ways are tried."""

from __future__ import annotations

from pathlib import Path

import pytest

from gui.bench import review_window
from gui.bench.review_window import WallStoodStill, measure_review_window

IMAGES = 40

pytestmark = pytest.mark.qt_log_ignore(
    r"This plugin does not support (propagateSizeHints|raise)\(\)", extend=True
)


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"_WARM_UP_S": 0.1, "_JUDGE_S": 0.1, "_SCROLLS": 5}.items():
        monkeypatch.setattr(review_window, name, value)


@pytest.mark.usefixtures("qapp")
def test_all_that_is_known_is_shown_and_walked_through(tmp_path: Path) -> None:
    anew, known, walked, corrected = measure_review_window(tmp_path, IMAGES)
    assert anew.more["first_result_s"] > 0
    assert corrected.per_s is not None
    assert corrected.per_s * corrected.more["seconds"] == pytest.approx(IMAGES)
    assert known.more["shown"] == walked.more["shown"] == IMAGES
    # Two clocks, read one after the other: where a thread only works they are as good as equal.
    assert known.more["longest_work_ms"] <= 1.01 * known.more["longest_block_ms"]


@pytest.mark.usefixtures("qapp")
def test_a_wall_that_stands_still_ends_the_bench_with_how_far_it_came(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(review_window, "_STILL_S", -1.0)
    with pytest.raises(WallStoodStill, match="the wall shows 0 of 1 images"):
        list(measure_review_window(tmp_path, IMAGES))
