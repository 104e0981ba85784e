"""What is asked of a training run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from inference.part.choices import PartChoice
from training.augmentation.augment import Augmentation

DEFAULT_RECIPE = "evidence"
DEFAULT_SEED = 0


class UnusableOrder(Exception):
    """What was asked for can't be done. `str()` says why, for the engineer."""


@dataclass(frozen=True, slots=True)
class TrainingOrder:
    """What to train, on what, and where to put it."""

    folder: Path
    """Class folders; see `dataset.find_dataset`."""
    out: Path
    """The package: a folder, or a zip when it ends in .zip. A package there is replaced."""
    recipe: str = DEFAULT_RECIPE
    mode: str | None = None
    """`quick` or `full`, for what is pretrained; None is full."""
    good: str | None = None
    """The class folder of the good parts, where its name doesn't tell."""
    name: str | None = None
    """The model's name; by default that of `out`."""
    seed: int = DEFAULT_SEED
    epochs: int | None = None
    """None leaves it to the recipe; so does `batch`."""
    batch: int | None = None
    balances_classes: bool = False
    augmentation: Augmentation | None = None
    """None leaves it to the recipe."""
    excluded: tuple[Path, ...] = ()
    """Files that are left out, as if they were not there; see `left_out`."""
    split: Path | None = None
    """A split to keep to: a `split.csv`, or a package that holds one. None takes that of the
    package at `out`, where there is one."""
    part: PartChoice | None = None
    """Which place of each picture is the part; None is the whole picture."""
    tensorboard: Path | None = None
    """Where event files for TensorBoard go: a folder; None writes none."""
