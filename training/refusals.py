"""Whatever a training run refuses, its `str()` being words for the engineer."""

from __future__ import annotations

from inference.package import PackageError
from training.architectures.lite0_weights import PretrainedWeightsError
from training.dataset import UnusableDataset
from training.export.parity import ExportRefused
from training.export.tail import UnsupportedModel
from training.order import UnusableOrder

REFUSALS = (
    ExportRefused,
    OSError,
    PackageError,
    PretrainedWeightsError,
    UnsupportedModel,
    UnusableDataset,
    UnusableOrder,
)
