"""Thumbnails of what is on the screen: drawn by threads, what was wanted last first."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence

from inference.review.results import Results
from inference.review.thumbnail import Thumbnail, draw_thumbnail
from inference.right_of_way import give_way, step_back

_log = logging.getLogger(__name__)
LIMIT_BYTES = 64 << 20
_EMPTY_BYTES = 100


class Thumbnails:
    """A cache bounded in bytes before a few threads that draw; every method from any thread.

    ```
    thumbnails = Thumbnails(review.results, 160, on_ready=bridge.emit)
    thumbnails.want(rows on the screen)      # whatever is no longer wanted is dropped
    thumbnails.get(row)                      # None until it is drawn
    ```
    """

    def __init__(
        self,
        results: Results,
        longest_px: int,
        on_ready: Callable[[int], None],
        *,
        threads: int = 2,
        limit_bytes: int = LIMIT_BYTES,
    ) -> None:
        """`on_ready(row)` is called on a drawing thread each time that one more can be had."""
        self._results = results
        self._longest_px = longest_px
        self._on_ready = on_ready
        self._limit_bytes = limit_bytes
        self._held_bytes = 0
        self._drawn: OrderedDict[int, Thumbnail] = OrderedDict()
        self._wanted: list[int] = []
        self._under_way: set[int] = set()
        self._with_map = True
        self._generation = 0
        self._closed = False
        self._changed = threading.Condition()
        self._threads = [
            threading.Thread(target=self._draw_on, name=f"thumbnails-{number}")
            for number in range(threads)
        ]
        for thread in self._threads:
            thread.start()

    def get(self, row: int) -> Thumbnail | None:
        """What is drawn already, at once."""
        with self._changed:
            thumbnail = self._drawn.get(row)
            if thumbnail is not None:
                self._drawn.move_to_end(row)
            return thumbnail

    def want(self, rows: Sequence[int]) -> None:
        """These and no others, the most urgent first; rows that are not judged yet have none."""
        judged = len(self._results)
        with self._changed:
            self._wanted = [r for r in reversed(rows) if r < judged and r not in self._drawn]
            self._changed.notify_all()

    def show_map(self, with_map: bool) -> None:
        """Draw all anew, with the heat map or without; say then again what is wanted."""
        with self._changed:
            if with_map != self._with_map:
                self._with_map = with_map
                self._forget_all()

    def choose_size(self, longest_px: int) -> None:
        """Draw all anew in this size; say then again what is wanted."""
        with self._changed:
            if longest_px != self._longest_px:
                self._longest_px = longest_px
                self._forget_all()

    def close(self) -> None:
        """Waits for those being drawn: some milliseconds."""
        with self._changed:
            self._closed = True
            self._wanted = []
            self._changed.notify_all()
        for thread in self._threads:
            thread.join()

    def _forget_all(self) -> None:
        self._generation += 1
        self._drawn.clear()
        self._wanted = []
        self._under_way = set()
        self._held_bytes = 0

    def _draw_on(self) -> None:
        step_back()
        while (job := self._next()) is not None:
            row, generation, longest_px, with_map = job
            give_way()
            thumbnail = self._draw(row, longest_px, with_map)
            if self._keep(row, generation, thumbnail):
                self._on_ready(row)

    def _next(self) -> tuple[int, int, int, bool] | None:
        with self._changed:
            while not self._closed:
                while self._wanted:
                    row = self._wanted.pop()
                    if row not in self._under_way and row not in self._drawn:
                        self._under_way.add(row)
                        return row, self._generation, self._longest_px, self._with_map
                self._changed.wait()
        return None

    def _draw(self, row: int, longest_px: int, with_map: bool) -> Thumbnail:
        try:
            image = self._results.row(row)
            heat = image.heat if with_map else None
            return draw_thumbnail(image.path, image.size, longest_px, heat)
        except Exception as error:  # noqa: BLE001 - the border: the next picture must come all the same
            _log.exception("no picture of row %d can be drawn", row)
            return Thumbnail(None, f"it can't be drawn: {type(error).__name__}: {error}")

    def _keep(self, row: int, generation: int, thumbnail: Thumbnail) -> bool:
        with self._changed:
            if self._closed or generation != self._generation:
                return False  # a late answer to an old question
            self._under_way.discard(row)
            self._drawn[row] = thumbnail
            self._held_bytes += _bytes_of(thumbnail)
            while self._held_bytes > self._limit_bytes and len(self._drawn) > 1:
                self._held_bytes -= _bytes_of(self._drawn.popitem(last=False)[1])
            return True


def _bytes_of(thumbnail: Thumbnail) -> int:
    return _EMPTY_BYTES + (0 if thumbnail.pixels is None else thumbnail.pixels.nbytes)
