"""A few of many."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def spread_places(count: int, most: int) -> NDArray[np.intp]:
    """At most so many of the places 0 to `count` - 1, evenly from the first to the last."""
    return np.linspace(0, count - 1, min(most, count)).round().astype(np.intp)
