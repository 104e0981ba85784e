"""A folder of class folders -> which files are good parts, and which show a defect."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from inference.decode import is_image_name

GOOD_NAMES = frozenset({"ok", "ok_front"})
DEFECT_NAMES = frozenset({"def", "def_front"})
NO_GOOD = "none"
"""Said for a set of defect types only: no class folder holds good parts."""
_NOT_CLASSES = frozenset({"masks", "test"})
_PHOTOGRAPH_SUFFIXES = frozenset({".jpg", ".jpeg"})


class UnusableDataset(Exception):
    """The folder can't be trained on. `str()` says why and what to do, for the engineer."""


@dataclass(frozen=True, slots=True)
class LabelledFile:
    """One image file and what its folder says of it."""

    path: Path
    is_def: bool
    defect_type: str | None = None
    """The class folder's name, or the sub-folder's inside `def/`; None where neither tells."""
    mask: Path | None = None
    """Where the defect is: a picture of the same size, not black on the defect's pixels."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """What was found in a folder. Nothing of it was decoded yet."""

    folder: Path
    good: str
    """The name of the class folder with the good parts; NO_GOOD where there is none."""
    files: tuple[LabelledFile, ...]
    """Sorted by path, so that the same folder is the same dataset on each machine."""

    @property
    def knows_good(self) -> bool:
        """Whether there are good parts in it."""
        return not all(file.is_def for file in self.files)

    @property
    def masks(self) -> int:
        """How many of the defective parts have a mask."""
        return sum(file.mask is not None for file in self.files)

    def without(self, excluded: Collection[Path]) -> Dataset:
        """The same but for these files. Raises `UnusableDataset` where too few are left."""
        gone = {path.absolute() for path in excluded}
        kept = tuple(file for file in self.files if file.path.absolute() not in gone)
        kinds = [("defects", True), *([("good parts", False)] if self.knows_good else [])]
        for words, is_def in kinds:
            if sum(file.is_def is is_def for file in kept) < 2 and len(kept) < len(self.files):
                raise UnusableDataset(f"so many images of {words} are left out that too few remain")
        return replace(self, files=kept)

    def counts(self) -> dict[str, int]:
        """How many files each kind has: `ok`, then `def` or the defect types."""
        return dict(Counter(kind_of(file) for file in self.files))


def kind_of(file: LabelledFile) -> str:
    """`ok`, the defect type, or `def` where the type isn't known."""
    return (file.defect_type or "def") if file.is_def else "ok"


def find_dataset(folder: Path, good: str | None = None, *, least: int = 2) -> Dataset:
    """What lies in `folder`, or in its `train` folder where it has one. `test` is never touched.

    `good` names the class folder of the good parts; without it only `ok` and `ok_front` are known
    to be good. With NO_GOOD, and no folder of that name, all of them are types of defects. Raises
    `UnusableDataset`, also for fewer than `least` good or defective images.
    """
    root = folder / "train" if (folder / "train").is_dir() else folder
    classes = _class_folders(root)
    good_class = _choose_good(root, classes, good)
    _check_types(classes, good_class)
    images = {path: list(_images_in(path)) for path in classes}
    _check_not_empty(images, good_class, least)
    beside = {mask for paths in images.values() for mask in _masks_beside(paths)}
    files = [
        LabelledFile(path, kind != good_class, _defect_type(path, kind, good_class))
        for kind, paths in images.items()
        for path in paths
        if path not in beside
    ]
    name = good_class.name if good_class else NO_GOOD
    return Dataset(root, name, tuple(_with_masks(files, root, beside)))


def find_test_dataset(folder: Path, good: str) -> Dataset | None:
    """What lies in its `test` folder, which nothing may be chosen on; None where it has none.

    `good` as the training images have it. Raises `UnusableDataset`.
    """
    test = folder / "test"
    return find_dataset(test, good, least=1) if test.is_dir() else None


def _class_folders(root: Path) -> list[Path]:
    try:
        folders = [path for path in root.iterdir() if path.is_dir()]
    except OSError as error:
        raise UnusableDataset(f"{root} can't be read: {error.strerror or error}") from error
    classes = [
        path
        for path in sorted(folders)
        if path.name.lower() not in _NOT_CLASSES and not path.name.startswith(".")
    ]
    if len(classes) < 2:
        found = f"only {classes[0].name!r}" if classes else "none"
        raise UnusableDataset(
            f"{root} needs one folder of good parts and one or more of defects; it has {found}"
        )
    return classes


def _choose_good(root: Path, classes: Sequence[Path], good: str | None) -> Path | None:
    """None for NO_GOOD."""
    names = ", ".join(path.name for path in classes)
    if good is not None:
        chosen = [path for path in classes if path.name == good]
        if not chosen and good == NO_GOOD:
            return None
        if not chosen:
            raise UnusableDataset(f"{root} has no class folder {good!r}; it has: {names}")
        return chosen[0]
    known = [path for path in classes if path.name.lower() in GOOD_NAMES]
    if len(known) != 1:
        raise UnusableDataset(
            f"which of the class folders holds the good parts? Say it with --good, or --good "
            f"{NO_GOOD} where all are types of defects; {root} has: {names}"
        )
    return known[0]


def _images_in(folder: Path) -> Iterator[Path]:
    for directory, subfolders, names in os.walk(folder):
        subfolders[:] = sorted(
            name for name in subfolders if name.lower() != "masks" and not name.startswith(".")
        )
        yield from (Path(directory, name) for name in sorted(names) if is_image_name(Path(name)))


def _masks_beside(paths: Sequence[Path]) -> Iterator[Path]:
    """PNG files that lie beside a JPEG of the same name: masks, not parts."""
    photographs = {
        path.with_suffix("") for path in paths if path.suffix.lower() in _PHOTOGRAPH_SUFFIXES
    }
    for path in paths:
        if path.suffix.lower() == ".png" and path.with_suffix("") in photographs:
            yield path


def _with_masks(
    files: Sequence[LabelledFile], root: Path, beside: set[Path]
) -> Iterator[LabelledFile]:
    """Each defective part with its mask: drawn by a person, beside it, or in `masks/` by name.

    A name that two defective parts share tells nothing: then neither has one.
    """
    drawn = set(_images_in(root / "masks"))
    named = {path.stem: path for path in sorted(drawn)}
    uses = Counter(file.path.stem for file in files if file.is_def)
    for file in files:
        mask: Path | None = drawn_mask(root, file.path)
        if mask not in drawn:
            mask = file.path.with_suffix(".png")
        if mask not in drawn and mask not in beside:
            mask = named.get(file.path.stem) if uses[file.path.stem] == 1 else None
        yield replace(file, mask=mask) if file.is_def and mask else file


def drawn_mask(root: Path, image: Path) -> Path:
    """Where the mask of an image of the dataset in `root` is kept when a person draws one."""
    return (root / "masks" / image.relative_to(root)).with_suffix(".png")


def _check_types(classes: Sequence[Path], good_class: Path | None) -> None:
    for path in classes:
        if path.name == "ok" and path != good_class:
            raise UnusableDataset(
                f"the class folder {path} can't be one of defects: OK is what good parts are "
                "called. Give it another name, or say --good ok"
            )


def _check_not_empty(images: dict[Path, list[Path]], good_class: Path | None, least: int) -> None:
    for folder, paths in images.items():
        if not paths:
            raise UnusableDataset(f"the class folder {folder} holds no images")
    defects = sum(len(paths) for folder, paths in images.items() if folder != good_class)
    kinds = [("defects", defects)]
    if good_class:
        kinds.insert(0, ("good parts", len(images[good_class])))
    for words, count in kinds:
        if count < least:
            raise UnusableDataset(
                f"there is only 1 image of {words}: at least 2 are needed, "
                "one to learn from and one to check on"
            )


def _defect_type(path: Path, class_folder: Path, good_class: Path | None) -> str | None:
    if class_folder == good_class:
        return None
    if class_folder.name.lower() not in DEFECT_NAMES:
        return class_folder.name
    below = path.relative_to(class_folder).parts
    return below[0] if len(below) > 1 else None
