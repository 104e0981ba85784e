"""A column that grows at its end while others read what is already there."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

_FIRST_ROOM = 1024


class GrowingArray:
    """One writer, any number of readers, no lock: what was written once never moves or changes.

    When the room is full the values are copied into a larger array; views of the old one stay
    true, for they end before what comes next.
    """

    def __init__(self, dtype: DTypeLike) -> None:
        self._values: NDArray[Any] = np.empty(_FIRST_ROOM, dtype)
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def extend(self, values: ArrayLike) -> None:
        """By the one writer."""
        added = np.asarray(values, self._values.dtype)
        length = self._length + len(added)
        if length > len(self._values):
            larger = np.empty(max(length, 2 * len(self._values)), self._values.dtype)
            larger[: self._length] = self._values[: self._length]
            self._values = larger
        self._values[self._length : length] = added
        self._length = length  # last: nobody sees a value before it is there

    def __getitem__(self, index: int) -> Any:
        """One value, as a Python number."""
        return self._values[index].item()

    def view(self, length: int) -> NDArray[Any]:
        """The first `length` values, read-only."""
        values = self._values[:length]
        values.flags.writeable = False
        return values
