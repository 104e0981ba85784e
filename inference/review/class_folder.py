"""What the folder that an image lies in says of it."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

GOOD_NAMES = frozenset({"ok", "ok_front", "good"})
DEFECT_NAMES = frozenset({"def", "def_front", "defective"})
NOT_CLASSES = frozenset({"masks", "test", "train", "val", "validation"})


class FolderLabel(NamedTuple):
    """The label of all images of one folder; the trainer's rules, without asking for both sides."""

    label: str | None
    """The class folder's name as it is written; None where the folders say nothing."""
    is_def: bool | None
    below_defects: bool = False
    """The sub-folders of `def/` are the types of defect."""


UNLABELLED = FolderLabel(None, None)


def label_of_root(name: str, good: str | None) -> FolderLabel:
    """Of a folder that was given itself: `ok` and `def` say something, others don't."""
    return _by_name(name, good) or UNLABELLED


def label_below(
    parent: FolderLabel, name: str, siblings: Collection[str], good: str | None
) -> FolderLabel:
    """Of the folder `name` in a folder labelled `parent`, one of its sub-folders `siblings`.

    Beside a folder of good parts any other folder is a kind of defect. `good` names the folder of
    the good parts where it is called neither `ok` nor `good`.
    """
    if parent.below_defects:
        return FolderLabel(name, True)
    if parent.label is not None:
        return parent
    known = _by_name(name, good)
    if known is not None:
        return known
    beside_good = any(_is_good(sibling, good) for sibling in siblings)
    if beside_good and name.lower() not in NOT_CLASSES:
        return FolderLabel(name, True)
    return UNLABELLED


def _by_name(name: str, good: str | None) -> FolderLabel | None:
    if _is_good(name, good):
        return FolderLabel(name, False)
    if name.lower() in DEFECT_NAMES:
        return FolderLabel(name, True, below_defects=True)
    return None


def _is_good(name: str, good: str | None) -> bool:
    return name == good if good is not None else name.lower() in GOOD_NAMES
