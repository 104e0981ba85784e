from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from inference.home import Home
from inference.package import read_package
from tests.training.drawn_parts import write_parts
from training.events import BatchFinished, EpochFinished
from training.runs.order import TrainingOrder
from training.runs.process import TrainingJob
from training.runs.run_folder import unfinished_runs
from training.runs.snapshot import JobSnapshot, JobState, after_event

_LONG_S = 900.0
"""Its process is a nice one: on a loaded machine it waits for all others."""


@pytest.fixture
def order(tmp_path: Path) -> TrainingOrder:
    folder = write_parts(tmp_path / "parts", 8)
    return TrainingOrder(folder, tmp_path / "models" / "discs", "pooled", epochs=500)


def _until(job: TrainingJob, reached: Callable[[JobSnapshot], bool]) -> JobSnapshot:
    deadline = time.monotonic() + _LONG_S
    while not reached(job.snapshot()):
        assert not job.snapshot().is_over, job.snapshot()
        assert time.monotonic() < deadline, job.snapshot()
        time.sleep(0.02)
    return job.snapshot()


@pytest.mark.slow
def test_a_job_becomes_a_package_in_another_process(order: TrainingOrder, home: Home) -> None:
    job = TrainingJob(replace(order, epochs=2), home.runs)
    assert job.snapshot().state is JobState.QUEUED

    job.start()
    ended = job.wait(_LONG_S)

    assert (ended.state, ended.error) == (JobState.FINISHED, None)
    assert ended.package == order.out
    assert ended.metrics == read_package(order.out).manifest.metrics
    assert [epoch.epoch for epoch in ended.history] == [1, 2]
    assert ended.progress == 1.0
    assert ended.dataset is not None
    assert ended.dataset.counts == {"def": 8, "ok": 8}
    assert list(home.runs.iterdir()) == []


@pytest.mark.slow
def test_stop_packages_the_best_so_far(order: TrainingOrder, home: Home) -> None:
    job = TrainingJob(order, home.runs)
    job.start()
    _until(job, lambda now: len(now.history) >= 2)

    job.stop()
    assert job.snapshot().is_ending
    ended = job.wait(_LONG_S)

    assert ended.state is JobState.FINISHED
    assert 2 <= len(ended.history) < 500
    assert not ended.is_ending
    best = min(ended.history, key=lambda epoch: epoch.val_loss).epoch
    assert read_package(order.out).manifest.lineage["best_epoch"] == best


@pytest.mark.slow
def test_cancel_leaves_nothing_behind(order: TrainingOrder, home: Home) -> None:
    job = TrainingJob(order, home.runs)
    job.start()
    _until(job, lambda now: len(now.history) >= 1)

    job.cancel()
    ended = job.wait(_LONG_S)

    assert ended.state is JobState.CANCELLED
    assert list(order.out.parent.iterdir()) == []
    assert list(home.runs.iterdir()) == []


def test_cancel_before_the_start_and_after_the_end_is_no_error(
    order: TrainingOrder, home: Home
) -> None:
    job = TrainingJob(order, home.runs)
    job.cancel()
    job.stop()
    job.start()

    assert job.wait().state is JobState.CANCELLED


def test_a_refused_order_fails_in_words(order: TrainingOrder, home: Home) -> None:
    job = TrainingJob(replace(order, folder=order.folder / "nowhere"), home.runs)
    job.start()

    ended = job.wait(_LONG_S)

    assert ended.state is JobState.FAILED
    assert ended.error is not None
    assert "nowhere can't be read" in ended.error
    assert not home.runs.exists()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
def test_a_killed_process_fails_in_words_and_is_gone_on_with(
    order: TrainingOrder, home: Home
) -> None:
    job = TrainingJob(order, home.runs)
    job.start()
    _until(job, lambda now: len(now.history) >= 2)
    child = psutil.Process(job._process.pid)
    assert child.nice() >= 10

    os.kill(child.pid, signal.SIGKILL)
    ended = job.wait(_LONG_S)

    assert ended.state is JobState.FAILED
    assert "SIGKILL" in str(ended.error)
    assert f"go on with run {ended.run_id}" in str(ended.error)
    (run,) = unfinished_runs(home.runs)
    again = TrainingJob.resumed(run)
    again.start()
    begun = _until(again, lambda now: len(now.history) > len(ended.history))
    assert begun.history[:1] == ended.history[:1]
    again.cancel()
    assert again.wait(_LONG_S).state is JobState.CANCELLED


_PARENT = """
import sys, time
from pathlib import Path
from training.runs.order import TrainingOrder
from training.runs.process import TrainingJob
if __name__ == "__main__":
    order = TrainingOrder(Path(sys.argv[1]), Path(sys.argv[2]), "pooled", epochs=500)
    job = TrainingJob(order, Path(sys.argv[3]))
    job.start()
    while not job.snapshot().history:
        time.sleep(0.05)
    print(job._process.pid, flush=True)
    time.sleep(600)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is POSIX")
def test_no_orphan_stays_when_the_parent_is_killed(
    order: TrainingOrder, home: Home, tmp_path: Path
) -> None:
    script = tmp_path / "parent.py"
    script.write_text(_PARENT, encoding="utf-8")
    words = [str(script), str(order.folder), str(order.out), str(home.runs)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    with subprocess.Popen(
        [sys.executable, *words], stdout=subprocess.PIPE, text=True, env=environment
    ) as parent:
        assert parent.stdout is not None
        child = psutil.Process(int(parent.stdout.readline()))
        parent.kill()

    psutil.wait_procs([child], timeout=_LONG_S)
    assert not child.is_running()
    assert len(unfinished_runs(home.runs)) == 1


def test_the_snapshot_tells_progress_within_an_epoch(order: TrainingOrder) -> None:
    first = EpochFinished(1, 4, 0.5, 0.7, 0.6, 0.7, True, 8.0, 24.0)

    now = after_event(JobSnapshot(order, "r"), BatchFinished(1, 4, 1, 2, 0.6, 30.0))
    assert (now.progress, now.seconds_left) == (0.125, 30.0)
    now = after_event(now, first)
    assert (now.progress, now.history, now.message) == (0.25, (first,), str(first))
