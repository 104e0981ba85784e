"""How the line is, taken down as one frozen snapshot."""

from __future__ import annotations

from inference.sources.settings import takes_triggers
from inference.station.control import Control
from inference.station.inspection_worker import InspectionWorker
from inference.station.line import Line
from inference.station.problem import Problem
from inference.station.recorder import Recorder
from inference.station.snapshot import Counters, SourceState, StationSnapshot, StationState

_PART_MAY_TAKE_S = 30.0
_FAILURES_ARE_A_FAULT = 5


def take_snapshot(
    control: Control, line: Line, settings_problem: Problem | None
) -> StationSnapshot:
    """Of this line. `settings_problem`: the settings are wrong, so nothing is judged."""
    worker, status = line.worker, line.supervisor.status
    judge = worker.judge if worker else None
    problem = control.problem or _problem_of(line)
    failed = problem is not None or status.state is SourceState.FAILED
    # Wrong settings are no fault of the station: it stays offline and says which.
    problem = settings_problem or problem
    return StationSnapshot(
        state=_state(control.online, failed),
        held=worker is not None and worker.held,
        line=line.name,
        source=line.source.name if line.source else "",
        source_state=status.state,
        triggerable=control.online and line.source is not None and takes_triggers(line.source),
        problem=problem.what if problem else status.problem,
        remedy=problem.remedy if problem else status.remedy,
        notice=control.notices.newest or _notice_of(line.recorder),
        model_id=judge.model_id if judge else None,
        model_problem=control.models.problem,
        thresholds=judge.thresholds if judge else None,
        method=judge.classifier.method if judge else None,
        methods=judge.classifier.methods if judge else (),
        counters=_counters(line),
        parts_per_minute=line.tally.parts_per_minute(),
        latency_ms=line.tally.latency_ms(),
        trigger_ms=line.tally.trigger_ms(),
        disk_free_share=control.disk_free_share,
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
        given_up=recorder.given_up if recorder else 0,
    )


def _problem_of(line: Line) -> Problem | None:
    """Why parts are not judged or not recorded."""
    recorder, worker = line.recorder, line.worker
    if recorder is not None and recorder.problem is not None:
        return recorder.problem
    if recorder is not None and not recorder.alive:
        return Problem("the recording thread has ended", "restart the program, and see the log")
    return _problem_of_worker(worker) if worker is not None else None


def _problem_of_worker(worker: InspectionWorker) -> Problem | None:
    seconds = worker.seconds_on_part()
    if seconds > _PART_MAY_TAKE_S:
        return Problem(
            f"a part has been stuck for {seconds:.0f} s: model, line output or disk don't answer",
            "see the log, then restart the program",
        )
    if worker.judge.failures_in_a_row >= _FAILURES_ARE_A_FAULT:
        return Problem("the model fails on every part", "roll back the model, and see the log")
    if not worker.alive:
        return Problem("the inspection thread has ended", "restart the program, and see the log")
    return None


def _notice_of(recorder: Recorder | None) -> str | None:
    """What is not kept though parts are judged and recorded."""
    if recorder is None:
        return None
    problem = recorder.picture_problem or recorder.retention_problem
    return f"{problem.what}; {problem.remedy}" if problem else None
