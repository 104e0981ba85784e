"""Folders of even pictures, and reviews of them with the tiny model: bright is defective."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np

from inference.classifier import Classifier
from inference.package import read_package
from inference.review.progress import Progress
from inference.review.review import Review
from inference.station.judge import Judge
from tests.inference.tiny_package import write_tiny_package
from tests.patience import PATIENCE_S

OK, UNSURE, DEF = 40, 128, 220  # grey levels, and what the tiny model says of them


def write_grey(path: Path, level: int, size_px: int = 32) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(
        cv2.imencode(".png", np.full((size_px, size_px), level, np.uint8))[1].tobytes()
    )
    return path


def labelled_folder(folder: Path) -> Path:
    """Three good ones, two with a dent, one scratched; one of the good ones looks bad."""
    for name, level in (("part1", OK), ("part2", DEF), ("part10", OK)):
        write_grey(folder / "ok" / f"{name}.png", level)
    for name, level in (("part3", DEF), ("part4", UNSURE)):
        write_grey(folder / "def" / "dent" / f"{name}.png", level)
    write_grey(folder / "def" / "scratch" / "part5.png", DEF)
    return folder


def write_many(folder: Path, count: int) -> Path:
    """Hard links to two pictures: many files that cost nothing."""
    folder.mkdir(parents=True)
    first = write_grey(folder.parent / "ok.png", OK)
    second = write_grey(folder.parent / "def.png", DEF)
    for number in range(count):
        os.link(second if number % 2 else first, folder / f"p{number}.png")
    return folder


def loader(folder: Path) -> Callable[[], Judge]:
    path = folder / "model"
    if not path.exists():
        write_tiny_package(path)
    return lambda: Judge(Classifier(read_package(path)))


@contextmanager
def reviewing(review: Review) -> Iterator[Review]:
    review.start()
    try:
        yield review
    finally:
        review.close()


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.005)


def finished(review: Review) -> Progress:
    until(lambda: review.progress().state.is_over)
    return review.progress()
