"""What every source promises, asked of each kind."""

from __future__ import annotations

import gc
import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import psutil
import pytest

from inference.frame import Frame
from inference.sources.opening import make_source
from inference.sources.protocol import QueuePolicy, Source, SourceLost
from tests.fakes import LedgerInMemory
from tests.inference.sources.rigs import RIGS, Rig
from tests.patience import PATIENCE_S

LIVE = ["folder", "mjpeg", "rtsp", "usb", "basler", "aravis"]
"""Who may wait for a picture. The GenTL producer has no trigger and no pause; a file has an end."""
OPENINGS, WARM_AFTER = 50, 10
SLACK_MB = 3.0
"""What the memory of a process grows and shrinks by in so long a time, whatever it does."""


@pytest.fixture
def rig(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Rig]:
    with RIGS[request.param](tmp_path, monkeypatch) as rig:
        yield rig


def _frames(source: Source, count: int) -> list[Frame]:
    frames: list[Frame] = []
    deadline = time.monotonic() + PATIENCE_S
    while len(frames) < count and time.monotonic() < deadline:
        part = source.read(timeout_s=1)
        if isinstance(part, Frame):
            frames.append(part)
        elif part is not None:  # a busy computer loses packets of a camera in its network
            assert "did not arrive whole" in part.error
    assert len(frames) == count
    return frames


@pytest.mark.parametrize("rig", RIGS, indirect=True)
def test_frames_keep_the_contract(rig: Rig) -> None:
    source = rig.new_source()
    source.open()
    frames = _frames(source, 5)
    source.close()
    for frame in frames:
        assert frame.image.dtype == np.uint8
        assert frame.image.shape == rig.shape
        assert frame.bits_per_sample == 8
        assert frame.image.flags.c_contiguous
        assert not frame.image.flags.writeable
        assert frame.source == source.name
        assert frame.captured_at.tzinfo is UTC
    assert len({frame.part_id for frame in frames}) == 5
    moments = [(frame.captured_at, frame.captured_ns) for frame in frames]
    assert moments == sorted(moments)
    assert isinstance(source.policy, QueuePolicy)


@pytest.mark.parametrize("rig", [kind for kind in RIGS if kind != "simulated"], indirect=True)
def test_red_comes_out_as_red_in_rgb(rig: Rig) -> None:
    assert rig.colour is not None
    source = rig.new_source()
    source.open()
    (frame,) = _frames(source, 1)
    source.close()
    darkest = frame.image.reshape(-1, 3)[frame.image.sum(axis=2, dtype=int).argmin()]
    np.testing.assert_allclose(darkest, rig.colour, atol=8)


@pytest.mark.parametrize("rig", RIGS, indirect=True)
def test_pictures_are_taken_after_the_source_was_opened_and_before_they_are_had(rig: Rig) -> None:
    source = rig.new_source()
    opened_at, opened_ns = datetime.now(UTC), time.perf_counter_ns()
    source.open()
    frames = _frames(source, 3)
    had_at, had_ns = datetime.now(UTC), time.perf_counter_ns()
    source.close()
    for frame in frames:
        assert opened_at <= frame.captured_at <= had_at
        assert opened_ns <= frame.captured_ns <= had_ns


@pytest.mark.parametrize("rig", LIVE, indirect=True)
def test_read_gives_up_in_time_when_nothing_comes(rig: Rig) -> None:
    source = _silent(rig)
    started = time.monotonic()
    assert source.read(timeout_s=0.3) is None
    assert 0.25 < time.monotonic() - started < 30
    source.close()


@pytest.mark.parametrize("rig", RIGS, indirect=True)
def test_calls_stay_within_what_they_may_take(rig: Rig) -> None:
    source = rig.new_source()
    started = time.monotonic()
    source.open()
    assert time.monotonic() - started < source.open_may_take_s
    started = time.monotonic()
    _frames(source, 1)
    assert time.monotonic() - started < source.read_may_take_s
    source.close()


@pytest.mark.parametrize("rig", LIVE, indirect=True)
def test_close_while_read_blocks_returns_promptly(rig: Rig) -> None:
    source = _silent(rig)
    answers: list[object] = []
    reading = threading.Event()

    def read() -> None:
        reading.set()
        try:
            answers.append(source.read(timeout_s=120))
        except SourceLost as lost:
            answers.append(lost)

    reader = threading.Thread(target=read)
    reader.start()
    assert reading.wait(30)
    time.sleep(0.2)  # until it blocks; should that take longer, there is less to see
    started = time.monotonic()
    source.close()
    assert time.monotonic() - started < 30
    reader.join(timeout=30)
    assert not reader.is_alive()
    assert answers[0] is None or isinstance(answers[0], SourceLost)


@pytest.mark.parametrize("rig", ["mjpeg", "rtsp", "aravis"], indirect=True)
def test_close_while_open_blocks_returns_promptly(rig: Rig) -> None:
    assert rig.freeze is not None
    rig.freeze()
    source = rig.new_source()
    answers: list[SourceLost] = []

    def open_it() -> None:
        with pytest.raises(SourceLost) as caught:
            source.open()
        answers.append(caught.value)

    opener = threading.Thread(target=open_it)
    opener.start()
    time.sleep(0.2)  # until it blocks; should that take longer, there is less to see
    source.close()
    opener.join(timeout=30)
    assert not opener.is_alive()
    assert answers


@pytest.mark.parametrize("rig", RIGS, indirect=True)
def test_close_comes_twice_and_before_open(rig: Rig) -> None:
    rig.new_source().close()
    source = rig.new_source()
    source.open()
    source.close()
    source.close()
    assert source.read(timeout_s=0.1) is None


@pytest.mark.slow
@pytest.mark.parametrize("rig", RIGS, indirect=True)
def test_opening_fifty_times_leaves_no_thread_no_handle_and_no_memory(rig: Rig) -> None:
    def once(_: int) -> None:
        source = rig.new_source()
        source.open()
        _frames(source, 1)
        source.close()

    with ThreadPoolExecutor(5 if rig.many_at_once else 1) as openers:
        list(openers.map(once, range(WARM_AFTER)))
        before, grown_mb = _resources(), list[float]()
        allowed_mb = SLACK_MB + rig.keeps_mb * (OPENINGS - WARM_AFTER)
        # A process grows by a step now and then; what leaks grows each time.
        while len(grown_mb) < 5 and min(grown_mb, default=allowed_mb) >= allowed_mb:
            before_mb = _memory_mb()
            list(openers.map(once, range(OPENINGS - WARM_AFTER)))
            grown_mb.append(_memory_mb() - before_mb)
        deadline = time.monotonic() + 30
        while _grown(before) and time.monotonic() < deadline:
            time.sleep(0.02)
        assert not _grown(before)
    assert min(grown_mb) < allowed_mb, grown_mb


def _silent(rig: Rig) -> Source:
    """An open source, from which nothing comes, and nothing is on its way."""
    if rig.silent is not None:
        source = make_source(rig.silent, LedgerInMemory())
        source.open()
        return source
    source = rig.new_source()
    source.open()
    _frames(source, 1)
    _silence(rig, source)
    return source


def _silence(rig: Rig, source: Source) -> None:
    """What was already on its way is let through, until three reads brought nothing."""
    assert rig.fall_silent is not None
    rig.fall_silent()
    deadline = time.monotonic() + PATIENCE_S
    silent = 0
    while silent < 3:
        silent = silent + 1 if source.read(timeout_s=0.2) is None else 0
        assert time.monotonic() < deadline


def _resources() -> dict[str, int]:
    process = psutil.Process()
    handles = process.num_handles() if os.name == "nt" else process.num_fds()
    return {"threads": threading.active_count(), "handles": handles}


def _memory_mb() -> float:
    gc.collect()
    return float(psutil.Process().memory_info().rss / 1e6)


def _grown(before: dict[str, int]) -> dict[str, int]:
    return {what: now for what, now in _resources().items() if now > before[what]}
