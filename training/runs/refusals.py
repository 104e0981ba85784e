"""Whatever a training run refuses, its `str()` being words for the engineer."""

from __future__ import annotations

import errno

from inference.package import PackageError
from training.architectures.lite0_weights import PretrainedWeightsError
from training.architectures.tail import UnsupportedModel
from training.data.dataset import UnusableDataset
from training.export.parity import ExportRefused
from training.runs.order import UnusableOrder
from training.runs.run_folder import RunFolder

REFUSALS = (
    ExportRefused,
    OSError,
    PackageError,
    PretrainedWeightsError,
    UnsupportedModel,
    UnusableDataset,
    UnusableOrder,
)


def words_for(error: Exception, run: RunFolder) -> str:
    """What happened, for the engineer; and that nothing is lost, where the disk was at fault."""
    if not isinstance(error, OSError):
        return str(error)
    where = f": {error.filename}" if error.filename else ""
    words = "the disk is full" if error.errno == errno.ENOSPC else (error.strerror or str(error))
    if not run.has_checkpoint:
        return f"{words}{where}"
    return f"{words}{where}. What was learnt is kept: put that right, then resume {run.run_id}"
