from __future__ import annotations

import threading
import time

import pytest

from inference.frame import Frame, UnreadableFrame
from inference.sources.protocol import QueuePolicy
from inference.station.frame_queue import FrameQueue, Grab
from inference.station.in_flight import InFlight
from tests.inference.station.scripted_source import ScriptedSource
from tests.inference.tiny_package import grey
from tests.patience import PATIENCE_S


def grab(level: int, policy: QueuePolicy) -> Grab:
    return Grab(Frame(grey(level), source="test"), ScriptedSource([], policy=policy))


def new_queue(capacity: int) -> FrameQueue:
    return FrameQueue(capacity, InFlight())


def levels(queue: FrameQueue) -> list[int]:
    found = []
    while (got := queue.get(0)) is not None:
        assert isinstance(got.part, Frame)
        found.append(int(got.part.image[0, 0]))
    return found


def test_a_live_camera_loses_the_oldest_and_counts_it() -> None:
    queue = new_queue(2)
    for level in range(5):
        queue.put(grab(level, QueuePolicy.DROP_OLDEST))
    assert queue.dropped == 3
    assert levels(queue) == [3, 4]


def test_a_folder_waits_and_loses_nothing() -> None:
    queue = new_queue(2)

    def put_all() -> None:
        for level in range(6):
            queue.put(grab(level, QueuePolicy.BLOCK))

    thread = threading.Thread(target=put_all)
    thread.start()
    time.sleep(0.05)
    assert thread.is_alive()
    found = []
    while len(found) < 6:
        found += levels(queue)
    thread.join()
    assert found == list(range(6))
    assert queue.dropped == 0


def test_a_triggered_part_that_finds_no_room_becomes_a_fault() -> None:
    queue = new_queue(1)
    waiting, overflowing = grab(1, QueuePolicy.FAULT), grab(2, QueuePolicy.FAULT)
    queue.put(waiting)
    queue.put(overflowing)
    assert queue.get(0) is waiting
    late = queue.get(0)
    assert late is not None
    assert isinstance(late.part, UnreadableFrame)
    assert late.part.part_id == overflowing.part.part_id
    assert "faster than they could be judged" in late.part.error


@pytest.mark.parametrize("policy", list(QueuePolicy))
def test_a_closed_queue_takes_nothing_but_gives_what_it_holds(policy: QueuePolicy) -> None:
    queue = new_queue(2)
    queue.put(grab(7, policy))
    queue.close()
    assert not queue.put(grab(8, policy))
    assert len(queue) == 1
    assert levels(queue) == [7]


def test_closing_lets_go_who_waits_for_room() -> None:
    queue = new_queue(1)
    queue.put(grab(1, QueuePolicy.BLOCK))
    taken: list[bool] = []
    thread = threading.Thread(target=lambda: taken.append(queue.put(grab(2, QueuePolicy.BLOCK))))
    thread.start()
    queue.close()
    thread.join(PATIENCE_S)
    assert taken == [False]


def test_waiting_for_a_part_ends_in_time() -> None:
    started = time.monotonic()
    assert new_queue(1).get(0.05) is None
    assert 0.04 < time.monotonic() - started < 30


def test_a_camera_never_pushes_a_folders_part_out() -> None:
    in_flight = InFlight()
    queue = FrameQueue(2, in_flight)
    for level in (1, 2):
        queue.put(grab(level, QueuePolicy.BLOCK))
    queue.put(grab(3, QueuePolicy.DROP_OLDEST))
    assert queue.dropped == 1
    assert levels(queue) == [1, 2]
    assert len(in_flight) == 2
