"""Which images there are to judge: some tens of bytes each, however many."""

from __future__ import annotations

import os

import numpy as np
from numpy.typing import NDArray

from inference.review.class_folder import FolderLabel
from inference.review.growing_array import GrowingArray
from inference.review.listing import ListedFolder
from inference.right_of_way import give_way

_STEP = 500
"""Names added in one go, beside a window that may want to draw."""


class FoundImages:
    """Append-only: one thread lists, any thread reads. The number of an image is its row.

    Holds a name's bytes and 12 more for each image, and once each folder's path and label.
    """

    def __init__(self) -> None:
        self._folders: list[str] = []
        self._folder_labels: list[FolderLabel] = []
        self._folder_of = GrowingArray(np.int32)
        self._name_ends = GrowingArray(np.int64)
        self._names = bytearray()
        self._labels: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._name_ends)

    @property
    def labels(self) -> tuple[str, ...]:
        """Each label met so far, by its code."""
        return tuple(self._labels)

    def add(self, folder: ListedFolder) -> None:
        """By the listing thread."""
        if folder.label.label is not None:
            self._labels.setdefault(folder.label.label, len(self._labels))
        self._folder_labels.append(folder.label)
        self._folders.append(folder.path)
        number = len(self._folders) - 1
        for at in range(0, len(folder.names), _STEP):
            give_way()
            names = [os.fsencode(name) for name in folder.names[at : at + _STEP]]
            ends = len(self._names) + np.cumsum([len(name) for name in names])
            self._names += b"".join(names)
            self._folder_of.extend(np.full(len(names), number))
            self._name_ends.extend(ends)  # the last one written, so its length counts

    def name(self, row: int) -> str:
        """The file's own."""
        start = self._name_ends[row - 1] if row else 0
        return os.fsdecode(bytes(self._names[start : self._name_ends[row]]))

    def path(self, row: int) -> str:
        """As it was given, with the sub-folders below it."""
        return self.paths(range(row, row + 1))[0]

    def paths(self, rows: range) -> list[str]:
        """Of rows one behind the other."""
        first = self._name_ends[rows.start - 1] if rows.start else 0
        ends = (self._name_ends.view(rows.stop)[rows.start :] - first).tolist()
        names = bytes(self._names[first : first + ends[-1]]) if ends else b""
        folders = self._folder_of.view(rows.stop)[rows.start :].tolist()
        return [
            os.path.join(self._folders[folder], os.fsdecode(names[start:end]))  # noqa: PTH118 - 100,000 of them
            for folder, start, end in zip(folders, [0, *ends], ends, strict=False)
        ]

    def label(self, row: int) -> FolderLabel:
        folder: int = self._folder_of[row]
        return self._folder_labels[folder]

    def label_columns(self, length: int) -> tuple[NDArray[np.int16], NDArray[np.int8]]:
        """Of the first `length` images: the label's code and is_def (0 or 1); -1 where unknown."""
        folder_of = self._folder_of.view(length)
        folders = self._folder_labels[: int(folder_of.max(initial=-1)) + 1]
        codes = [-1 if f.label is None else self._labels[f.label] for f in folders]
        is_def = [-1 if f.is_def is None else int(f.is_def) for f in folders]
        return np.array(codes, np.int16)[folder_of], np.array(is_def, np.int8)[folder_of]

    def holding(self, text: str, length: int) -> NDArray[np.bool_]:
        """Of the first `length` images: whose name, or whose folder's, holds this text.

        Without regard to the case of ASCII letters. Looks through all names at once: some
        milliseconds for 100,000.
        """
        folded = text.casefold()
        folders = [folded in os.path.basename(path).casefold() for path in self._folders]  # noqa: PTH119
        holding: NDArray[np.bool_] = np.array(folders, np.bool_)[self._folder_of.view(length)]
        ends = self._name_ends.view(length)
        sought = np.frombuffer(os.fsencode(text).lower(), np.uint8)
        names = np.frombuffer(
            bytes(self._names[: int(ends[-1]) if length else 0]).lower(), np.uint8
        )
        starts = np.flatnonzero(_occurs(names, sought))
        rows = np.searchsorted(ends, starts, side="right")
        holding[rows[starts + len(sought) <= ends[rows]]] = True  # not over the end of a name
        return holding


def _occurs(names: NDArray[np.uint8], sought: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Where in `names` all of `sought` begins."""
    places = max(0, len(names) - len(sought) + 1)
    occurs = np.ones(places, np.bool_)
    for shift, byte in enumerate(sought):
        occurs &= names[shift : shift + places] == byte
    return occurs
