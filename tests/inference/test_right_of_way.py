from __future__ import annotations

import os
import sys
import threading

import pytest

from inference import right_of_way
from inference.right_of_way import give_way, giving_way, step_back
from tests.inference.watched_gate import watch_gate
from tests.patience import PATIENCE_S


def test_a_thread_stands_still_until_the_window_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    gate = watch_gate(monkeypatch)
    monkeypatch.setattr(right_of_way, "_LONGEST_S", PATIENCE_S)
    done: list[int] = []
    worker = threading.Thread(target=lambda: done.extend(giving_way(range(3), 1)))
    with right_of_way.right_of_way():
        with right_of_way.right_of_way():
            pass  # the end of one within another is no end
        worker.start()
        assert gate.somebody_waits.wait(PATIENCE_S)
        assert not done
    worker.join(PATIENCE_S)
    assert done == [0, 1, 2]


def test_it_goes_on_all_the_same_where_the_window_takes_too_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gate = watch_gate(monkeypatch)
    monkeypatch.setattr(right_of_way, "_LONGEST_S", 0.001)
    with right_of_way.right_of_way():
        give_way()
    assert gate.somebody_waits.is_set()


def test_what_fails_while_the_window_draws_leaves_nobody_standing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gate = watch_gate(monkeypatch)
    with pytest.raises(ZeroDivisionError), right_of_way.right_of_way():
        raise ZeroDivisionError
    give_way()
    assert not gate.somebody_waits.is_set()


def test_it_gives_way_before_each_step(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[int] = []
    looks: list[int] = []
    watch_gate(monkeypatch, lambda: looks.append(len(done)))
    for item in giving_way(range(10), 4):
        done.append(item)  # noqa: PERF402 - what is done so far is looked at
    assert looks == [0, 4, 8]
    assert done == list(range(10))


@pytest.mark.skipif(sys.platform != "linux", reason="threads have a priority of their own here")
def test_where_cores_are_scarce_the_windows_thread_has_one_first() -> None:
    def priority_of(number: int) -> int:
        return os.getpriority(os.PRIO_PROCESS, number)

    before = priority_of(os.getpid())
    seen: list[int] = []

    def work() -> None:
        for _ in range(2):  # a thread that such a thread began does it too
            step_back()
            seen.append(priority_of(threading.get_native_id()))

    worker = threading.Thread(target=work)
    worker.start()
    worker.join(PATIENCE_S)
    assert seen == [min(before + 5, 19)] * 2
    assert priority_of(os.getpid()) == before
