"""A whole run with an augmentation and event files of its own, from the command line."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from inference.home import Home
from main import main
from tests.training.drawn_parts import write_parts
from training.augmentation.augment import STRONG
from training.events import EpochFinished, Event
from training.runs.order import TrainingOrder, UnusableOrder
from training.runs.run_folder import RunFolder
from training.runs.tensorboard import told_to_tensorboard

pytestmark = pytest.mark.keeps_threads


def _epoch(number: int) -> EpochFinished:
    return EpochFinished(number, 2, 0.5 / number, 0.75, 0.25, 1.0, True, 2.5, 0.0)


def _scalars(folder: Path) -> dict[str, list[tuple[int, float]]]:
    import tensorflow as tf

    found: dict[str, list[tuple[int, float]]] = {}
    for path in sorted(folder.glob("events.out.*")):
        for record in tf.data.TFRecordDataset(str(path)):
            event = tf.compat.v1.Event.FromString(record.numpy())
            for value in event.summary.value:
                number = float(tf.make_ndarray(value.tensor))
                found.setdefault(value.tag, []).append((event.step, number))
    return found


@pytest.mark.slow
def test_a_run_is_augmented_as_asked_and_writes_event_files(tmp_path: Path, home: Home) -> None:
    parts, out, events = write_parts(tmp_path / "parts", 8), tmp_path / "out", tmp_path / "events"
    words = ["--recipe", "pooled", "--epochs", "1", "--rotation", "15", "--zoom", "0.9:1.1"]
    asked = ["train", str(parts), "--out", str(out), *words, "--tensorboard", str(events), "--keep"]

    assert main(asked) == 0

    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    learnt_with = replace(STRONG, rotation_deg=15.0, zoom=(0.9, 1.1))
    kept = manifest["lineage"]["settings"]["augmentation"]
    assert kept == json.loads(json.dumps(asdict(learnt_with)))
    (run,) = home.runs.iterdir()
    order = RunFolder(run).order()
    assert (order.augmentation, order.tensorboard) == (learnt_with, events)
    history = json.loads((out / "history.json").read_text(encoding="utf-8"))
    loss = _scalars(events / "train")["epoch_loss"]
    ((step, value),) = loss
    assert step == 1
    assert value == pytest.approx(history["loss"][0])
    assert "epoch_accuracy" in _scalars(events / "validation")


def test_each_epoch_is_handed_on_and_written(tmp_path: Path) -> None:
    heard: list[Event] = []
    with told_to_tensorboard(heard.append, tmp_path / "log") as tell:
        for number in (1, 2):
            tell(_epoch(number))
    assert heard == [_epoch(1), _epoch(2)]
    assert _scalars(tmp_path / "log" / "train")["epoch_loss"] == [(1, 0.5), (2, 0.25)]
    assert _scalars(tmp_path / "log" / "validation")["epoch_loss"] == [(1, 0.25), (2, 0.25)]


def test_a_folder_that_cannot_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with (
        pytest.raises(UnusableOrder, match="no event files can be written"),
        told_to_tensorboard(print, tmp_path / "file"),
    ):
        pass


def test_without_a_folder_nothing_is_written(tmp_path: Path) -> None:
    with told_to_tensorboard(print, None) as tell:
        assert tell is print
    assert TrainingOrder(tmp_path, tmp_path).tensorboard is None
