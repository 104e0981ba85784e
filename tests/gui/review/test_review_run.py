from __future__ import annotations

import time
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from gui.review.review_run import ReviewRun
from inference.home import Home
from inference.review.review import Review
from tests.inference.review.reviewing import labelled_folder
from tests.inference.tiny_package import write_tiny_package
from tests.patience import PATIENCE_MS


def test_the_same_folder_opened_again_goes_on_in_its_own_journal(
    qtbot: QtBot, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = labelled_folder(tmp_path / "parts")
    model = write_tiny_package(tmp_path / "model").path
    close = Review.close

    def close_slowly(review: Review) -> None:
        time.sleep(0.3)  # its last image is a large one
        close(review)

    def is_over() -> bool:
        return run.progress is not None and run.progress.state.is_over

    monkeypatch.setattr(Review, "close", close_slowly)
    parent = QObject()
    run = ReviewRun(home, parent)
    try:
        for resumed in (0, 6):
            run.begin([folder], model)
            qtbot.waitUntil(is_over, timeout=PATIENCE_MS)
            assert run.progress is not None
            assert run.progress.resumed == resumed
    finally:
        run.close_down()
    assert len(list(home.reviews.iterdir())) == 1
