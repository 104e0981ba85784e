"""The buffers of one running acquisition, through libaravis."""

from __future__ import annotations

import ctypes
import logging
from collections import deque
from typing import Any

import numpy as np

from inference.sources.industrial.aravis_library import Library, Size
from inference.sources.industrial.delivery import Delivery, broken
from inference.sources.industrial.frame_numbers import FrameNumbers

_log = logging.getLogger(__name__)
_FEWEST, _MOST = 8, 40
_MEMORY = 64 * 2**20
"""Bytes for buffers: with lost packets many pictures wait at a time for what is still to come."""
_WHOLE, _EMPTY = 0, 1
_PROBLEMS = {
    1: "the buffer is empty",
    2: "packets came too late",
    3: "packets are missing",
    4: "packets came out of order",
    5: "it does not have the size that was announced",
    7: "it was cut off",
}
"""The library's states of a buffer that is not whole.

To an administrator it gives a raw socket, which takes in whatever anyone sends before it has its
filter. Each such packet comes as an empty buffer, ahead of the first picture: that is no exposure.
"""


class AravisStream:
    """From the start of an acquisition to its end. Used by one thread."""

    def __init__(self, aravis: Library, camera: Any, pixel_format: str) -> None:
        self._aravis = aravis
        self._pixel_format = pixel_format
        self._code = aravis.attempt("arv_camera_get_pixel_format", camera)
        payload = aravis.attempt("arv_camera_get_payload", camera)
        self._stream = aravis.attempt("arv_camera_create_stream", camera, None, None)
        buffers = min(max(_FEWEST, _MEMORY // max(1, payload)), _MOST)
        for _ in range(buffers):
            aravis.call(
                "arv_stream_push_buffer",
                self._stream,
                aravis.call("arv_buffer_new_allocate", payload),
            )
        self._may_be_strays = buffers
        """So many empty buffers are no exposures yet; none once a picture has come."""
        self._numbers = FrameNumbers()
        self._waiting: deque[Delivery] = deque()

    def retrieve(self, timeout_s: float) -> Delivery | None:
        """The next exposure, whole or not; None when none came in time."""
        while not self._waiting and self._pop(timeout_s):
            pass
        return self._waiting.popleft() if self._waiting else None

    def close(self) -> None:
        """Its thread ends, and its buffers with it."""
        self._aravis.let_go(self._stream)

    def _pop(self, timeout_s: float) -> bool:
        """One buffer. False when none came in time."""
        buffer = self._aravis.call(
            "arv_stream_timeout_pop_buffer", self._stream, round(1e6 * timeout_s)
        )
        if not buffer:
            return False
        try:
            if not self._is_stray(buffer):
                self._take(buffer)
        finally:
            self._aravis.call("arv_stream_push_buffer", self._stream, buffer)
        return True

    def _is_stray(self, buffer: Any) -> bool:
        is_empty = self._status(buffer) == _EMPTY
        self._may_be_strays = self._may_be_strays - 1 if is_empty else 0
        is_stray = is_empty and self._may_be_strays >= 0
        if is_stray:
            _log.info("an empty buffer came ahead of the first picture: no exposure of ours")
        return is_stray

    def _take(self, buffer: Any) -> None:
        delivery = self._delivery(buffer)
        for _ in range(self._missed_before(buffer, delivery)):
            self._waiting.append(broken("nothing of it arrived, or no buffer was free"))
        self._waiting.append(delivery)

    def _status(self, buffer: Any) -> int:
        return int(self._aravis.call("arv_buffer_get_status", buffer))

    def _delivery(self, buffer: Any) -> Delivery:
        status = self._status(buffer)
        if status != _WHOLE:
            return broken(_PROBLEMS.get(status, f"its state is {status}"))
        if self._of(buffer, "pixel_format") != self._code:
            return broken("its pixel format is not the one that was set")
        size, x_padding, y_padding = Size(), ctypes.c_int(), ctypes.c_int()
        start = self._aravis.call("arv_buffer_get_image_data", buffer, ctypes.byref(size))
        paddings = ctypes.byref(x_padding), ctypes.byref(y_padding)
        self._aravis.call("arv_buffer_get_image_padding", buffer, *paddings)
        return Delivery(
            pixel_format=self._pixel_format,
            width=self._of(buffer, "width"),
            height=self._of(buffer, "height"),
            data=np.frombuffer(ctypes.string_at(start, size.value), np.uint8),
            padding=x_padding.value,
        )

    def _of(self, buffer: Any, what: str) -> int:
        return int(self._aravis.call(f"arv_buffer_get_image_{what}", buffer))

    def _missed_before(self, buffer: Any, delivery: Delivery) -> int:
        """Exposures that the camera counted and of which nothing came at all."""
        if delivery.problem is not None:  # only a whole buffer is sure to have its number
            return self._numbers.missed_before(None)
        number = self._aravis.call("arv_buffer_get_frame_id", buffer)
        return self._numbers.missed_before(int(number))
