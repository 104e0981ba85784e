"""The split on disk: which image, by its content, lies on which side. Frozen, it can only grow."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inference.package import PackageError, read_package
from training.data.dataset import kind_of
from training.data.loading import LabelledImages
from training.data.split import FREE, TRAINING, VALIDATION, Split

SPLIT = "split.csv"
_COLUMNS = ("sha256", "part", "kind", "group", "file")
_PARTS = {"training": TRAINING, "validation": VALIDATION}


class UnusableSplit(Exception):
    """The file is no split. `str()` says why."""


class NoSplit(UnusableSplit):
    """A whole package that keeps none."""


@dataclass(frozen=True, slots=True)
class SplitRow:
    """One image: its content's sha256, its side, and for people its kind, group and file."""

    sha256: str
    part: str
    """`training` or `validation`."""
    kind: str
    group: str
    file: str


@dataclass(frozen=True, slots=True)
class FrozenSplit:
    """An earlier run's split."""

    rows: tuple[SplitRow, ...]

    def places(self, images: LabelledImages) -> NDArray[np.intp]:
        """Where each of the images lay then; FREE for a new one."""
        known = {row.sha256: _PARTS[row.part] for row in self.rows}
        return np.array([known.get(content.hex(), FREE) for content in images.sha256], np.intp)


def split_rows(
    images: LabelledImages, groups: NDArray[np.intp], split: Split, before: FrozenSplit | None
) -> tuple[SplitRow, ...]:
    """The images' rows, and those of `before` whose images aren't there now: they may come back."""
    in_validation = np.isin(np.arange(len(images.files)), split.validation)
    now = {
        content.hex(): SplitRow(
            content.hex(),
            "validation" if validates else "training",
            kind_of(file),
            str(group),
            f"{file.path.parent.name}/{file.path.name}",
        )
        for content, file, group, validates in zip(
            images.sha256, images.files, groups, in_validation, strict=True
        )
    }
    absent = [row for row in before.rows if row.sha256 not in now] if before else []
    return (*now.values(), *absent)


def split_bytes(rows: Sequence[SplitRow]) -> bytes:
    """As CSV with a head."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(_COLUMNS)
    table.writerows([getattr(row, column) for column in _COLUMNS] for row in rows)
    return text.getvalue().encode()


def read_split(path: Path) -> FrozenSplit:
    """Of a CSV file as `split_bytes` writes it, or of a package that holds one.

    Raises `UnusableSplit`, and `NoSplit` for a package without one.
    """
    try:
        content = path.read_bytes() if path.suffix == ".csv" else _of_package(path)
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8"))))
    except (OSError, PackageError, UnicodeDecodeError, csv.Error) as error:
        raise UnusableSplit(f"the split {path} can't be read: {error}") from error
    return FrozenSplit(tuple(_row(path, number, row) for number, row in enumerate(rows, start=2)))


def _of_package(path: Path) -> bytes:
    package = read_package(path)
    if SPLIT not in package.manifest.files:
        raise NoSplit(f"{path} keeps no split: it was made by an earlier version")
    return package.content(SPLIT)


def _row(path: Path, line: int, row: Mapping[str, str | None]) -> SplitRow:
    if row.get("part") not in _PARTS or len(row.get("sha256") or "") != 64:
        raise UnusableSplit(
            f"line {line} of {path} is no row of a split: it needs sha256, and training or "
            "validation as part"
        )
    return SplitRow(**{column: row.get(column) or "" for column in _COLUMNS})
