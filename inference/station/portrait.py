"""How the line is, taken down as one frozen snapshot."""

from __future__ import annotations

from inference.station.inspection_worker import InspectionWorker
from inference.station.line import Line
from inference.station.problem import Problem
from inference.station.snapshot import Counters, SourceState, StationSnapshot, StationState

_PART_MAY_TAKE_S = 30.0
_FAILURES_ARE_A_FAULT = 5


def take_snapshot(
    line: Line,
    *,
    online: bool,
    source: str,
    settings_problem: Problem | None,
    problem: Problem | None,
    model_problem: str | None,
    disk_free_share: float | None,
) -> StationSnapshot:
    """`problem` is what the station itself knows; the line's own come after it."""
    worker, status = line.worker, line.supervisor.status
    judge = worker.judge if worker else None
    problem = problem or _problem_of(line)
    failed = problem is not None or status.state is SourceState.FAILED
    # Wrong settings are no fault of the station: it stays offline and says which.
    problem = settings_problem or problem
    return StationSnapshot(
        state=_state(online, failed),
        held=worker is not None and worker.held,
        source=source,
        source_state=status.state,
        problem=problem.what if problem else status.problem,
        remedy=problem.remedy if problem else status.remedy,
        model_id=judge.model_id if judge else None,
        model_problem=model_problem,
        thresholds=judge.thresholds if judge else None,
        method=judge.classifier.method if judge else None,
        methods=judge.classifier.methods if judge else (),
        counters=_counters(line),
        parts_per_minute=line.tally.parts_per_minute(),
        latency_ms=line.tally.latency_ms(),
        disk_free_share=disk_free_share,
        finished=line.finished,
    )


def _state(online: bool, failed: bool) -> StationState:
    if failed:
        return StationState.FAULT
    return StationState.ONLINE if online else StationState.OFFLINE


def _counters(line: Line) -> Counters:
    recorder = line.recorder
    return Counters(
        by_outcome=line.tally.by_outcome(),
        dropped=line.queue.dropped,
        recorded=recorder.recorded if recorder else 0,
        waiting=recorder.waiting if recorder else 0,
    )


def _problem_of(line: Line) -> Problem | None:
    recorder, worker = line.recorder, line.worker
    if recorder is not None and recorder.problem is not None:
        return recorder.problem
    return _problem_of_worker(worker) if worker is not None else None


def _problem_of_worker(worker: InspectionWorker) -> Problem | None:
    if worker.seconds_on_part() > _PART_MAY_TAKE_S:
        return Problem("the model does not come back from a part", "restart the program")
    if worker.judge.failures_in_a_row >= _FAILURES_ARE_A_FAULT:
        return Problem("the model fails on every part", "roll back the model, and see the log")
    if not worker.alive:
        return Problem("the inspection thread has ended", "restart the program, and see the log")
    return None
