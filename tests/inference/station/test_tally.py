from __future__ import annotations

import numpy as np

from inference.decide import decide
from inference.frame import Frame
from inference.station.tally import RECENT_PARTS, Tally
from inference.verdict import Inspection, Outcome, Thresholds


def judged(side_px: int, probability: float = 0.1) -> Inspection:
    image = np.zeros((side_px, side_px, 3), np.uint8)
    image.flags.writeable = False
    return Inspection(Frame(image, source="test"), decide(probability, Thresholds(0.3, 0.7)))


def test_the_last_parts_are_kept_newest_last() -> None:
    tally = Tally()
    parts = [judged(8) for _ in range(RECENT_PARTS + 5)]
    for part in parts:
        tally.add(part)
    assert tally.recent() == tuple(parts[-RECENT_PARTS:])
    assert tally.latest() is parts[-1]
    assert tally.by_outcome() == {Outcome.OK: RECENT_PARTS + 5}


def test_very_large_pictures_are_not_hoarded() -> None:
    tally = Tally()
    for _ in range(6):
        tally.add(judged(4500))  # 61 MB each
    assert len(tally.recent()) == 4
    assert tally.by_outcome() == {Outcome.OK: 6}


def test_one_picture_is_kept_however_large() -> None:
    tally = Tally()
    tally.add(judged(9500))  # 271 MB
    assert len(tally.recent()) == 1
