"""What a training run says while it works: small frozen facts, as lines of JSON or of words."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from inference.equipment import PROGRAM

TELLS_TYPE_ONLY = "The model will call each part DEF, and tell the type only"


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
        good = self.good if "ok" in self.counts else f"none. {TELLS_TYPE_ONLY}"
        return f"Found in {self.folder}: {kinds}{masks}. Good parts: {good}"


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
    frozen: int = 0
    """So many stay where an earlier split had put them."""

    def __str__(self) -> str:
        images = self.training + self.validation
        alike = f", {images - self.groups:,} of them look like another" * (images > self.groups)
        frozen = f"; {self.frozen:,} stay where they were in the split before" * (self.frozen > 0)
        return (
            f"Learning from {self.training:,} images, checking on {self.validation:,}"
            f"{alike} (look-alikes stay together){frozen}"
        )


@dataclass(frozen=True, slots=True)
class LabelsContradicted:
    """The same file lies in several class folders: none of them is learnt from."""

    paths: tuple[str, ...]
    kinds: tuple[str, ...]

    def __str__(self) -> str:
        labels = " and as ".join(self.kinds)
        return (
            f"Left out: the same picture is there as {labels}, so a label is wrong: "
            f"{', '.join(self.paths)}"
        )


@dataclass(frozen=True, slots=True)
class FindingNoted:
    """Something about the data that a person should know."""

    words: str

    def __str__(self) -> str:
        return self.words


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
class LearningFinished:
    """Nothing changes the network any more. What follows may take as long as some epochs."""

    def __str__(self) -> str:
        return "Learnt. Now it is exported, proven, judged and packaged"


@dataclass(frozen=True, slots=True)
class RunStarted:
    """The learning begins, or goes on, under this name."""

    run: str
    history: tuple[EpochFinished, ...]
    """Of the epochs that were done before it was cut off."""

    def __str__(self) -> str:
        if self.history:
            return f"Going on with run {self.run} after epoch {len(self.history)}"
        return f"If it is cut off, go on with: {PROGRAM} train --resume {self.run}"


@dataclass(frozen=True, slots=True)
class Finished:
    """The package is written and was read back."""

    package: str
    metrics: dict[str, Any]
    seconds: float

    def __str__(self) -> str:
        wrote = f"Wrote {self.package} in {self.seconds:.0f} s"
        validated = f"{wrote}. On {self.metrics['n']:,} validation images: {_words(self.metrics)}"
        test = self.metrics.get("test")
        if not test:
            return validated
        return f"{validated}. On {test['n']:,} test images: {_words(test)}"


def _words(shown: dict[str, Any]) -> str:
    words = []
    if "accuracy" in shown:
        words = [
            f"accuracy {shown['accuracy']:.4f}",
            f"{shown['escapes']['count']} escapes",
            f"{shown['overkills']['count']} overkills",
            f"ROC AUC {shown['roc_auc']:.4f}",
        ]
    if "types" in shown:
        words.append(f"macro-F1 over types {shown['types']['macro_f1']:.4f}")
    return ", ".join(words) or "no figures"


@dataclass(frozen=True, slots=True)
class Failed:
    """The run ended without a package."""

    error: str

    def __str__(self) -> str:
        return f"Not trained: {self.error}"


Event = (
    DatasetFound
    | FileUnreadable
    | LabelsContradicted
    | FindingNoted
    | DatasetSplit
    | RunStarted
    | BatchFinished
    | EpochFinished
    | CheckpointFailed
    | LearningFinished
    | Finished
    | Failed
)
Listener = Callable[[Event], None]


def as_json(event: Event) -> str:
    """One line: `{"event": "epoch_finished", ...}`."""
    name = re.sub(r"(?<!^)(?=[A-Z])", "_", type(event).__name__).lower()
    return json.dumps({"event": name, **asdict(event)}, ensure_ascii=False)
