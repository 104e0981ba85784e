"""One map for a verdict that is the mean of several evidence maps and of the whole image.

Which map is the verdict when several had a say? Lineside draws the sum of the fields' evidence,
place by place, on the finest grid, and lifts or lowers it as a whole until it pools to the
verdict's logit:

    sum = w1 field1 + w2 field2 + ...       the weights are 1 unless masks taught others
    map = sum + (logit - LSE(sum))          LSE as in `LogSumExpPooling2D`, so LSE(map) = logit

- *It is the verdict.* Pooled like the evidence of a single field it gives the verdict's logit, to
  the last digit. With one field and no whole image it is that field's evidence, unchanged.
- *It keeps the absolute scale.* LSE never exceeds the hottest place, and falls at most log(n) / 4
  below it. So the hottest place is at least the verdict's logit, and whatever isn't called OK
  glows, whichever part decided; and it is at most log(n) / 4 above, so a clearly good part is dark.
- *It shows the finest that explains.* Adding logits multiplies odds: where both fields see the
  defect, the narrow one marks the spot inside what the wide one marks. Where the narrow one sees
  nothing it is even, and the wide one's place is what is left. On real masks the sum put half as
  much heat again inside them as the mean of the fields did.
- *What has no place gets none.* What the whole image adds, or takes away, is the constant: it
  moves all places alike. A part that the whole image alone condemns glows all over, and should:
  no place was at fault. Which place is hottest is always the local fields' answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from training.keras_setup import import_keras


def join_evidence(evidence: Sequence[Any], logit: Any, weights: Sequence[float] = ()) -> Any:
    """The fields' evidence, each N x h x w x 1, the finest first, and the verdict's logit, N x 1.

    `weights`: one for each field, of the sum; none are all 1. Answers N x h x w on the finest grid.
    """
    together = sum_of_fields(evidence, weights)
    lift = logit - _pooled(together)
    return together[..., 0] + lift[..., None]


def sum_of_fields(evidence: Sequence[Any], weights: Sequence[float] = ()) -> Any:
    """The weighed sum on the finest grid, N x h x w x 1: what is drawn, but for its height."""
    weighed = [
        each if weight == 1.0 else each * weight
        for each, weight in zip(evidence, weights or [1.0] * len(evidence), strict=True)
    ]
    finest, *wider = enlarged_to_finest(weighed)
    return sum(wider, finest)


def enlarged_to_finest(fields: Sequence[Any]) -> list[Any]:
    """The fields' answers, each N x h x w x C, the finest first, all on the finest grid."""
    finest, *wider = fields
    resize = import_keras().ops.image.resize
    return [finest, *(resize(each, finest.shape[1:3], "bilinear") for each in wider)]


def _pooled(evidence: Any) -> Any:
    from training.architectures.layers import LogSumExpPooling2D

    return LogSumExpPooling2D()(evidence)
