from __future__ import annotations

import itertools
import operator
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from inference.frame import Frame
from inference.sources.protocol import SourceInvalid, SourceLost
from inference.station.frame_queue import FrameQueue
from inference.station.in_flight import InFlight
from inference.station.snapshot import SourceState
from inference.station.source_supervisor import SourceSupervisor
from tests.inference.station.scripted_source import ScriptedSource
from tests.inference.tiny_package import grey
from tests.patience import PATIENCE_S


@pytest.fixture
def queue() -> FrameQueue:
    return FrameQueue(8, InFlight())


@pytest.fixture
def supervisor(queue: FrameQueue) -> Iterator[SourceSupervisor]:
    supervisor = SourceSupervisor(queue)
    yield supervisor
    supervisor.stop()


def frame(level: int = 0) -> Frame:
    return Frame(grey(level), source="scripted")


def until(
    condition: Callable[[], bool], supervisor: SourceSupervisor, within_s: float = PATIENCE_S
) -> None:
    deadline = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < deadline, supervisor.status
        supervisor.tick()
        time.sleep(0.005)


def no_source_runs() -> bool:
    return all(thread.name != "source" for thread in threading.enumerate())


def hanging(release: threading.Event, first: Frame, late: Frame) -> ScriptedSource:
    """Its second read hangs, and only that one is given no time."""
    source = ScriptedSource([])

    def shorten() -> None:
        source.read_may_take_s = 0.05

    source.steps = iter([first, shorten, lambda: bool(release.wait(PATIENCE_S)) or None, late])
    return source


def test_a_finite_source_ends(queue: FrameQueue, supervisor: SourceSupervisor) -> None:
    source = ScriptedSource([frame(1), frame(2)])
    supervisor.start(lambda: source)
    until(lambda: supervisor.status.ended, supervisor)
    assert supervisor.status.state is SourceState.CLOSED
    assert source.closed.is_set()
    assert len(queue) == 2


def test_a_lost_source_is_opened_again(queue: FrameQueue, supervisor: SourceSupervisor) -> None:
    lost = ScriptedSource([frame(1), SourceLost("the cable is out", "put it back")])
    back = ScriptedSource([frame(2)] + [None] * 1000)
    sources = iter([lost, back])
    seen: list[SourceState] = []

    def is_back() -> bool:
        seen.append(supervisor.status.state)
        return SourceState.RETRYING in seen and seen[-1] is SourceState.RUNNING

    supervisor.start(lambda: next(sources))
    until(is_back, supervisor)
    assert lost.closed.is_set()
    assert supervisor.status.problem is None


def test_what_is_wrong_is_said_while_it_retries(supervisor: SourceSupervisor) -> None:
    supervisor.start(lambda: ScriptedSource([], on_open=SourceLost("no such share", "wait")))
    until(lambda: supervisor.status.state is SourceState.RETRYING, supervisor)
    assert (supervisor.status.problem, supervisor.status.remedy) == ("no such share", "wait")


def test_a_wrong_address_is_not_tried_for_ever(supervisor: SourceSupervisor) -> None:
    opened = itertools.count()
    invalid = SourceInvalid("no such camera", "choose another")

    def make() -> ScriptedSource:
        next(opened)
        return ScriptedSource([], on_open=invalid)

    supervisor.start(make)
    until(lambda: supervisor.status.state is SourceState.FAILED, supervisor)
    until(no_source_runs, supervisor)
    assert next(opened) == 1


def test_silence_means_lost_where_the_source_says_so(supervisor: SourceSupervisor) -> None:
    supervisor.start(lambda: ScriptedSource([frame()] + [None] * 1000, stall_after_s=0.1))
    until(lambda: supervisor.status.state is SourceState.RETRYING, supervisor)
    assert "no frame" in (supervisor.status.problem or "")


def test_silence_is_normal_where_nothing_is_said(supervisor: SourceSupervisor) -> None:
    silence = iter([None] * 1000)
    supervisor.start(lambda: ScriptedSource(silence))
    until(lambda: operator.length_hint(silence) < 980, supervisor)
    assert supervisor.status.state is SourceState.RUNNING


@pytest.mark.expects_log("unforeseen")
def test_a_driver_that_crashes_is_given_up_in_the_end(
    supervisor: SourceSupervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inference.station.backoff.Backoff.next_s", lambda _: 0.01)
    supervisor.start(lambda: ScriptedSource([RuntimeError("driver bug")]))
    until(lambda: supervisor.status.state is SourceState.FAILED, supervisor)
    assert "driver bug" in (supervisor.status.problem or "")


@pytest.mark.expects_log("does not answer")
def test_a_call_that_never_returns_is_left_behind(
    queue: FrameQueue, supervisor: SourceSupervisor
) -> None:
    release = threading.Event()
    late = frame(9)
    hung = hanging(release, frame(1), late)
    healthy = ScriptedSource([frame(2)])
    sources = iter([hung, healthy])
    supervisor.start(lambda: next(sources))
    until(lambda: supervisor.status.ended, supervisor)
    assert hung.closed.wait(PATIENCE_S)
    release.set()
    until(no_source_runs, supervisor)
    got = [grab.part for grab in iter(lambda: queue.get(0), None)]
    assert len(got) == 2
    assert late not in got


@pytest.mark.expects_log("does not answer")
def test_hung_drivers_are_not_collected_without_limit(
    supervisor: SourceSupervisor,
) -> None:
    release = threading.Event()

    supervisor.start(lambda: hanging(release, frame(), frame()))
    until(lambda: supervisor.status.state is SourceState.FAILED, supervisor)
    assert "hung 3 times" in (supervisor.status.problem or "")
    release.set()


def test_stopping_closes_the_source(supervisor: SourceSupervisor) -> None:
    source = ScriptedSource([None] * 10_000)
    supervisor.start(lambda: source)
    until(lambda: supervisor.status.state is SourceState.RUNNING, supervisor)
    supervisor.stop()
    assert source.closed.wait(PATIENCE_S)
    assert supervisor.status.state is SourceState.CLOSED


def test_no_more_parts_than_asked_for(queue: FrameQueue, supervisor: SourceSupervisor) -> None:
    supervisor.start(lambda: ScriptedSource([frame(level) for level in range(6)]), parts_limit=4)
    until(lambda: supervisor.status.ended, supervisor)
    assert len(list(iter(lambda: queue.get(0), None))) == 4


def test_a_source_that_is_exchanged_often_is_no_hung_driver(supervisor: SourceSupervisor) -> None:
    slow = threading.Event()

    def make() -> ScriptedSource:
        slow.wait(PATIENCE_S)
        return ScriptedSource([None] * 10_000)

    for _ in range(4):
        supervisor.start(make)
    slow.set()
    until(lambda: supervisor.status.state is SourceState.RUNNING, supervisor)


def test_a_source_that_is_stopped_while_it_is_made_is_never_opened(
    supervisor: SourceSupervisor,
) -> None:
    made, go_on = threading.Event(), threading.Event()
    source = ScriptedSource([None] * 100)

    def make() -> ScriptedSource:
        made.set()
        go_on.wait(PATIENCE_S)
        return source

    supervisor.start(make)
    assert made.wait(PATIENCE_S)
    supervisor.stop()
    go_on.set()
    until(no_source_runs, supervisor)
    assert not source.opened


@pytest.mark.expects_log("could not be closed")
def test_a_source_that_cannot_be_closed_is_still_opened_again(supervisor: SourceSupervisor) -> None:
    bad = ScriptedSource([SourceLost("gone", "wait")], on_close=RuntimeError("driver bug"))
    sources = iter([bad, ScriptedSource([None] * 10_000)])
    supervisor.start(lambda: next(sources))
    until(lambda: supervisor.status.state is SourceState.RUNNING, supervisor)
