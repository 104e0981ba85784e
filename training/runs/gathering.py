"""A folder -> its images, read and compared, and the split of them that a run goes by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inference.package import MANIFEST
from inference.preprocess import InputSpec
from training.data.contradictions import find_contradictions, without_contradictions
from training.data.dataset import Dataset, UnusableDataset, find_dataset, find_test_dataset, kind_of
from training.data.loading import LabelledImages, load_images
from training.data.look_alikes import group_identical, group_look_alikes
from training.data.split import FREE, Split, split_by_groups
from training.data.split_file import (
    FrozenSplit,
    NoSplit,
    SplitRow,
    UnusableSplit,
    read_split,
    split_rows,
)
from training.events import (
    DatasetFound,
    DatasetSplit,
    FileUnreadable,
    FindingNoted,
    LabelsContradicted,
    Listener,
)
from training.fitting.fit_settings import FitSettings
from training.runs.order import TrainingOrder, UnusableOrder


@dataclass(frozen=True, slots=True, eq=False)
class Gathered:
    """All that a run learns from and checks on."""

    dataset: Dataset
    images: LabelledImages
    split: Split
    rows: tuple[SplitRow, ...]
    """The split, to be kept."""


def gather(
    order: TrainingOrder, spec: InputSpec, settings: FitSettings, listener: Listener
) -> Gathered:
    """Raises `UnusableDataset`, and `UnusableOrder` for a split that can't be read."""
    dataset = find_dataset(order.folder, order.good).without(order.excluded)
    listener(DatasetFound(str(dataset.folder), dataset.good, dataset.counts(), dataset.masks))
    images = _load(dataset, spec, listener)
    before = _earlier_split(order)
    groups = _groups(images, settings, listener)
    placed = before.places(images) if before else np.full(len(groups), FREE)
    split = split_by_groups(
        groups,
        images.is_def,
        seed=order.seed,
        validation_share=settings.validation_share,
        kinds=_kinds(images),
        placed=placed,
    )
    frozen = int((placed != FREE).sum())
    listener(
        DatasetSplit(len(split.training), len(split.validation), int(groups.max()) + 1, frozen)
    )
    for words in _unchecked(images, split):
        listener(FindingNoted(words))
    return Gathered(dataset, images, split, split_rows(images, groups, split, before))


def gather_test(
    order: TrainingOrder, gathered: Gathered, spec: InputSpec, listener: Listener
) -> LabelledImages | None:
    """The images of the folder's `test`, which nothing was chosen on; None where it has none.

    Raises `UnusableDataset`.
    """
    dataset = find_test_dataset(order.folder, gathered.dataset.good)
    if dataset is None:
        return None
    images = load_images(dataset.files, spec)
    _tell_unreadable(images, listener)
    if not images.files:
        raise UnusableDataset(f"none of the images in {dataset.folder} can be read")
    known = images.identical_to(gathered.images)
    if known:
        listener(
            FindingNoted(
                f"{known:,} of the {len(images.files):,} test images are, byte by byte, among "
                "those that the model is made of: what it does on them proves nothing"
            )
        )
    return images


def _load(dataset: Dataset, spec: InputSpec, listener: Listener) -> LabelledImages:
    images = load_images(dataset.files, spec)
    _tell_unreadable(images, listener)
    contradictions = find_contradictions(images)
    for found in contradictions:
        listener(LabelsContradicted(tuple(map(str, found.paths)), found.kinds))
    if contradictions:
        images = without_contradictions(images, contradictions)
    _check_enough(images, dataset)
    return images


def _groups(images: LabelledImages, settings: FitSettings, listener: Listener) -> NDArray[np.intp]:
    if settings.keeps_look_alikes_together:
        return group_look_alikes(images.fitted, images.sha256)
    listener(
        FindingNoted(
            "This recipe splits picture by picture, as the notebook did: other pictures of a part "
            "that is checked on may have been learnt from. What it reaches on the validation "
            "images flatters it; only a test folder with other parts tells what it is worth"
        )
    )
    return group_identical(images.sha256)


def _tell_unreadable(images: LabelledImages, listener: Listener) -> None:
    for unreadable in images.unreadable:
        listener(FileUnreadable(str(unreadable.file.path), unreadable.error))


def _check_enough(images: LabelledImages, dataset: Dataset) -> None:
    is_def = images.is_def
    kinds = [("defective", int(is_def.sum()))]
    if dataset.knows_good:
        kinds.insert(0, ("good", int((~is_def).sum())))
    for words, count in kinds:
        if count < 2:
            raise UnusableDataset(
                f"only {count} of the images of {words} parts can be read and are not "
                "contradicted: at least 2 are needed"
            )
    if not dataset.knows_good and len(images.type_names) < 2:
        raise UnusableDataset(
            "without good parts there is only the type to be told, and that takes images of at "
            "least two types"
        )


def _kinds(images: LabelledImages) -> NDArray[np.intp]:
    """N numbers: good parts and each type of defect are split alike."""
    names = [kind_of(file) for file in images.files]
    return np.unique(names, return_inverse=True)[1].astype(np.intp)


def _earlier_split(order: TrainingOrder) -> FrozenSplit | None:
    """The one that was asked for; else that of the package which the new one replaces."""
    try:
        return read_split(order.split) if order.split is not None else _replaced(order.out)
    except UnusableSplit as error:
        raise UnusableOrder(str(error)) from error


def _replaced(out: Path) -> FrozenSplit | None:
    """None where there is none to keep: no package, or one that was made without a split."""
    is_package = out.is_file() or (out / MANIFEST).is_file()
    try:
        return read_split(out) if is_package else None
    except NoSplit:
        return None
    except UnusableSplit as error:
        raise UnusableSplit(
            f"what was checked on so far would be lost: {error}. Move {out} away to begin with a "
            "new split, or say --split with one that can be read"
        ) from error


def _unchecked(images: LabelledImages, split: Split) -> Iterator[str]:
    """The types that only one side has: they are learnt and not checked, or worse."""
    types = images.types
    for place, name in enumerate(images.type_names):
        count = int((types == place).sum())
        number = "only 1 image" if count == 1 else f"{count:,} images that all look alike"
        if not (types[split.validation] == place).any():
            yield (
                f"Of the type {name} there is {number}: it is learnt from, and can't be checked. "
                "Add images of other parts"
            ).replace("there is", "there are" if count > 1 else "there is")
        if not (types[split.training] == place).any():
            yield f"No image of the type {name} is learnt from: all lie among those checked on"
