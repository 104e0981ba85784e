"""One line of the self-test, and how it comes about."""

from __future__ import annotations

import logging
import multiprocessing
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from enum import StrEnum

_log = logging.getLogger(__name__)


class State(StrEnum):
    """How a check ended."""

    OK = "ok"
    FAILED = "failed"
    SKIPPED = "skipped"
    """It could not be made, and nothing is wrong with that: what it is about isn't installed."""


class CheckFailed(Exception):
    """Something is not as it must be. `str()` says what."""


class CheckSkipped(Exception):
    """There is nothing to check. `str()` says why."""


@dataclass(frozen=True, slots=True)
class Check:
    """What was checked, and what came out."""

    name: str
    state: State
    said: str
    seconds: float


def carry_out(name: str, check: Callable[[], str]) -> Check:
    """`check` returns what it found, or raises; whatever it raises becomes a line of its own."""
    started = time.perf_counter()
    try:
        state, said = State.OK, check()
    except CheckSkipped as why:
        state, said = State.SKIPPED, str(why)
    except CheckFailed as why:
        state, said = State.FAILED, str(why)
    except Exception as error:  # noqa: BLE001 - the next check has to come whatever this one met
        _log.exception("the check of %s broke down", name)
        state, said = State.FAILED, f"{type(error).__name__}: {error}"
    return Check(name, state, said, time.perf_counter() - started)


def carry_out_apart(name: str, check: Callable[[], str]) -> Check:
    """In a process of its own: a vendor's library that crashes takes only its line with it."""
    started = time.perf_counter()
    spawn = multiprocessing.get_context("spawn")
    try:
        with ProcessPoolExecutor(1, mp_context=spawn) as apart:
            return apart.submit(carry_out, name, check).result()
    except BrokenProcessPool:
        said = "its library crashed: see whether the vendor's driver is of the same version"
        return Check(name, State.FAILED, said, time.perf_counter() - started)
