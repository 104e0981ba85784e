"""A folder of class folders, looked at: what the Data step shows. Knows no Qt."""

from __future__ import annotations

import hashlib
import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inference.decode import UnreadableImage, decode_image
from inference.frame import Image
from inference.overlay import shrunk
from inference.preprocess import Colour, InputSpec, fit_to_input
from training.data.dataset import Dataset, LabelledFile, UnusableDataset, find_dataset, kind_of
from training.data.look_alikes import group_look_alikes
from training.data.spread import spread_places
from training.runs.order import DEFAULT_RECIPE
from training.runs.recommended import recommended_for

Say = Callable[[int, int], None]
"""Told how many images of how many were looked at; raises to stop the work."""
SAMPLES = 16
"""Pictures kept of each class."""
GROUPS_SHOWN = 12
_MEMBERS_SHOWN = 6
_PICTURE_PX = 176
_COMPARED = InputSpec(160, 160, Colour.GREY)
"""Large enough for the 32 x 128 samples that images are compared by."""
_AT_ONCE = 64


@dataclass(frozen=True, slots=True, eq=False)
class ClassFound:
    """One kind of part: `ok`, `def` or a type of defect."""

    name: str
    is_def: bool
    count: int
    """Those that can be read: the others are left out of training too."""
    samples: tuple[NDArray[np.uint8], ...]
    """Small pictures, H x W grey or H x W x 3 RGB, spread over the class."""


@dataclass(frozen=True, slots=True, eq=False)
class Alike:
    """Images of what is probably one part."""

    kinds: tuple[str, ...]
    """Of each image; see `kind_of`."""
    pictures: tuple[NDArray[np.uint8], ...]
    """Of the first few."""
    identical: bool
    """The files are the same, byte by byte."""
    contradicts: bool = False
    """Two of them are the same file, and lie in different classes."""
    names: tuple[str, ...] = ()
    """Of the first few, with their folder: `ok/part-7.png`."""

    @property
    def is_disputed(self) -> bool:
        """Somebody has to look whether the labels are right."""
        return self.contradicts or self.has_both_labels

    @property
    def has_both_labels(self) -> bool:
        """Good and defective: of one file one label is wrong, of two pictures it may be right."""
        return len({kind == "ok" for kind in self.kinds}) > 1


@dataclass(frozen=True, slots=True, eq=False)
class Survey:
    """What lies in a folder, and what is odd about it."""

    chosen: Path
    """The folder as it was chosen; the dataset's may be its `train`."""
    dataset: Dataset
    classes: tuple[ClassFound, ...]
    """The good one first."""
    sizes: tuple[tuple[str, int], ...]
    """`300 x 300, grey` and how many have it, the most frequent first."""
    unreadable: tuple[tuple[str, str], ...]
    """File and reason."""
    alike: tuple[Alike, ...]
    """The worst first: identical files with two labels, two labels, identical ones, the rest."""
    read: tuple[LabelledFile, ...] = ()
    """Those that can be read, in the order in which training reads them."""
    earlier: Path | None = None
    """The newest model that was trained on this folder: its split can be kept to."""
    recommended: str = DEFAULT_RECIPE
    """The recipe that suits its images."""

    @property
    def readable(self) -> int:
        return len(self.dataset.files) - len(self.unreadable)

    def count(self, *, is_def: bool) -> int:
        """How many images there are of good or of defective parts, unreadable files left out."""
        return sum(found.count for found in self.classes if found.is_def is is_def)


@dataclass(frozen=True, slots=True, eq=False)
class GoodUnknown:
    """No name tells which class is good: a person has to. One picture set for each class."""

    chosen: Path
    classes: tuple[tuple[str, tuple[NDArray[np.uint8], ...]], ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    file: LabelledFile
    sha256: bytes
    size: str
    fitted: NDArray[np.uint8]


_Unread = tuple[str, str]


def look_at_folder(folder: Path, good: str | None, say: Say) -> Survey | GoodUnknown:
    """Read all of it. Raises `UnusableDataset`, and whatever `say` raises."""
    try:
        dataset = find_dataset(folder, good)
    except UnusableDataset:
        candidates = _classes_that_could_be_good(folder) if good is None else ()
        if not candidates:
            raise
        return GoodUnknown(folder, tuple(candidates))
    seen: list[_Seen] = []
    unread: list[_Unread] = []
    for one in _look_at_files(dataset.files, say):
        seen.append(one) if isinstance(one, _Seen) else unread.append(one)
    return Survey(
        chosen=folder,
        dataset=dataset,
        classes=_classes(dataset, seen),
        sizes=tuple(Counter(one.size for one in seen).most_common()),
        unreadable=tuple(unread),
        alike=_alike(seen),
        read=tuple(one.file for one in seen),
        recommended=recommended_for(dataset.files),
    )


def _classes_that_could_be_good(
    folder: Path,
) -> list[tuple[str, tuple[NDArray[np.uint8], ...]]]:
    """Those with which the folder would be a dataset: then it is only the answer that lacks."""
    candidates = []
    for name in sorted({path.name for path in _folders_in(folder)}):
        try:
            dataset = find_dataset(folder, name)
        except UnusableDataset:
            continue
        files = [file.path for file in dataset.files if not file.is_def]
        candidates.append((name, _pictures(_spread(files, SAMPLES // 4))))
    return candidates


def _folders_in(folder: Path) -> Iterator[Path]:
    for root in (folder, folder / "train"):
        if root.is_dir():
            yield from (path for path in root.iterdir() if path.is_dir())


def _look_at_files(files: Sequence[LabelledFile], say: Say) -> Iterator[_Seen | _Unread]:
    """In blocks, so that it can be stopped soon."""
    say(0, len(files))
    with ThreadPoolExecutor(os.cpu_count(), "look") as pool:
        for start in range(0, len(files), _AT_ONCE):
            yield from pool.map(_look_at, files[start : start + _AT_ONCE])
            say(min(start + _AT_ONCE, len(files)), len(files))


def _look_at(file: LabelledFile) -> _Seen | _Unread:
    try:
        content = file.path.read_bytes()
        image = decode_image(content)
    except OSError as error:
        return file.path.name, f"the file can't be read: {error.strerror or error}"
    except UnreadableImage as error:
        return file.path.name, str(error)
    fitted = fit_to_input(image, _COMPARED, _bits(image))
    return _Seen(file, hashlib.sha256(content).digest(), _size(image), fitted)


def _bits(image: Image) -> int:
    return 16 if image.dtype == np.uint16 else 8


def _size(image: Image) -> str:
    height, width = image.shape[:2]
    colour = "grey" if image.ndim == 2 else "colour"
    depth = ", 16 bits" if image.dtype == np.uint16 else ""
    return f"{width} \N{MULTIPLICATION SIGN} {height} px, {colour}{depth}"


def _classes(dataset: Dataset, seen: Sequence[_Seen]) -> tuple[ClassFound, ...]:
    kinds = {kind_of(file): file.is_def for file in dataset.files}
    readable: dict[str, list[Path]] = {kind: [] for kind in kinds}
    for one in seen:
        readable[kind_of(one.file)].append(one.file.path)
    found = [
        ClassFound(kind, is_def, len(readable[kind]), _pictures(_spread(readable[kind], SAMPLES)))
        for kind, is_def in kinds.items()
    ]
    return tuple(sorted(found, key=lambda each: (each.is_def, -each.count, each.name)))


def _spread(paths: Sequence[Path], most: int) -> list[Path]:
    return [paths[place] for place in spread_places(len(paths), most)]


def _pictures(paths: Sequence[Path]) -> tuple[NDArray[np.uint8], ...]:
    pictures = []
    for path in paths:
        try:
            image = decode_image(path.read_bytes())
        except (OSError, UnreadableImage):
            continue  # it is listed among the unreadable ones
        pictures.append(np.ascontiguousarray(shrunk(image, _PICTURE_PX, _bits(image))))
    return tuple(pictures)


def _alike(seen: Sequence[_Seen]) -> tuple[Alike, ...]:
    if len(seen) < 2:
        return ()
    fitted = np.stack([one.fitted for one in seen])
    groups: dict[int, list[_Seen]] = defaultdict(list)
    for one, group in zip(seen, group_look_alikes(fitted, [o.sha256 for o in seen]), strict=True):
        groups[int(group)].append(one)
    several = [members for members in groups.values() if len(members) > 1]
    several.sort(key=_severity)
    return tuple(
        _as_alike(members, pictured=number < GROUPS_SHOWN) for number, members in enumerate(several)
    )


def _severity(members: Sequence[_Seen]) -> tuple[bool, bool, bool, int]:
    differ = len({one.sha256 for one in members}) > 1
    one_label = len({one.file.is_def for one in members}) == 1
    return not _contradict(members), one_label, differ, -len(members)


def _contradict(members: Sequence[_Seen]) -> bool:
    labelled = {(one.sha256, kind_of(one.file)) for one in members}
    return len(labelled) > len({one.sha256 for one in members})


def _as_alike(members: Sequence[_Seen], *, pictured: bool) -> Alike:
    ordered = _both_labels_first(members)
    shown = [one.file.path for one in ordered[:_MEMBERS_SHOWN]]
    return Alike(
        kinds=tuple(kind_of(one.file) for one in ordered),
        pictures=_pictures(shown) if pictured else (),
        names=tuple(f"{path.parent.name}/{path.name}" for path in shown),
        identical=len({one.sha256 for one in members}) == 1,
        contradicts=_contradict(members),
    )


def _both_labels_first(members: Sequence[_Seen]) -> list[_Seen]:
    """A good and a defective one lead, where there are both: that is what is to be seen."""
    first = {one.file.is_def: one for one in reversed(members)}
    leading = list(first.values())
    return leading + [one for one in members if one not in leading]
