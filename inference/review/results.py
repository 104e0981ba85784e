"""What was said of each image so far: columns to sort and filter by, and one image's row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.review.fault_file import NO_FAULT, FaultWords
from inference.review.found_images import FoundImages
from inference.review.growing_array import GrowingArray
from inference.review.journal import Journal, Kept
from inference.review.judged_image import JudgedImage
from inference.sources.folder_scan import Stamp
from inference.verdict import Outcome, Thresholds

OUTCOMES = tuple(Outcome)
"""By the code in `Columns.outcome`: OK 0, DEF 1, UNSURE 2, FAULT 3."""
_CODE = {outcome: code for code, outcome in enumerate(OUTCOMES)}
_BY_STEP = np.array(
    [_CODE[each] for each in (Outcome.OK, Outcome.UNSURE, Outcome.DEF, Outcome.FAULT)], np.uint8
)
"""By how many thresholds are reached; the last one where there is no P(def)."""


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """All results up to one moment, row by row in path order; every array is read-only.

    A row's number is its place in natural path order (as listed) and never changes: sorting by
    name is sorting by row number.
    """

    thresholds: Thresholds
    """Those that `outcome` was decided with."""
    probability_def: NDArray[np.float32]
    """n, P(def); NaN for a FAULT."""
    outcome: NDArray[np.uint8]
    """n, index into `OUTCOMES`."""
    label: NDArray[np.int16]
    """n, index into `labels`; -1 where the folders say nothing."""
    is_def: NDArray[np.int8]
    """n, what the label says: 0 good, 1 defective, -1 unknown."""
    defect_type: NDArray[np.int16]
    """n, index into `defect_types`; -1 for none, and for an OK."""
    modified_s: NDArray[np.float64]
    """n, when the file was last written, seconds since 1970; NaN where it could not be asked."""
    labels: tuple[str, ...]
    defect_types: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.outcome)


@dataclass(frozen=True, slots=True, eq=False)
class ReviewedImage:
    """One image and all that was said of it."""

    row: int
    path: Path
    label: str | None
    """The class folder's name; None where the folders say nothing."""
    is_def: bool | None
    outcome: Outcome
    probability_def: float | None
    """None for a FAULT."""
    thresholds: Thresholds
    defect_type: str | None
    error: str | None
    remedy: str | None
    heat: NDArray[np.uint8] | None
    """h x w, 0..255 on the model's fixed scale (255 is a heat of 1), read-only; None for a FAULT,
    and once the review is closed."""
    size: tuple[int, int]
    """Width and height of the picture in px; (0, 0) where it could not be read."""
    modified_s: float | None


class Results:
    """Append-only: one thread writes, any thread reads, at any moment and without waiting.

    Memory: 34 bytes an image here, and its name and 12 bytes in `FoundImages`. Heat maps and the
    words of FAULTs lie on disk.
    """

    def __init__(self, found: FoundImages) -> None:
        self._found = found
        self._thresholds: Thresholds | None = None
        self._judges_own = Thresholds()
        self._journal: Journal | None = None
        self._defect_types: dict[str, int] = {}
        self._type = GrowingArray(np.int16)
        self._slot = GrowingArray(np.int32)
        self._fault_at = GrowingArray(np.int64)
        self._modified_s = GrowingArray(np.float64)
        self._width = GrowingArray(np.int32)
        self._height = GrowingArray(np.int32)
        self._probability = GrowingArray(np.float32)  # the last one written, so its length counts
        self._columns: Columns | None = None

    def __len__(self) -> int:
        return len(self._probability)

    @property
    def thresholds(self) -> Thresholds:
        """Those chosen, else the judge's own; (0.5, 0.5) until the model is loaded."""
        return self._thresholds or self._judges_own

    def choose_thresholds(self, thresholds: Thresholds) -> None:
        """Outcomes follow at once, also of what was judged already; from any thread."""
        self._thresholds = thresholds

    def columns(self) -> Columns:
        """All so far. Cheap: kept until a result is added or the thresholds change."""
        length, thresholds, last = len(self), self.thresholds, self._columns
        if last is not None and len(last) == length and last.thresholds == thresholds:
            return last
        label, is_def = self._found.label_columns(length)
        probability = self._probability.view(length)
        outcome = outcomes_of(probability, thresholds)
        columns = Columns(
            thresholds=thresholds,
            probability_def=probability,
            outcome=_frozen(outcome),
            label=_frozen(label),
            is_def=_frozen(is_def),
            defect_type=_frozen(
                np.where(outcome == _CODE[Outcome.OK], -1, self._type.view(length))
            ),
            modified_s=self._modified_s.view(length),
            labels=self._found.labels,
            defect_types=tuple(self._defect_types),
        )
        self._columns = columns
        return columns

    def row(self, row: int) -> ReviewedImage:
        """One image, its heat map read from the disk. Raises `IndexError` where there is none."""
        if not 0 <= row < len(self):
            raise IndexError(f"row {row} of {len(self)}")
        thresholds, probability = self.thresholds, self._probability[row]
        label = self._found.label(row)
        outcome = OUTCOMES[outcomes_of(np.array([probability], np.float32), thresholds)[0]]
        error, remedy = self._fault_words(self._fault_at[row])
        modified_s = self._modified_s[row]
        return ReviewedImage(
            row=row,
            path=Path(self._found.path(row)),
            label=label.label,
            is_def=label.is_def,
            outcome=outcome,
            probability_def=None if np.isnan(probability) else probability,
            thresholds=thresholds,
            defect_type=None if outcome is Outcome.OK else self._type_name(self._type[row]),
            error=error,
            remedy=remedy,
            heat=self._heat(self._slot[row]),
            size=(self._width[row], self._height[row]),
            modified_s=None if np.isnan(modified_s) else modified_s,
        )

    def path(self, row: int) -> Path:
        """Only where the image lies: cheaper than the row."""
        return Path(self._found.path(row))

    def name(self, row: int) -> str:
        """Of the file alone."""
        return self._found.name(row)

    def label(self, row: int) -> str | None:
        """Only what its folder says: nothing is read from the disk for it."""
        return self._found.label(row).label

    def holding(self, text: str) -> NDArray[np.bool_]:
        """n, of all so far: whose name, or whose folder's, holds this text."""
        return self._found.holding(text, len(self))

    def begin(self, journal: Journal, thresholds: Thresholds) -> None:
        """By the writer, before the first result: where maps lie, and the judge's thresholds."""
        self._journal, self._judges_own = journal, thresholds

    def add(self, judged: Sequence[JudgedImage], kept: Sequence[Kept]) -> None:
        """The next rows', kept so in the journal; by the writer."""
        self._slot.extend([each.slot for each in kept])
        self._fault_at.extend([each.fault_at for each in kept])
        self._width.extend([each.size[0] for each in judged])
        self._height.extend([each.size[1] for each in judged])
        self._type.extend([self._type_code(each.likeliest_type) for each in judged])
        self._modified_s.extend([_modified_s(each.stamp) for each in judged])
        self._probability.extend([each.probability_def for each in judged])

    def _type_code(self, name: str | None) -> int:
        return -1 if name is None else self._defect_types.setdefault(name, len(self._defect_types))

    def _type_name(self, code: int) -> str | None:
        return None if code < 0 else tuple(self._defect_types)[code]

    def _heat(self, slot: int) -> NDArray[np.uint8] | None:
        maps = None if self._journal is None else self._journal.maps
        return None if slot < 0 or maps is None else maps.read(slot)

    def _fault_words(self, at: int) -> FaultWords:
        return NO_FAULT if at < 0 or self._journal is None else self._journal.fault(at)


def outcomes_of(probability_def: NDArray[np.float32], thresholds: Thresholds) -> NDArray[np.uint8]:
    """As `decide`, for n at once: codes of `OUTCOMES`; NaN is a FAULT."""
    exact = probability_def.astype(np.float64)  # in float32 a threshold itself would be rounded
    step = (exact >= thresholds.unsure_from).view(np.uint8) + (exact >= thresholds.def_from)
    step[np.isnan(exact)] = len(_BY_STEP) - 1
    return _BY_STEP[step]


def _modified_s(stamp: Stamp | None) -> float:
    return np.nan if stamp is None else stamp.mtime_ns / 1e9


def _frozen(values: NDArray[Any]) -> NDArray[Any]:
    values.flags.writeable = False
    return values
