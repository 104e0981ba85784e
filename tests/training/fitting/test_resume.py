from __future__ import annotations

import json
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from inference.home import Home
from main import main
from tests.training.drawn_parts import draw_disc, write_image, write_parts
from training.events import CheckpointFailed, EpochFinished, Event, RunStarted
from training.fitting import fit_settings
from training.fitting.checkpoint import Checkpoint, checkpoint_bytes, read_checkpoint
from training.packaging import pack
from training.runs.job import train
from training.runs.order import TrainingOrder, UnusableOrder
from training.runs.run_folder import RunFolder, new_run, unfinished_runs

pytestmark = pytest.mark.keeps_threads
_MAIN = Path(__file__).parents[3] / "main.py"


class _CutOff(Exception):
    """Stands for the power cut."""


def _order(tmp_path: Path, epochs: int = 3) -> TrainingOrder:
    folder = tmp_path / "parts"
    if not folder.exists():
        write_parts(folder, 12)
    return TrainingOrder(folder, tmp_path / "models" / "discs", "pooled", epochs=epochs)


def _cut_off_after(epoch: int, order: TrainingOrder, run: RunFolder) -> list[Event]:
    events: list[Event] = []

    def listen(event: Event) -> None:
        # The checkpoint of an epoch is written after the event: cut the next one off.
        if isinstance(event, EpochFinished) and event.epoch == epoch + 1:
            raise _CutOff
        events.append(event)

    with pytest.raises(_CutOff):
        train(order, listen, run=run)
    return events


def _losses(package: Path) -> list[float]:
    history = json.loads((package / "history.json").read_text(encoding="utf-8"))
    losses: list[float] = history["val_loss"]
    return losses


@pytest.mark.slow
def test_a_resumed_run_ends_where_an_uninterrupted_one_does(tmp_path: Path, home: Home) -> None:
    order = _order(tmp_path)
    train(order, lambda event: None)
    uninterrupted = _losses(order.out)
    run = new_run(home.runs)
    _cut_off_after(1, order, run)
    events: list[Event] = []

    train(RunFolder(run.path).order(), events.append, run=RunFolder(run.path))

    assert [event.epoch for event in events if isinstance(event, EpochFinished)] == [2, 3]
    (started,) = [event for event in events if isinstance(event, RunStarted)]
    assert (started.run, len(started.history)) == (run.run_id, 1)
    assert _losses(order.out) == pytest.approx(uninterrupted, rel=1e-3)
    assert not run.path.exists()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is POSIX")
def test_a_killed_process_goes_on_and_reaches_the_end(tmp_path: Path, home: Home) -> None:
    order = _order(tmp_path, epochs=200)
    words = ["train", order.folder, "--out", order.out, "--recipe", "pooled", "--epochs", "200"]
    command = [sys.executable, str(_MAIN), "--home", str(home.folder), *map(str, words), "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if json.loads(line).get("epoch") == 3:
                process.kill()
    assert process.returncode == -signal.SIGKILL
    (run,) = unfinished_runs(home.runs)
    plan = json.loads((run.path / "run.json").read_text(encoding="utf-8"))
    checkpoint = run.read()
    assert checkpoint is not None
    done = len(checkpoint.history)
    # Of 200 epochs enough: the end is brought near, as if so many had been asked for.
    plan["order"]["epochs"] = plan["basis"]["settings"]["epochs"] = done + 2
    (run.path / "run.json").write_text(json.dumps(plan), encoding="utf-8")

    resumed = subprocess.run(
        [*command[:4], "train", "--resume", run.run_id], capture_output=True, text=True, check=True
    )

    assert f"Going on with run {run.run_id} after epoch {done}" in resumed.stdout
    assert len(_losses(order.out)) == done + 2
    assert unfinished_runs(home.runs) == ()
    assert list(order.out.parent.iterdir()) == [order.out]


@pytest.mark.slow
def test_changed_images_and_settings_are_refused(
    tmp_path: Path, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    order, run = _order(tmp_path), new_run(home.runs)
    _cut_off_after(1, order, run)

    changed = replace(fit_settings.FIT_SETTINGS["pooled"], label_smoothing=0.3)
    monkeypatch.setitem(fit_settings.FIT_SETTINGS, "pooled", changed)
    with pytest.raises(UnusableOrder, match=r"other settings \(label_smoothing\)"):
        train(run.order(), lambda event: None, run=run)
    monkeypatch.undo()

    write_image(order.folder / "ok" / "extra.png", draw_disc(99, is_def=False))
    with pytest.raises(UnusableOrder, match="are not those that this run began with"):
        train(run.order(), lambda event: None, run=run)
    assert run.read() is not None


@pytest.mark.slow
def test_a_full_disk_costs_the_checkpoint_and_not_the_run(
    tmp_path: Path, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    order, run = _order(tmp_path, epochs=1), new_run(home.runs)

    def full(self: RunFolder, checkpoint: Checkpoint) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(RunFolder, "write", full)
    events: list[Event] = []

    train(order, events.append, run=run)

    assert CheckpointFailed("No space left on device") in events
    assert order.out.is_dir()


@pytest.mark.slow
def test_a_package_that_finds_no_room_is_written_by_the_resumed_run(
    tmp_path: Path, home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    order = _order(tmp_path, epochs=1)

    def full(path: Path, *content: object) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(pack, "write_package", full)
    words = [str(order.folder), "--out", str(order.out), "--recipe", "pooled", "--epochs", "1"]
    assert main(["train", *words]) == 2
    (run,) = unfinished_runs(home.runs)
    said = capsys.readouterr().err
    assert f"the disk is full: {order.out}" in said
    assert f"What was learnt is kept: put that right, then resume {run.run_id}" in said
    monkeypatch.undo()
    monkeypatch.setenv("LINESIDE_HOME", str(home.folder))

    assert main(["train", "--resume", run.run_id]) == 0
    assert len(_losses(order.out)) == 1


@pytest.mark.slow
def test_a_stopped_run_ends_after_its_step_and_packages_the_best(tmp_path: Path) -> None:
    order = replace(_order(tmp_path, epochs=50), batch=2)
    steps: list[bool] = []

    def is_stopped() -> bool:
        steps.append(True)
        return len(steps) > 3

    events: list[Any] = []
    train(order, events.append, is_stopped=is_stopped)

    assert len(_losses(order.out)) == 1
    assert type(events[-1]).__name__ == "Finished"


def test_a_checkpoint_comes_back_as_it_was(tmp_path: Path) -> None:
    history = (EpochFinished(1, 3, 0.5, 0.75, 0.25, 1.0, True, 2.5, 5.0),)
    learner: list[Any] = [np.arange(6, dtype=np.float32).reshape(2, 3), np.array(7, np.int64)]
    best = [np.full(11, number, np.float32) for number in range(12)]

    read = read_checkpoint(checkpoint_bytes(Checkpoint(history, learner, best)))

    assert read.history == history
    assert [(a.dtype, a.tolist()) for a in read.learner] == [(a.dtype, a.tolist()) for a in learner]
    assert [a.tolist() for a in read.best] == [a.tolist() for a in best]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\x93NUMPY"])
def test_a_damaged_checkpoint_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match="damaged"):
        read_checkpoint(content)


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("--resume", "yesterday"), "there is no run 'yesterday' to go on with"),
        (("parts", "--resume", "yesterday"), "leave out DIR and --out"),
        ((), "DIR --out PKG"),
    ],
)
def test_words_that_make_no_order_are_refused(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], error: str
) -> None:
    assert main(["train", *words]) == 2
    assert error in capsys.readouterr().err


def test_a_resume_without_its_images_says_so(
    tmp_path: Path, home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    run = RunFolder(home.runs / "r1")
    run.path.mkdir(parents=True)
    order = {"folder": str(tmp_path / "gone"), "out": str(tmp_path / "out")}
    (run.path / "run.json").write_text(json.dumps({"order": order}), encoding="utf-8")

    assert main(["train", "--resume", "r1"]) == 2

    assert "gone can't be read: No such file or directory" in capsys.readouterr().err
