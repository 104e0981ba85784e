from __future__ import annotations

from pathlib import Path

import pytest

from training.bench.epoch import measure_epochs

pytestmark = pytest.mark.keeps_threads


@pytest.mark.slow
# Keras' generator asks SciPy by an old name.
@pytest.mark.filterwarnings("ignore:Please import `affine_transform`:DeprecationWarning")
def test_each_way_learns_from_the_same_parts_and_is_compared_with_ours(tmp_path: Path) -> None:
    rows = list(measure_epochs(tmp_path / "parts", images=32, rounds=1))

    names = [row.name.split(": ")[1] for row in rows]
    assert names == ["ours", "ImageDataGenerator", "Keras layers in tf.data"]
    assert rows[0].ratio == 1.0
    for row in rows:
        assert row.ratio is not None
        assert row.median_ms is not None
        assert rows[0].median_ms is not None
        assert row.ratio == pytest.approx(row.median_ms / rows[0].median_ms)
        assert row.per_s == pytest.approx(32 / (row.median_ms / 1e3))
    drawn = sorted(path.parent.name for path in (tmp_path / "parts").rglob("*.jpg"))
    assert drawn == ["def"] * 16 + ["ok"] * 16
