"""What a camera's library hands over for one exposure."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Delivery:
    """A whole buffer, copied out of the library's memory; with a `problem`, one that is not whole.

    `data` is flat uint8, `pixel_format` is GenICam's name of how to read it.
    """

    pixel_format: str
    width: int
    height: int
    data: NDArray[np.uint8]
    padding: int = 0
    """Bytes at the end of each row that are no pixels."""
    problem: str | None = None
    number: int | None = None
    """Of the exposure, as the camera counts them; None where that is not known."""
    captured_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    captured_ns: int = field(default_factory=time.perf_counter_ns)


def broken(problem: str, number: int | None = None) -> Delivery:
    """A buffer that did not arrive whole: its pixels are not even looked at."""
    return Delivery("", 0, 0, np.empty(0, np.uint8), problem=problem, number=number)
