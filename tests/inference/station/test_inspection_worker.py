"""What comes after a hold is not judged, however near it comes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from inference.classifier import Classifier
from inference.frame import Frame
from inference.sources.protocol import QueuePolicy
from inference.station.frame_queue import FrameQueue, Grab
from inference.station.in_flight import InFlight
from inference.station.inspection_worker import InspectionWorker
from inference.station.judge import Judge
from inference.verdict import Inspection
from tests.inference.station.scripted_source import ScriptedSource
from tests.inference.tiny_package import grey, write_tiny_package
from tests.patience import PATIENCE_S


class WatchedQueue(FrameQueue):
    """Tells when the worker waits for a part, and when it has seen one that it may not take."""

    def __init__(self) -> None:
        super().__init__(8, InFlight())
        self.waits = threading.Event()
        self.refused = threading.Event()

    def get(self, timeout_s: float, may_take: Callable[[], bool] = lambda: True) -> Grab | None:
        def may_take_it() -> bool:
            may = may_take()
            if not may:
                self.refused.set()
            return may

        # Still the call in which the hold came: it ends with a part, or once one was refused.
        self.waits.set()
        grab = super().get(timeout_s, may_take_it)
        while grab is None and not self.refused.is_set():
            grab = super().get(timeout_s, may_take_it)
        return grab


def test_a_part_that_comes_right_after_a_hold_waits_for_the_end_of_it(tmp_path: Path) -> None:
    judged: list[Inspection] = []
    queue, done = WatchedQueue(), threading.Event()

    def hand_on(_: Grab, inspection: Inspection) -> None:
        judged.append(inspection)
        done.set()

    judge = Judge(Classifier(write_tiny_package(tmp_path / "tiny")))
    worker = InspectionWorker(judge, queue, hand_on)
    worker.start()
    assert queue.waits.wait(PATIENCE_S)  # it asks for the next part already

    worker.hold()
    frame = Frame(grey(20), source="test")
    queue.put(Grab(frame, ScriptedSource([], policy=QueuePolicy.FAULT)))

    assert queue.refused.wait(PATIENCE_S)
    assert len(queue) == 1
    assert judged == []
    worker.resume()
    assert done.wait(PATIENCE_S)
    assert [inspection.frame for inspection in judged] == [frame]
    worker.abandon()
    queue.refused.set()
    assert worker.join(PATIENCE_S)
