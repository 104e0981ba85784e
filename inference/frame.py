"""The frame: what a source hands to the station."""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8] | NDArray[np.uint16]


def new_part_id() -> str:
    """An id that sorts by time: 48 bits of milliseconds since 1970, then 80 random bits, in hex."""
    milliseconds = time.time_ns() // 1_000_000
    return f"{milliseconds:012x}{uuid.uuid4().hex[:20]}"


def frozen_copy(image: Image) -> Image:
    """The same pixels, C-contiguous and read-only, owned by nobody else."""
    owned: Image = image.copy(order="C")
    owned.flags.writeable = False
    return owned


@dataclass(frozen=True, slots=True)
class Truth:
    """What a simulated part really is."""

    label: str
    """`ok` or `def`."""
    defect_type: str | None = None
    mask: NDArray[np.bool_] | None = None
    """H x W of bool, True on the pixels of the defect; None for a good part."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture of one part. Immutable: its array is read-only.

    `image` is C-contiguous, H x W (grey) or H x W x 3 (**RGB**), uint8 or uint16. Sources convert
    what their device delivers (Bayer, BGR, YUV) and keep the bit depth: a 12-bit camera fills
    0..4095 of a uint16 and says `bits_per_sample=12`.
    """

    image: Image
    source: str
    """Which source grabbed it, as configured: `simulated`, `folder:/in`, `usb:0`."""
    part_id: str = field(default_factory=new_part_id)
    """Unique for each part. A source that can meet the same part again after a restart (a watched
    folder) derives it from the part, so that it is recorded once."""
    captured_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    """When the picture was taken, UTC."""
    captured_ns: int = field(default_factory=time.perf_counter_ns)
    """The same on the monotonic clock (`time.perf_counter_ns`), for latencies."""
    bits_per_sample: int = 8
    triggered_ns: int | None = None
    """When it was triggered, on the same clock; None where nobody triggers."""
    source_path: str | None = None
    """The file it was read from, where there is one."""
    truth: Truth | None = None
    """Known for simulated parts only. Never looked at on the way to a verdict."""

    def __post_init__(self) -> None:
        image = self.image
        shape_ok = image.ndim == 2 or (image.ndim == 3 and image.shape[2] == 3)
        if not shape_ok or 0 in image.shape:
            raise ValueError(f"a frame is H x W or H x W x 3 (RGB), not {image.shape}")
        if image.dtype not in (np.uint8, np.uint16):
            raise ValueError(f"a frame is uint8 or uint16, not {image.dtype}")
        if (image.dtype == np.uint16) is not (8 < self.bits_per_sample <= 16):
            raise ValueError(f"{self.bits_per_sample} bits per sample don't fit {image.dtype}")
        if image.flags.writeable or not image.flags.c_contiguous:
            raise ValueError("a frame's image is C-contiguous and read-only: use frozen_copy()")


@dataclass(frozen=True, slots=True)
class UnreadableFrame:
    """A part that came but cannot be judged: it becomes a FAULT record, never an OK."""

    source: str
    error: str
    """What happened, in words for the operator."""
    remedy: str
    """What to do about it."""
    part_id: str = field(default_factory=new_part_id)
    captured_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    captured_ns: int = field(default_factory=time.perf_counter_ns)
    triggered_ns: int | None = None
    source_path: str | None = None
