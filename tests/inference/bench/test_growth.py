from __future__ import annotations

from pathlib import Path

from inference.bench.growth import GROUP, Sizes, measure_growth

_SMALL = Sizes(
    images_px=(64, 128), lines=(1, 2), parts_a_line=8, folders=(6, 12), records=(100, 200)
)


def test_each_size_is_a_row_that_says_what_it_is(tmp_path: Path) -> None:
    rows = list(measure_growth(tmp_path, _SMALL))
    assert {row.group for row in rows} == {GROUP}
    sizes = {
        key: sorted({row.more[key] for row in rows if key in row.more})
        for key in ("image_px", "lines", "images", "records")
    }
    assert sizes == {
        "image_px": [64, 128], "lines": [1, 2], "images": [6, 12], "records": [100, 200],
    }  # fmt: skip
    assert all(row.median_ms and row.median_ms > 0 for row in rows)
    assert all(row.per_s and row.per_s > 0 for row in rows if "records" not in row.more)
    names = [row.name for row in rows]
    assert len(set(names)) == len(names) == 4 + 2 + 4 + 8
    assert "review, known from before: 12 images" in names
