"""What is to be imported, and what only the engineer can know of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from inference.package import name_from
from training.data.dataset import GOOD_NAMES

_NAME = re.compile(r"[\w .-]{1,80}")


class ImportRefused(Exception):
    """The model can't be imported. `str()` says why and what to do, for the engineer."""


class Rescale(StrEnum):
    """What the training made of the values 0 to 255 of an image before the model saw them."""

    UNIT = "0..1"
    """Divided by 255, as ImageDataGenerator(rescale=1/255) does."""
    SIGNED = "-1..1"
    """Divided by 127.5, less 1."""
    NONE = "0..255"
    """Nothing, or the model does it itself."""


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """Which file, and how its answers are meant."""

    file: Path
    """`.keras`, or the older `.h5` or `.hdf5`."""
    labels: tuple[str, ...]
    """In the order of the model's answers. Keras sorts folder names, so that is the order of
    theirs; a single sigmoid is the probability of the second."""
    out: Path
    """The package: a folder, or a zip when it ends in .zip."""
    good: str | None = None
    """Which label is the good part, where its name does not tell."""
    data: Path | None = None
    """Class folders for thresholds, map scale and figures."""
    name: str | None = None
    """By default that of `out`."""
    rescale: Rescale | None = None
    """None where the model says it itself."""
    size: tuple[int, int] | None = None
    """Height and width, where the model takes any."""

    @property
    def model_name(self) -> str:
        return name_from(self.out) if self.name is None else self.name

    def check_name(self) -> None:
        """Raises `ImportRefused` for a name that no package can have."""
        if not _NAME.fullmatch(self.model_name):
            raise ImportRefused(
                f"{self.model_name!r} can't be the model's name: 1 to 80 letters, digits, spaces, "
                "dots, hyphens and underscores. Say another with --name"
            )


def good_label(labels: Sequence[str], good: str | None) -> str:
    """Raises `ImportRefused` where it can't be told."""
    if len(set(labels)) < len(labels) or len(labels) < 2:
        raise ImportRefused(f"two labels or more are needed, each once; not {', '.join(labels)}")
    if good is not None and good not in labels:
        raise ImportRefused(f"the good label {good!r} is none of {', '.join(labels)}")
    known = [label for label in labels if label.lower() in GOOD_NAMES]
    if good is None and len(known) != 1:
        raise ImportRefused(f"which of {', '.join(labels)} is the good one? Say it with --good")
    chosen = good if good is not None else known[0]
    if "ok" in labels and chosen != "ok":
        raise ImportRefused(f"a defect can't be called ok: {chosen!r} is said to be the good one")
    return chosen
