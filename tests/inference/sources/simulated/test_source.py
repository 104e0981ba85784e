from __future__ import annotations

import threading
import time

import numpy as np
import pytest

from inference.frame import Frame
from inference.sources.protocol import QueuePolicy, Source, SourceEnded
from inference.sources.settings import SimulatedSettings
from inference.sources.simulated import SimulatedLine


def _opened(**settings: object) -> SimulatedLine:
    source = SimulatedLine(SimulatedSettings.model_validate({"size_px": 96, **settings}))
    source.open()
    return source


def _frames(source: Source, n: int) -> list[Frame]:
    frames = [source.read(1.0) for _ in range(n)]
    assert all(isinstance(frame, Frame) for frame in frames)
    return [frame for frame in frames if isinstance(frame, Frame)]


def test_frames_keep_the_contract_and_know_the_truth() -> None:
    source: Source = _opened(rate_hz=None, seed=4, defect_share=0.5)
    frames = _frames(source, 40)
    assert {frame.source for frame in frames} == {"simulated"}
    assert {frame.truth.label for frame in frames if frame.truth} == {"ok", "def"}
    assert all(frame.image.shape == (96, 96) for frame in frames)
    times = [frame.captured_ns for frame in frames]
    assert times == sorted(times)
    assert source.policy is QueuePolicy.BLOCK


def test_pictures_repeat_from_run_to_run_but_parts_do_not() -> None:
    one, other = (_frames(_opened(rate_hz=None, seed=4), 6) for _ in range(2))
    assert all(np.array_equal(a.image, b.image) for a, b in zip(one, other, strict=True))
    assert len({frame.part_id for frame in one + other}) == 12


def test_it_ends_after_its_parts_and_stays_ended() -> None:
    source = _opened(rate_hz=None, parts=3)
    _frames(source, 3)
    for _ in range(2):
        with pytest.raises(SourceEnded):
            source.read(1.0)


def test_only_the_chosen_defects_come() -> None:
    source = _opened(rate_hz=None, defect_share=1, defect_types=("flash",))
    kinds = {frame.truth.defect_type for frame in _frames(source, 10) if frame.truth}
    assert kinds == {"flash"}


def test_it_keeps_its_pace() -> None:
    source = _opened(rate_hz=40)
    started = time.monotonic()
    _frames(source, 21)
    assert 0.49 <= time.monotonic() - started < 30


def test_a_part_that_is_not_due_in_time_is_none_and_comes_later() -> None:
    source = _opened(rate_hz=0.5, parts=2)
    _frames(source, 1)
    assert source.read(0.01) is None
    assert isinstance(source.read(60), Frame)


def test_it_does_not_catch_up_in_a_burst_after_a_wait() -> None:
    source = _opened(rate_hz=20)
    _frames(source, 1)
    time.sleep(0.4)
    started = time.monotonic()
    _frames(source, 5)
    assert time.monotonic() - started > 0.19


def test_close_from_another_thread_ends_a_waiting_read_at_once() -> None:
    source = _opened(rate_hz=0.001)
    _frames(source, 1)
    closing = threading.Timer(0.1, source.close)
    closing.start()
    started = time.monotonic()
    assert source.read(300.0) is None
    assert time.monotonic() - started < 30
    closing.join()
    source.close()
    assert source.read(0.0) is None


@pytest.mark.parametrize("rate_hz", [None, 0.1, 30])
def test_it_is_not_thought_lost_between_two_parts(rate_hz: float | None) -> None:
    patience_s = SimulatedLine(SimulatedSettings(rate_hz=rate_hz)).stall_after_s
    assert patience_s is not None
    assert patience_s > 2 / (rate_hz or 1)
