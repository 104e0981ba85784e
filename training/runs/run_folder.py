"""A training run on disk: what was asked for, on which data, and how far it has come."""

from __future__ import annotations

import hashlib
import json
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from inference.files_on_disk import write_atomically
from inference.manifest import InputSection, part_fields, part_of_fields
from training.augmentation.augment import NO_AUGMENTATION
from training.augmentation.parameters import augmentation_of
from training.fitting.checkpoint import Checkpoint, checkpoint_bytes, read_checkpoint
from training.fitting.fit import Task
from training.runs.order import TrainingOrder, UnusableOrder

_PLAN = "run.json"
_CHECKPOINT = "checkpoint.npz"
_PLACES = ("folder", "out", "split", "tensorboard")


@dataclass(frozen=True, slots=True)
class RunFolder:
    """`<home>/runs/<run id>`. It comes to be with its first file, when the learning begins."""

    path: Path

    @property
    def run_id(self) -> str:
        return self.path.name

    @property
    def is_begun(self) -> bool:
        """Whether it can be gone on with."""
        return (self.path / _PLAN).exists()

    @property
    def has_checkpoint(self) -> bool:
        """Whether an epoch, at least, is kept."""
        return (self.path / _CHECKPOINT).exists()

    def begin(self, order: TrainingOrder, task: Task) -> None:
        """Write down what the run is; or, when it goes on, make sure that it still is that.

        Raises `UnusableOrder` when the images or the settings are no longer those that it began
        with, and `OSError`.
        """
        basis = _basis(order, task)
        if self.is_begun:
            _refuse_changes(self._plan()["basis"], basis, order)
            return
        plan = {"order": _order_fields(order), "basis": basis}
        write_atomically(self.path / _PLAN, json.dumps(plan, indent=1).encode())

    def order(self) -> TrainingOrder:
        """What was asked for. Raises `UnusableOrder`."""
        fields = self._plan()["order"]
        return TrainingOrder(**{**fields, **_from_json(fields)})

    def read(self) -> Checkpoint | None:
        try:
            content = (self.path / _CHECKPOINT).read_bytes()
        except FileNotFoundError:
            return None
        return read_checkpoint(content)

    def write(self, checkpoint: Checkpoint) -> None:
        write_atomically(self.path / _CHECKPOINT, checkpoint_bytes(checkpoint))

    def remove(self) -> None:
        """Nothing is left of it. What can't be removed stays, and says nothing."""
        shutil.rmtree(self.path, ignore_errors=True)

    def _plan(self) -> dict[str, Any]:
        try:
            plan: dict[str, Any] = json.loads((self.path / _PLAN).read_bytes())
        except FileNotFoundError:
            raise UnusableOrder(_no_such_run(self.path)) from None
        except (OSError, ValueError) as error:
            raise UnusableOrder(f"the run {self.run_id} can't be read: {error}") from error
        return plan


def new_run(runs: Path) -> RunFolder:
    """A run with a name of its own, such as `20261122-213500-4f1a`. Nothing is written yet."""
    now = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    return RunFolder(runs / f"{now}-{secrets.token_hex(2)}")


def unfinished_runs(runs: Path) -> tuple[RunFolder, ...]:
    """Those that can be gone on with, the oldest first."""
    return tuple(RunFolder(plan.parent) for plan in sorted(runs.glob(f"*/{_PLAN}")))


def _no_such_run(path: Path) -> str:
    runs = ", ".join(run.run_id for run in unfinished_runs(path.parent))
    return f"there is no run {path.name!r} to go on with; there " + (
        f"are: {runs}" if runs else "is none at all"
    )


def _order_fields(order: TrainingOrder) -> dict[str, Any]:
    # Absolute: who goes on may stand in another folder.
    given = {name: getattr(order, name) for name in _PLACES}
    places = {name: str(path.absolute()) if path else None for name, path in given.items()}
    excluded = [str(path.absolute()) for path in order.excluded]
    part = part_fields(order.part)
    return {**asdict(order), **places, "excluded": excluded, "part": part}


def _from_json(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of an order that JSON knows no type for."""
    read: dict[str, Any] = {name: Path(fields[name]) for name in _PLACES if fields.get(name)}
    read["excluded"] = tuple(Path(path) for path in fields.get("excluded", ()))
    try:
        read["part"] = part_of_fields(fields.get("part"))
    except ValueError as error:
        raise UnusableOrder(f"its part's place can't be read: {error}") from error
    if fields.get("augmentation"):
        try:
            read["augmentation"] = augmentation_of(fields["augmentation"], NO_AUGMENTATION)
        except ValueError as error:
            raise UnusableOrder(f"its augmentation can't be read: {error}") from error
    return read


def _basis(order: TrainingOrder, task: Task) -> dict[str, Any]:
    """What the weights depend on. JSON, so that it compares with what was read."""
    split = task.split.training.tobytes() + b"|" + task.split.validation.tobytes()
    basis = {
        "images": task.images.digest(),
        "masks": task.images.masks_digest() if task.settings.mask_weight else "",
        "split": hashlib.sha256(split).hexdigest(),
        "recipe": order.recipe,
        "seed": task.seed,
        "settings": {**asdict(task.settings), "peak_learning_rate": task.peak_learning_rate},
        "input": InputSection.of(task.spec).model_dump(),
    }
    normal: dict[str, Any] = json.loads(json.dumps(basis))
    return normal


def _refuse_changes(begun: Mapping[str, Any], now: Mapping[str, Any], order: TrainingOrder) -> None:
    if begun["images"] != now["images"]:
        raise UnusableOrder(
            f"the images in {order.folder} are not those that this run began with: "
            "put them back as they were, or start a new run"
        )
    if begun.get("masks", now["masks"]) != now["masks"]:  # earlier versions didn't write it down
        raise UnusableOrder(
            f"the masks in {order.folder} are not those that this run began with: put them back as "
            "they were, or start a new run"
        )
    others = [name for name in now if name != "masks"]
    changed = [name for name in others if begun.get(name) != now[name]]
    if "settings" in changed:
        changed.remove("settings")
        changed += [name for name in now["settings"] if _differs(begun, now, name)]
    if changed:
        raise UnusableOrder(
            f"this run began with other settings ({', '.join(changed)}): start a new run"
        )


def _differs(begun: Mapping[str, Any], now: Mapping[str, Any], name: str) -> bool:
    return bool(begun["settings"].get(name) != now["settings"][name])
