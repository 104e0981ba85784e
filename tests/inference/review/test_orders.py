from __future__ import annotations

import numpy as np
import pytest

from inference.review.class_folder import FolderLabel
from inference.review.counts import count
from inference.review.found_images import FoundImages
from inference.review.growing_array import GrowingArray
from inference.review.journal import Kept
from inference.review.judged_image import JudgedImage
from inference.review.listing import ListedFolder
from inference.review.orders import Order, sorted_rows
from inference.review.results import Columns, Results
from inference.sources.folder_scan import Stamp
from inference.verdict import Outcome, Thresholds

# Row by row: P(def), when the file was written. The first two lie in `ok`, the next two in `def`.
JUDGED = [(0.1, 3), (0.9, 1), (0.4, 5), (float("nan"), 2), (0.5, 4)]


@pytest.fixture
def columns() -> Columns:
    found = FoundImages()
    found.add(ListedFolder("/in/ok", FolderLabel("ok", False), ("a.png", "b.png")))
    found.add(ListedFolder("/in/def", FolderLabel("def", True), ("ä\udcff.png", "d.png")))
    found.add(ListedFolder("/in", FolderLabel(None, None), ("e.png",)))
    results = Results(found)
    results.choose_thresholds(Thresholds(0.3, 0.6))
    for probability, written_s in JUDGED:
        stamp = Stamp(1, written_s * 10**9)
        results.add([JudgedImage(stamp, probability, None, None)], [Kept()])
    assert results.path(2).name == "ä\udcff.png"  # no valid UTF-8, and found again all the same
    return results.columns()


@pytest.mark.parametrize(
    ("order", "rows"),
    [
        (Order.NAME, [0, 1, 2, 3, 4]),
        (Order.MOST_DEFECTIVE, [3, 1, 4, 2, 0]),
        (Order.LEAST_DEFECTIVE, [3, 0, 2, 4, 1]),
        (Order.MOST_UNSURE, [3, 2, 4, 0, 1]),
        (Order.DISAGREEMENT, [3, 1, 2, 0, 4]),
        (Order.NEWEST, [2, 4, 0, 3, 1]),
    ],
)
def test_what_comes_first(columns: Columns, order: Order, rows: list[int]) -> None:
    assert sorted_rows(columns, order).tolist() == rows


def test_how_many_of_each_and_against_the_folders(columns: Columns) -> None:
    counts = count(columns)
    assert counts.outcomes == {Outcome.OK: 1, Outcome.DEF: 1, Outcome.UNSURE: 2, Outcome.FAULT: 1}
    assert counts.total == 5
    assert list(counts.confusion) == ["def", "ok"]
    assert counts.confusion["ok"][Outcome.DEF] == 1
    assert counts.confusion["def"][Outcome.FAULT] == 1


def test_what_was_seen_of_a_column_never_changes() -> None:
    column = GrowingArray(np.int32)
    column.extend([7])
    early = column.view(1)
    for number in range(5000):
        column.extend([number])
    assert early.tolist() == [7]
    assert column.view(5001).tolist() == [7, *range(5000)]
    assert not column.view(3).flags.writeable
