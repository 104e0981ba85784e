"""One part's verdict, measured beside what one writes first."""

from __future__ import annotations

import pytest

from training.bench.floor import work_of
from training.bench.one_part import measure_one_part
from training.export.graph import export_graph
from training.keras_setup import import_keras

pytestmark = pytest.mark.keeps_threads


def test_a_graphs_work_is_counted_by_hand_the_same() -> None:
    keras = import_keras()
    image = keras.layers.Input((10, 12, 1), name="image")
    x = keras.layers.Conv2D(4, 3, padding="same", activation="relu")(image)
    x = keras.layers.GlobalAveragePooling2D()(x)
    answer = keras.layers.Dense(1, activation="sigmoid")(x)
    work = work_of(export_graph(keras.Model(image, answer)))
    convolution, dense, heat = 2 * 10 * 12 * 4 * 9, 2 * 4, 2 * 10 * 12 * 4
    assert convolution + dense <= work.flop <= convolution + dense + heat
    assert work.weight_bytes >= 4 * (4 * 9 + 4 + 4 + 1)


@pytest.mark.slow
def test_ours_stands_beside_the_first_idea_and_the_floor() -> None:
    rows = {row.name: row for row in measure_one_part(["pooled"], rounds=1)}
    ours = rows["pooled: ours"]
    assert ours.ratio == pytest.approx(1.0)
    assert set(rows) == {
        f"pooled: {way}"
        for way in (
            "ours", "ours, one thread", "keras predict and tf-keras-vis",
            "keras model(x) and GradientTape", "tf.function",
            "floor", "floor of the arithmetic", "floor of the weights",
        )
    }  # fmt: skip
    assert all(row.median_ms and row.ratio for row in rows.values())
    assert rows["pooled: floor of the arithmetic"].more["gflop_per_s"] > 0
