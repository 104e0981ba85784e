"""The line beside a training: what is compared, and a training that never begins."""

from __future__ import annotations

from pathlib import Path

import pytest

from gui.bench import while_training
from gui.bench.while_training import NoTraining, measure_while_training
from tests.gui.trainer.fake_job import FakeJob
from training.events import BatchFinished, Failed


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> list[FakeJob]:
    """Jobs that learn at once. The line and the window are real."""
    made: list[FakeJob] = []

    class Job(FakeJob):
        def start(self) -> None:
            super().start()
            self.tell(BatchFinished(1, 4, 3, 10, 0.5, 9.0))
            made.append(self)

        def wait(self) -> None:
            self.asked.append("wait")

    monkeypatch.setattr(while_training, "TrainingJob", Job)
    monkeypatch.setattr(while_training, "_IMAGES", 2)
    monkeypatch.setattr(while_training, "_WARM_UP_S", 1.0)
    return made


@pytest.mark.usefixtures("qtbot")
def test_the_line_beside_a_training_is_compared_with_the_line_alone(
    tmp_path: Path, jobs: list[FakeJob]
) -> None:
    alone, beside = measure_while_training(tmp_path, seconds=1.0, recipe="pooled")
    assert alone.ratio == 1.0
    assert beside.ratio == pytest.approx(beside.p99_ms / alone.p99_ms)
    assert alone.per_s > 0
    # Two clocks: where a thread only works, they may differ by the time it takes to read them.
    assert 1.01 * beside.more["longest_block_ms"] >= beside.more["longest_work_ms"] > 0
    assert beside.name.endswith("beside a training of pooled")
    assert jobs[0].asked == ["start", "cancel", "wait"]


@pytest.mark.usefixtures("qtbot")
def test_a_training_that_fails_is_no_measurement(
    tmp_path: Path, jobs: list[FakeJob], monkeypatch: pytest.MonkeyPatch
) -> None:
    del jobs

    def fail(job: FakeJob) -> None:
        job.asked.append("start")
        job.tell(Failed("the disk is full"))

    monkeypatch.setattr(while_training.TrainingJob, "start", fail)
    with pytest.raises(NoTraining, match="the disk is full"):
        list(measure_while_training(tmp_path, seconds=0.5, recipe="pooled"))
