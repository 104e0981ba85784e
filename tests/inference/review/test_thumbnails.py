from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from inference.review.results import ReviewedImage
from inference.review.review import Review
from inference.review.thumbnail import draw_thumbnail
from inference.review.thumbnails import Thumbnails
from tests.inference.review.reviewing import (
    DEF,
    finished,
    loader,
    reviewing,
    until,
    write_grey,
    write_many,
)
from tests.patience import PATIENCE_S


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    folder = write_many(tmp_path / "parts", 60)
    review = Review([folder], loader(tmp_path), tmp_path / "reviews")
    with reviewing(review):
        finished(review)
        yield review


def test_a_large_photograph_is_decoded_small(tmp_path: Path) -> None:
    picture = np.zeros((1600, 2400, 3), np.uint8)
    picture[:, 1200:] = (0, 0, 200)  # red, on the right
    path = tmp_path / "large.jpg"
    cv2.imwrite(str(path), picture)
    thumbnail = draw_thumbnail(path, (2400, 1600), 120)
    assert thumbnail.pixels is not None
    assert thumbnail.pixels.shape == (80, 120, 3)
    assert thumbnail.pixels[40, 100].tolist() == pytest.approx([200, 0, 0], abs=4)
    whole = draw_thumbnail(path, (0, 0), 120)
    assert whole.pixels is not None
    np.testing.assert_allclose(thumbnail.pixels[:, 64:], whole.pixels[:, 64:], atol=6)


@pytest.mark.parametrize("suffix", [".png", ".tif"])
def test_16_bits_and_grey_are_shown_in_colours_of_8_bits(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"deep{suffix}"
    cv2.imwrite(str(path), np.full((40, 40), 32768, np.uint16))
    pixels = draw_thumbnail(path, (40, 40), 20).pixels
    assert pixels is not None
    assert (pixels.shape, int(pixels[0, 0, 0])) == ((20, 20, 3), 128)


def test_heat_lies_over_the_picture(tmp_path: Path) -> None:
    path = write_grey(tmp_path / "a.png", DEF)
    hot = np.zeros((4, 4), np.uint8)
    hot[0, 0] = 255
    plain = draw_thumbnail(path, (32, 32), 32).pixels
    warm = draw_thumbnail(path, (32, 32), 32, hot).pixels
    assert plain is not None
    assert warm is not None
    assert (plain[20:, 20:] == warm[20:, 20:]).all()
    assert (plain[2, 2] != warm[2, 2]).any()


def test_what_cannot_be_shown_says_why(tmp_path: Path) -> None:
    assert "can't be read" in (draw_thumbnail(tmp_path / "gone.png", (9, 9), 20).error or "")
    torn = tmp_path / "torn.jpg"
    torn.write_bytes(b"\xff\xd8\xff")
    assert "cut short" in (draw_thumbnail(torn, (4000, 4000), 20).error or "")


def test_what_is_wanted_is_drawn_and_told(review: Review) -> None:
    ready: list[int] = []
    thumbnails = Thumbnails(review.results, 24, ready.append)
    try:
        thumbnails.want([5, 6, 7, 99])
        until(lambda: len(ready) == 3)
        drawn = thumbnails.get(5)
        assert drawn is not None
        assert drawn.pixels is not None
        assert thumbnails.get(8) is None
        thumbnails.show_map(False)
        assert thumbnails.get(5) is None
        thumbnails.want([5])
        until(lambda: thumbnails.get(5) is not None)
        plain = thumbnails.get(5)
        assert plain is not None
        assert plain.pixels is not None
        assert (plain.pixels != drawn.pixels).any()
    finally:
        thumbnails.close()
    assert sorted(ready[:3]) == [5, 6, 7]


def test_the_last_wish_goes_before_those_given_up(review: Review) -> None:
    ready: list[int] = []
    go_on, drawing = threading.Event(), threading.Event()

    def slow(row: int) -> None:
        ready.append(row)
        drawing.set()
        go_on.wait(PATIENCE_S)

    thumbnails = Thumbnails(review.results, 24, slow, threads=1)
    try:
        thumbnails.want(range(20))
        assert drawing.wait(PATIENCE_S)
        thumbnails.want([40, 41])
        go_on.set()
        until(lambda: len(ready) == 3)
    finally:
        thumbnails.close()
    assert ready == [0, 40, 41]


@pytest.mark.expects_log("no picture of row 1")
def test_one_that_cannot_be_drawn_keeps_no_other_back(
    review: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = review.results.row

    def torn(row: int) -> ReviewedImage:
        if row == 1:
            raise ValueError("cannot reshape")
        return read(row)

    ready: list[int] = []
    monkeypatch.setattr(review.results, "row", torn)
    thumbnails = Thumbnails(review.results, 24, ready.append, threads=1)
    try:
        thumbnails.want([1, 2])
        until(lambda: len(ready) == 2)
        drawn = thumbnails.get(1)
    finally:
        thumbnails.close()
    assert drawn is not None
    assert drawn.pixels is None
    assert "cannot reshape" in (drawn.error or "")


def test_the_cache_is_bounded_in_bytes(review: Review) -> None:
    ready: list[int] = []
    of_one = 24 * 24 * 3 + 100
    thumbnails = Thumbnails(review.results, 24, ready.append, threads=1, limit_bytes=4 * of_one)
    try:
        thumbnails.want(range(10))
        until(lambda: len(ready) == 10)
        held = [row for row in range(10) if thumbnails.get(row) is not None]
    finally:
        thumbnails.close()
    assert held == [6, 7, 8, 9]
