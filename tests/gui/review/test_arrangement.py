"""What is shown, in which order, where it lies, and that it keeps still: no window needed."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PySide6.QtCore import QPoint

from gui.review.arrangement import Cell, Wish, arrange, label_rows
from gui.review.choice import Choice
from gui.review.grid import Grid
from gui.review.order_keeper import OrderKeeper
from gui.review.rulings import Ruling, ruling_of
from gui.review.run_words import duration, rate_words, state_words
from gui.review.second_opinion import erase
from inference.review.class_folder import FolderLabel
from inference.review.found_images import FoundImages
from inference.review.listing import ListedFolder
from inference.review.orders import Order
from inference.review.progress import Progress, ReviewState
from inference.review.regions import Region
from inference.review.results import Columns, outcomes_of
from inference.verdict import Outcome, Thresholds

P = np.array([0.1, 0.9, np.nan, 0.55, 0.95, 0.2], np.float32)
BAND = Thresholds(0.4, 0.6)
LABEL = np.array([0, 1, 1, -1, 0, 1], np.int16)


def columns(thresholds: Thresholds = BAND) -> Columns:
    is_def = np.where(LABEL < 0, -1, LABEL).astype(np.int8)
    none = np.full(len(P), -1, np.int16)
    times = np.arange(len(P), dtype=np.float64)
    outcome = outcomes_of(P, thresholds)
    return Columns(thresholds, P, outcome, LABEL, is_def, none, times, ("ok", "pit"), ())


def test_filters_leave_the_order_and_everything_is_shown_without_one() -> None:
    assert arrange(columns(), Wish()).tolist() == [0, 1, 2, 3, 4, 5]
    only = Wish(Order.MOST_DEFECTIVE, outcomes=frozenset({Outcome.OK, Outcome.DEF}))
    assert arrange(columns(), only).tolist() == [4, 1, 5, 0]
    assert arrange(columns(), Wish(label="pit")).tolist() == [1, 2, 5]
    named = np.array([True, False, True, True, False, False])
    wish = Wish(text="x", corrected=True)
    assert arrange(columns(), wish, named, np.array([True] * 3 + [False] * 3)).tolist() == [0, 2]
    assert arrange(columns(), Wish(label="there is none")).size == 0


def test_another_threshold_is_another_outcome_at_once() -> None:
    unsure = Wish(outcomes=frozenset({Outcome.UNSURE}))
    assert arrange(columns(), unsure).tolist() == [3]
    assert arrange(columns(Thresholds(0.15, 0.99)), unsure).tolist() == [1, 3, 4, 5]


def test_a_cell_of_the_matrix_is_a_wish_and_counts_what_it_shows() -> None:
    good, pit = label_rows(columns())
    assert (good.label, good.is_def, pit.label, pit.is_def) == ("ok", False, "pit", True)
    assert pit.by_outcome == {
        Outcome.OK: 1, Outcome.DEF: 1, Outcome.UNSURE: 0, Outcome.FAULT: 1
    }  # fmt: skip
    escapes = Wish(label="pit", outcomes=frozenset({Outcome.OK}))
    assert escapes.cell == Cell("pit", Outcome.OK)
    assert arrange(columns(), escapes).tolist() == [5]


def test_names_are_searched_within_their_ends_and_by_folder() -> None:
    found = FoundImages()
    found.add(ListedFolder("/a/ok", FolderLabel("ok", False), ("Part-1.png", "part-2.png")))
    found.add(ListedFolder("/a/scratch", FolderLabel("scratch", True), ("x.png",)))
    assert found.holding("PART-1", 3).tolist() == [True, False, False]
    assert found.holding("pngpart", 3).tolist() == [False] * 3  # over the end of a name
    assert found.holding("scratch", 3).tolist() == [False, False, True]
    assert found.holding("png", 2).tolist() == [True, True]
    assert found.holding("a name longer than all of them together", 3).sum() == 0


@pytest.mark.parametrize(("count", "width"), [(0, 500), (1, 90), (7, 500), (100_000, 731)])
def test_tiles_lie_apart_within_the_width_and_are_found_under_the_mouse(
    count: int, width: int
) -> None:
    grid = Grid(count, width, 148)
    for place in {0, count // 2, count - 1} & set(range(count)):
        box = grid.box(place)
        assert box.left() >= 0
        assert box.right() < max(width, 150)
        assert box.bottom() < grid.height
        assert grid.place_at(box.center()) == place
        assert place in grid.visible(box.top(), 10)
    assert grid.place_at(QPoint(0, grid.height + 500)) is None
    assert len(grid.visible(0, 600)) <= grid.columns * 5


def test_what_comes_by_itself_waits_while_a_hand_is_on_the_wall() -> None:
    there, is_free = [3], [True]
    keeper = OrderKeeper(lambda: np.arange(there[0])[::-1], lambda: is_free[0])
    assert keeper.ask(3).tolist() == [2, 1, 0]
    there[0], is_free[0], keeper._not_before = 5, False, 0.0
    assert keeper.grow(5, appends=False) is None
    assert keeper.waiting == 2
    assert keeper.order.tolist() == [2, 1, 0]
    assert keeper.grow(5, appends=True) is not None
    keeper._not_before = 0.0
    there[0], is_free[0] = 6, True
    grown = keeper.grow(6, appends=False)
    assert grown is not None
    assert grown.tolist() == [5, 4, 3, 2, 1, 0]
    assert keeper.waiting == 0


def test_what_came_while_it_rested_is_still_lacking() -> None:
    keeper = OrderKeeper(lambda: np.arange(3), lambda: False)
    keeper.ask(3)
    assert not keeper.lacks(3)
    keeper._not_before = math.inf
    assert keeper.grow(5, appends=True) is None
    assert keeper.lacks(5)
    assert keeper.rest_s > 0
    keeper._not_before = 0.0
    assert keeper.grow(5, appends=False) is None
    assert not keeper.lacks(5)  # a hand is on the wall, and it knows of the two that wait


def test_a_hand_chooses_one_many_and_one_less_and_what_is_gone_is_chosen_no_more() -> None:
    choice = Choice()
    choice.reorder(np.array([5, 3, 8, 1]))
    choice.choose(1, extends=False, adds=False)
    choice.choose(3, extends=True, adds=False)
    assert choice.rows == [3, 8, 1]
    assert choice.current == 1
    choice.choose(2, extends=False, adds=True)
    assert choice.rows == [3, 1]
    assert choice.place_after(+9) == 3
    choice.reorder(np.array([3, 5]))
    assert choice.rows == [3]
    assert choice.current is None
    choice.choose_all()
    assert choice.rows == [3, 5]


def test_a_ruling_is_written_as_the_set_writes_it() -> None:
    for ruling in (Ruling(Outcome.OK), Ruling(Outcome.DEF), Ruling(Outcome.DEF, "pit")):
        assert ruling_of(ruling.label) == ruling
    assert Ruling(Outcome.DEF, "pit").label == "def/pit"


def test_progress_in_words() -> None:
    now = Progress(ReviewState.JUDGING, 1200, 6000, True, 0, 412.3, 11.6, None, ())
    assert (
        state_words(now) == "1\N{NARROW NO-BREAK SPACE}200 of 6\N{NARROW NO-BREAK SPACE}000 judged"
    )
    assert rate_words(now) == "412 images/s, 12 s left"
    assert duration(200) == "3 min"
    assert duration(7300) == "2 h 2 min"


def test_an_erased_region_looks_like_what_is_around_it() -> None:
    image = np.full((60, 60), 120, np.uint8)
    image[20:30, 20:30] = 255
    erased = erase(image, (Region(20, 20, 10, 10, 100, 1.0),))
    assert np.abs(erased.astype(int) - 120).max() <= 2
    assert image[25, 25] == 255
