from __future__ import annotations

from pathlib import Path

import pytest

from training.bench.race_lane import Lane
from training.bench.time_to_accuracy import Race, _row, measure_time_to_accuracy

pytestmark = [
    pytest.mark.slow,
    pytest.mark.keeps_threads,
    # Keras' generator asks SciPy by an old name.
    pytest.mark.filterwarnings("ignore:Please import `affine_transform`:DeprecationWarning"),
]


def test_each_way_stops_where_it_is_as_good_as_wanted(tmp_path: Path) -> None:
    race = Race(images=20, target=0.25, epochs=2, recipes=("pooled",))  # half are right by chance
    ours, notebook = measure_time_to_accuracy(tmp_path, race)
    what = "drawn, 16 images, 25.0% of 4"
    assert (ours.name, notebook.name) == (
        f"{what}: ours, pooled",
        f"{what}: the notebook's pipeline",
    )
    assert ours.ratio == 1.0
    for row in (ours, notebook):
        assert 0.125 <= row.more["epochs"] <= 2
        assert row.more["best_accuracy"] >= 0.25
        assert row.median_ms == pytest.approx(1e3 * row.more["seconds"])
    assert notebook.ratio == pytest.approx(notebook.more["seconds"] / ours.more["seconds"])


class _Dull:
    """Never better than this."""

    def learn(self, steps: int) -> None: ...

    def accuracy(self) -> float:
        return 0.75

    def close(self) -> None: ...


def test_who_does_not_get_there_has_no_time() -> None:
    lane = Lane("dull", _Dull)
    lane.run(1)
    lane.run(1)
    row = _row("drawn", lane, lane, target=0.8)
    assert (row.median_ms, row.ratio) == (None, None)
    assert (row.more["epochs"], row.more["best_accuracy"]) == (0.25, 0.75)
    assert _row("drawn", lane, lane, target=0.75).ratio == 1.0


def test_the_quick_way_runs_by_its_own_schedule(tmp_path: Path) -> None:
    quick = "evidence:67@64 quick"
    row, _ = measure_time_to_accuracy(tmp_path, Race(images=20, target=0.25, recipes=(quick,)))
    assert row.name.endswith(f"ours, {quick}")
    assert row.more["best_accuracy"] >= 0.25
    assert row.median_ms is not None


def test_a_way_that_there_is_not_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="'evidence slow' is no way to train"):
        list(measure_time_to_accuracy(tmp_path, Race(images=20, recipes=("evidence slow",))))
