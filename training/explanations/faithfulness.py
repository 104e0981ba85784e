"""Figures that need no mask: what P(def) does when what a map marks is taken away or kept.

Deletion: the hottest places are smoothed away step by step; P(def) should fall at once. Insertion:
into the smoothed image they are brought back; P(def) should rise at once. Each is the mean of
P(def) over the share of the image that was changed, from nothing to a tenth of it: defects are
small. 0 to 1, deletion best small, insertion large. What is changed has soft edges: a hard one
looks like a scratch, and would be judged as one.
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from training.explanations.heat import Map

_SHARES = np.array([0.0, 0.0025, 0.005, 0.01, 0.015, 0.02, 0.03, 0.04, 0.06, 0.08, 0.1])
_BLUR = 0.03
"""The blur's standard deviation, as a share of the image's side: no pit is left of it."""
_EDGE = 0.02
"""How far what is changed reaches into the rest, as a share of the side."""

Judge = Callable[[NDArray[np.float32]], NDArray[np.float32]]


def deletion_and_insertion(
    judge: Judge, batch: NDArray[np.float32], raw: Map
) -> tuple[float, float]:
    """Both areas for one image (1 x H x W x C, prepared) and its raw map (h x w).

    `judge` answers P(def) (N) for N x H x W x C.
    """
    image = batch[0]
    blurred = cv2.GaussianBlur(image, (0, 0), _BLUR * max(image.shape[:2])).reshape(image.shape)
    ranks = _ranks(raw, image.shape[:2])
    chosen = [_softened(ranks < share)[..., None] for share in _SHARES]
    deleted = [image + (blurred - image) * soft for soft in chosen]
    inserted = [blurred + (image - blurred) * soft for soft in chosen]
    answers = judge(np.stack(deleted + inserted).astype(np.float32))
    return _area(answers[: len(_SHARES)]), _area(answers[len(_SHARES) :])


def _ranks(raw: Map, size: tuple[int, int]) -> NDArray[np.float64]:
    """H x W: for each pixel the share of pixels that are hotter."""
    large = cv2.resize(raw, (size[1], size[0]), interpolation=cv2.INTER_LINEAR)
    order = np.argsort(-large, axis=None, kind="stable")
    ranks = np.empty(large.size)
    ranks[order] = np.arange(large.size) / large.size
    return ranks.reshape(large.shape)


def _softened(chosen: NDArray[np.bool_]) -> NDArray[np.float32]:
    """1 on the chosen pixels, falling to 0 around them."""
    reach = max(1, round(_EDGE * max(chosen.shape)))
    whole = chosen.astype(np.float32)
    wider = cv2.dilate(whole, np.ones((2 * reach + 1, 2 * reach + 1), np.uint8))
    return np.asarray(np.maximum(whole, cv2.GaussianBlur(wider, (0, 0), reach / 2)), np.float32)


def _area(answers: NDArray[np.float32]) -> float:
    return float(np.trapezoid(answers, _SHARES) / _SHARES[-1])


def rank_correlation(one: Map, other: Map) -> float:
    """Spearman's, over the places of two maps of the same size; 0 where one of them is even.

    Between the maps of a model and of one that knows nothing it should be near 0: a map that stays
    the same shows the image, not what the model learnt.
    """
    if np.ptp(one) == 0.0 or np.ptp(other) == 0.0:
        return 0.0
    from scipy.stats import rankdata

    return float(np.corrcoef(rankdata(one), rankdata(other))[0, 1])
