"""The scene of the Review tab: a folder of drawn parts, every one of them judged."""

from __future__ import annotations

from pathlib import Path

import cv2

from gui.main_window import MainWindow
from gui.pages import Tab
from gui.review.review_page import ReviewPage
from gui.waiting import process_until
from inference.review.orders import Order
from inference.sources.settings import DEFECT_TYPES
from inference.sources.simulated import draw_part, order_defect
from inference.verdict import Outcome

_SIZE = (1280, 780)
"""Wide enough for the wall, the figures and the large image beside each other."""
_PARTS = 90
_SEED = 11
_DEFECT_SHARE = 0.35
_WAIT_S = 120.0


def draw_folder(folder: Path) -> None:
    """`ok` and `def`, and one file that was cut off while it was written."""
    for number in range(_PARTS):
        defect = order_defect(_SEED, number, _DEFECT_SHARE, DEFECT_TYPES)
        part = draw_part(_SEED, number, defect, 300)
        target = folder / part.truth.label / f"part-{number:03d}.png"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(cv2.imencode(".png", part.image)[1].tobytes())
    whole = target.read_bytes()
    (folder / "def" / "part-999.png").write_bytes(whole[: len(whole) // 2])


def review(window: MainWindow, folder: Path) -> bool:
    """Judge all of it; the second surest defect large, what was called DEF on the wall."""
    window.resize(*_SIZE)
    window.review((folder,))
    page: ReviewPage = window.pages.page(Tab.REVIEW)

    def is_over() -> bool:
        progress = page.run.progress
        return progress is not None and progress.state.is_over

    if not process_until(is_over, _WAIT_S):
        return False
    page.pane.filters.choose_order(Order.MOST_DEFECTIVE)
    page.pane.filters.buttons[Outcome.DEF].click()
    if page.wall.order.size < 2:
        return False
    page.wall.set_current(int(page.wall.order[1]))

    def is_shown() -> bool:
        return page.desk.large is not None and page.pane.shelf.is_complete

    return process_until(is_shown, _WAIT_S)
