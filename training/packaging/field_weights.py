"""How much each field counts in the one map that is drawn of them, where masks can tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from inference.manifest import MapScale
from inference.preprocess import to_tensor
from training.architectures.tail import MeanTail, read_tail
from training.explanations.figures import Mask, fit_of, squared_mask
from training.explanations.heat import heat_of
from training.export.joined_evidence import join_evidence
from training.fitting.fit import Task
from training.flat import as_flat, outputs_of
from training.packaging.heat_scale import calibrate_maps

if TYPE_CHECKING:
    import keras

LEAST_MASKS = 10
"""On validation images: with fewer, chance would choose."""
_RATIOS = ((1.0, 1.0), (1.0, 3.0))
_CONTRASTS = (1.0, 2.0, 3.0)
CANDIDATES = tuple(
    (fine * contrast, wide * contrast) for fine, wide in _RATIOS for contrast in _CONTRASTS
)
"""Of the finer and the wider field. Few, so that they can be told apart by few masks. The same
ratio at a higher contrast pools to the same verdict and fades sooner around its hottest place."""


def weigh_fields(model: keras.Model, task: Task) -> keras.Model:
    """The same model, whose map of two fields puts most heat on the defects of validation images.

    A model of one field, or with masks on fewer than `LEAST_MASKS` validation images, is handed
    back as it is: each field then counts 1.
    """
    masked = [index for index in task.split.validation if _has_mask(task, index)]
    flat = as_flat(model)
    tail = read_tail(flat)
    if not isinstance(tail, MeanTail) or len(tail.fields) != len(CANDIDATES[0]):
        return model
    if len(masked) < LEAST_MASKS:
        return model
    batch = to_tensor(task.images.fitted[np.asarray(masked)], task.spec)
    logit, *evidence = outputs_of(flat, tail.drawn_from, batch)
    masks = [_mask(task, index) for index in masked]
    weights = best_weights(evidence, logit, masks)
    drawn = as_flat(model, types=True)
    for field, weight in zip(tail.fields, weights, strict=True):
        _pooling_of(drawn, field.evidence).drawn_weight = weight
    return drawn


def best_weights(
    evidence: Sequence[NDArray[np.float32]], logit: NDArray[np.float32], masks: Sequence[Mask]
) -> tuple[float, ...]:
    """Of `CANDIDATES` the one with the largest mean share of heat inside the masks.

    `evidence`: the fields', each N x h x w x 1, the finest first; `logit` is N x 1. The heat is
    what would be drawn: on the fixed scale that these images give. Equals go to the first.
    """
    shares = [_share_inside(evidence, logit, masks, weights) for weights in CANDIDATES]
    return CANDIDATES[int(np.argmax(shares))]


def _share_inside(
    evidence: Sequence[NDArray[np.float32]],
    logit: NDArray[np.float32],
    masks: Sequence[Mask],
    weights: tuple[float, ...],
) -> float:
    maps = np.asarray(join_evidence(evidence, logit, weights))
    (scale,) = calibrate_maps({"evidence": maps}, np.ones(len(maps), np.bool_))
    return float(np.mean([_share(raw, scale, mask) for raw, mask in zip(maps, masks, strict=True)]))


def _share(raw: NDArray[np.float32], scale: MapScale, mask: Mask) -> float:
    return fit_of(raw, heat_of(raw, scale), mask).share_in_mask


def _has_mask(task: Task, index: int) -> bool:
    mask = task.images.masks[index]
    return mask is not None and bool(mask.any())


def _mask(task: Task, index: int) -> Mask:
    mask = task.images.masks[index]
    assert mask is not None, "it was chosen for having one"
    return squared_mask(mask)


def _pooling_of(model: keras.Model, evidence: str) -> keras.Layer:
    """The layer that pools this map."""
    output = model.get_layer(evidence).output
    (pooling,) = (
        layer
        for layer in model.layers
        if type(layer).__name__ == "LogSumExpPooling2D" and layer.input is output
    )
    return pooling
