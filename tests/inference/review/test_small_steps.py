"""However many images there are: no thread does much in one go beside a window that may draw."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from inference.decode import read_image
from inference.frame import Image
from inference.review import batches
from inference.review.class_folder import FolderLabel
from inference.review.found_images import FoundImages
from inference.review.journal import Kept
from inference.review.judged_image import JudgedImage
from inference.review.listing import ListedFolder, Listing
from inference.review.results import Results
from inference.review.review import Review
from inference.sources.natural_order import naturally_sorted
from tests.inference.review.reviewing import finished, loader, reviewing, write_many
from tests.inference.watched_gate import watch_gate

_NAMES = 1_700
_STEP = 500
_AT_ONCE = 8
_KNOWN_AT_ONCE = 64


def _longest(marks: Sequence[int]) -> int:
    return max(after - before for before, after in pairwise(marks))


def test_names_are_sorted_some_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    taken, given = [0], [0]
    looks: list[tuple[int, int]] = [(0, 0)]
    watch_gate(monkeypatch, lambda: looks.append((taken[0], given[0])))

    def names() -> Iterator[str]:
        for number in range(_NAMES):
            taken[0] += 1
            yield f"part{number}"

    for given[0], _ in enumerate(naturally_sorted(names()), 1):
        pass
    assert given[0] == _NAMES
    looks.append((taken[0], given[0]))
    assert _longest([taken + given for taken, given in looks]) <= _STEP


def test_names_are_noted_some_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    found = FoundImages()
    looks: list[int] = []
    watch_gate(monkeypatch, lambda: looks.append(len(found)))
    names = tuple(f"pärt{number}.png" for number in range(_NAMES))
    found.add(ListedFolder("/in", FolderLabel(None, None), names))
    assert _longest([*looks, len(found)]) <= _STEP
    assert found.paths(range(_NAMES)) == [found.path(row) for row in range(_NAMES)]
    assert [Path(path).name for path in found.paths(range(498, 502))] == list(names[498:502])
    assert found.name(_NAMES - 1) == names[-1]
    assert found.paths(range(7, 7)) == []


def test_a_folder_is_read_some_at_a_time(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = write_many(tmp_path / "parts", 2 * _STEP)
    looks: list[None] = []
    watch_gate(monkeypatch, lambda: looks.append(None))
    (listed,) = Listing([folder])
    assert len(listed.names) == 2 * _STEP
    assert len(looks) >= 3 * 2  # reading, sorting, putting together: twice each


@pytest.fixture
def added(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many results came at a time."""
    sizes: list[int] = []
    add = Results.add

    def counted(results: Results, judged: Sequence[JudgedImage], kept: Sequence[Kept]) -> None:
        sizes.append(len(judged))
        add(results, judged, kept)

    monkeypatch.setattr(Results, "add", counted)
    return sizes


def test_a_review_gives_way_before_each_image_and_before_what_it_looks_up(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, added: list[int]
) -> None:
    images = 300
    folder = write_many(tmp_path / "parts", images)
    load = loader(tmp_path)
    steps: dict[str, list[str]] = {}
    begun: set[str] = set()

    def note(what: str) -> None:
        steps.setdefault(threading.current_thread().name, []).append(what)

    def read_noted(path: Path) -> Image:
        note("image")
        return read_image(path)

    def begin() -> None:
        begun.add(threading.current_thread().name)

    watch_gate(monkeypatch, lambda: note("gives way"))
    monkeypatch.setattr(batches, "read_image", read_noted)
    for known in (False, True):
        added.clear()
        steps.clear()
        review = Review([folder], load, tmp_path / "reviews", workers=2, begin_thread=begin)
        with reviewing(review):
            assert finished(review).resumed == (images if known else 0)
        assert sum(added) == images
        assert max(added) == (_KNOWN_AT_ONCE if known else _AT_ONCE)
        assert len(steps["review"]) >= len(added)
        pairs = {pair for of_thread in steps.values() for pair in pairwise(of_thread)}
        assert ("image", "image") not in pairs
        assert (("gives way", "image") in pairs) is not known
    assert {"review-listing", "review", "review_0"} <= begun
