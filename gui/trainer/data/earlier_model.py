"""What was trained on a folder before: the new model is checked on the same images. Knows no Qt."""

from __future__ import annotations

from pathlib import Path

from inference.home import Home
from inference.models.store import ModelStore, StoredModel
from training.data.dataset import Dataset
from training.data.split_file import SPLIT


def earlier_model(home: Home, dataset: Dataset) -> Path | None:
    """The newest model of this home that keeps a split of this folder; None where there is none."""
    fitting = (model for model in ModelStore(home).models(None) if _is_of(model, dataset))
    return next((model.path for model in fitting), None)


def _is_of(model: StoredModel, dataset: Dataset) -> bool:
    if model.manifest is None or SPLIT not in model.manifest.files:
        return False
    lineage = model.manifest.lineage
    wanted = (str(dataset.folder.absolute()), dataset.good)
    return (lineage.get("folder"), lineage.get("good")) == wanted
