"""The thresholds that the plant chose for each model: beside the model, never inside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from inference.files_on_disk import write_atomically
from inference.verdict import Thresholds


class ThresholdBookError(Exception):
    """The book can't be read. Judging with other thresholds than the plant's would be a lie."""


class ThresholdBook:
    """One small JSON file: model id -> thresholds. A new model never resets another's."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def thresholds_of(self, model_id: str) -> Thresholds | None:
        """What was chosen for this model, or None. Raises `ThresholdBookError`."""
        entry = self._read().get(model_id)
        if entry is None:
            return None
        try:
            return Thresholds(float(entry["unsure_from"]), float(entry["def_from"]))
        except (KeyError, TypeError, ValueError) as error:
            raise ThresholdBookError(
                f"{self._path}: the thresholds of {model_id} are wrong: {entry}"
            ) from error

    def choose(self, model_id: str, thresholds: Thresholds) -> None:
        """Keep these for this model. Raises `ThresholdBookError` or `OSError`."""
        book = self._read()
        book[model_id] = {
            "unsure_from": thresholds.unsure_from,
            "def_from": thresholds.def_from,
        }
        write_atomically(self._path, json.dumps(book, indent=2, sort_keys=True).encode())

    def _read(self) -> dict[str, Any]:
        try:
            book = json.loads(self._path.read_text("utf-8")) if self._path.exists() else {}
        except (OSError, ValueError) as error:
            raise ThresholdBookError(f"{self._path} can't be read: {error}") from error
        if not isinstance(book, dict):
            raise ThresholdBookError(f"{self._path} holds no thresholds")
        return book
