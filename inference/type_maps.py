"""A map for each type of defect: the heat of the verdict's map, shared out among the types."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.manifest import MapScale


@dataclass(frozen=True, slots=True, eq=False)
class TypeHeat:
    """Each type's heat over one frame: together they are the verdict's map."""

    names: tuple[str, ...]
    """K types of defect."""
    heat: NDArray[np.float32]
    """K x h x w, 0 to 1 on the evidence map's scale."""

    def largest_in(self, place: NDArray[np.bool_]) -> str | None:
        """The type with the most heat there; None where none has any.

        `place` is h x w over the same frame, in cells of any size.
        """
        size = (place.shape[1], place.shape[0])
        sums = [float(cv2.resize(heat, size)[place].sum()) for heat in self.heat]
        most = int(np.argmax(sums))
        return self.names[most] if sums[most] > 0 else None


def places_shares(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """The types' logits at each place -> P(type | def) there, both N x K x h x w."""
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), np.float32)


def shared_out(
    evidence: NDArray[np.float32], scale: MapScale, shares: NDArray[np.float32]
) -> NDArray[np.float32]:
    """N x h x w raw evidence and N x K x h x w P(type | def) -> the types' raw maps, N x K x h x w.

    Drawn on the evidence's own `scale` a type's heat is the verdict's heat times P(type | def) of
    the place. Since these sum to one, the types' heats sum to the verdict's, place by place.

    Not the logit itself is multiplied: at a sound place, which speaks for OK, it is below the
    scale's floor, and a part of it would glow. Nor what lies above the ceiling: a tenth of it could
    be full heat.
    """
    heat = np.clip(evidence, scale.floor, scale.ceiling) - np.float32(scale.floor)
    return np.asarray(scale.floor + heat[:, np.newaxis] * shares, np.float32)
