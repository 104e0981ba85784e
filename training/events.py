"""What a training run says while it works: small frozen facts, as lines of JSON or of words."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class CheckpointFailed:
    """The run goes on, but if it is cut off now, an older checkpoint is all there is."""

    error: str

    def __str__(self) -> str:
        return f"The checkpoint could not be written: {self.error}. The training goes on"


@dataclass(frozen=True, slots=True)
class DatasetFound:
    """The folder was read."""

    folder: str
    good: str
    counts: dict[str, int]
    masks: int
    """So many of the defective parts have a mask that shows where."""

    def __str__(self) -> str:
        kinds = ", ".join(f"{count:,} {kind}" for kind, count in sorted(self.counts.items()))
        masks = f" ({self.masks:,} with a mask)" if self.masks else ""
        return f"Found in {self.folder}: {kinds}{masks}. Good parts: {self.good}"


@dataclass(frozen=True, slots=True)
class FileUnreadable:
    """A file is left out, and why."""

    path: str
    error: str

    def __str__(self) -> str:
        return f"Left out: {self.path}: {self.error}"


@dataclass(frozen=True, slots=True)
class DatasetSplit:
    """What is learnt from, what is kept back to check on."""

    training: int
    validation: int
    groups: int
    """Sets of look-alikes, single images included; each lies on one side."""

    def __str__(self) -> str:
        images = self.training + self.validation
        alike = f", {images - self.groups:,} of them look like another" * (images > self.groups)
        return (
            f"Learning from {self.training:,} images, checking on {self.validation:,}"
            f"{alike} (look-alikes stay together)"
        )


@dataclass(frozen=True, slots=True)
class BatchFinished:
    """A step of an epoch is done."""

    epoch: int
    epochs: int
    step: int
    steps: int
    loss: float
    """The mean over this epoch so far."""
    seconds_left: float
    """If all epochs are run."""

    def __str__(self) -> str:
        return (
            f"Epoch {self.epoch} of {self.epochs}: {self.step} of {self.steps} batches, "
            f"loss {self.loss:.4f}, {self.seconds_left:.0f} s left"
        )


@dataclass(frozen=True, slots=True)
class EpochFinished:
    """One pass over the training images, and the check after it."""

    epoch: int
    epochs: int
    loss: float
    accuracy: float
    val_loss: float
    val_accuracy: float
    is_best: bool
    seconds: float
    seconds_left: float
    """If all epochs are run."""

    def __str__(self) -> str:
        return (
            f"Epoch {self.epoch} of {self.epochs}: loss {self.loss:.4f}, accuracy "
            f"{self.accuracy:.4f}; validation loss {self.val_loss:.4f}, accuracy "
            f"{self.val_accuracy:.4f}{' (best so far)' if self.is_best else ''}; "
            f"{self.seconds:.1f} s, {self.seconds_left:.0f} s left"
        )


@dataclass(frozen=True, slots=True)
class RunStarted:
    """The learning begins, or goes on, under this name."""

    run: str
    history: tuple[EpochFinished, ...]
    """Of the epochs that were done before it was cut off."""

    def __str__(self) -> str:
        if self.history:
            return f"Going on with run {self.run} after epoch {len(self.history)}"
        return f"If it is cut off, go on with: main.py train --resume {self.run}"


@dataclass(frozen=True, slots=True)
class Finished:
    """The package is written and was read back."""

    package: str
    metrics: dict[str, Any]
    seconds: float

    def __str__(self) -> str:
        shown = self.metrics
        return (
            f"Wrote {self.package} in {self.seconds:.0f} s. On {shown['n']:,} validation images: "
            f"accuracy {shown['accuracy']:.4f}, {shown['escapes']['count']} escapes, "
            f"{shown['overkills']['count']} overkills, ROC AUC {shown['roc_auc']:.4f}"
        )


@dataclass(frozen=True, slots=True)
class Failed:
    """The run ended without a package."""

    error: str

    def __str__(self) -> str:
        return f"Not trained: {self.error}"


Event = (
    DatasetFound
    | FileUnreadable
    | DatasetSplit
    | RunStarted
    | BatchFinished
    | EpochFinished
    | CheckpointFailed
    | Finished
    | Failed
)
Listener = Callable[[Event], None]


def as_json(event: Event) -> str:
    """One line: `{"event": "epoch_finished", ...}`."""
    name = re.sub(r"(?<!^)(?=[A-Z])", "_", type(event).__name__).lower()
    return json.dumps({"event": name, **asdict(event)}, ensure_ascii=False)
