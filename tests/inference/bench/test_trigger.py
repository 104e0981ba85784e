from __future__ import annotations

from pathlib import Path

import pytest

from inference.bench.trigger import measure_trigger


def test_each_triggers_time_is_shared_out(tmp_path: Path) -> None:
    pytest.importorskip("pypylon", reason="Basler's library is not on this platform")

    whole, ours, exposure, rest = measure_trigger(tmp_path, parts=5)

    assert [row.more["faults"] for row in (whole, ours, exposure, rest)] == [0] * 4
    assert "5 parts" in whole.name
    assert whole.more["share"] == 1.0
    for row in (ours, exposure, rest):
        assert row.median_ms is not None
        assert whole.median_ms is not None
        assert 0.0 < row.median_ms < whole.median_ms
        assert 0.0 < row.more["share"] < 1.0
    assert exposure.median_ms == exposure.p99_ms == 1.0
    assert whole.p99_ms is not None
    assert whole.median_ms is not None
    assert whole.p99_ms >= whole.median_ms
