"""What masks teach the maps: each place of each field, and the one map that is drawn of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from training.export.joined_evidence import sum_of_fields


def map_loss(evidence: Sequence[Any], masks: Any, is_def: Any) -> Any:
    """Of the fields' evidence, each N x h x w x 1, the finest first; masks are N x H x W in 0-255.

    The sum of `_places_loss` over the fields and `_drawn_loss` of what is drawn of them; 0 without
    evidence. `is_def` is N, 1.0 for a defective part.
    """
    if not evidence:
        return 0.0
    of_fields = [_places_loss(each, masks, is_def) for each in evidence]
    return sum(of_fields, _drawn_loss(sum_of_fields(evidence), masks))


def _places_loss(evidence: Any, masks: Any, is_def: Any) -> Any:
    """Each place's cross entropy: on the defect against off it, each half of the loss.

    Of a defective part without a mask nothing is known, so its places count for nothing. Nor do
    those of good parts in a batch without any mask: with nothing to hold against them, they would
    only teach the map to stay dark.
    """
    import tensorflow as tf

    on = _touched(masks, evidence)
    has_mask = tf.reduce_max(on, axis=(1, 2, 3), keepdims=True)
    off = (1.0 - on) * tf.maximum(has_mask, 1.0 - is_def[:, None, None, None])
    losses = tf.nn.sigmoid_cross_entropy_with_logits(on, evidence)
    both = 0.5 * _mean_where(losses, on) + 0.5 * _mean_where(losses, off)
    return tf.reduce_max(has_mask) * both


def _drawn_loss(drawn: Any, masks: Any) -> Any:
    """-log of the defect's share in exp(map), as a mean over the images with a mask.

    Place by place, half of the loss is on the few places of the defect: a field may glow somewhat
    all over and be right. Here they compete: it is the contrast in the one map that people see.
    """
    import tensorflow as tf

    on = _touched(masks, drawn)
    has_mask = tf.reduce_max(on, axis=(1, 2, 3))
    on_it = tf.where(on > 0.0, drawn, drawn.dtype.min)
    everything, inside = (tf.reduce_logsumexp(each, axis=(1, 2, 3)) for each in (drawn, on_it))
    return _mean_where(everything - inside, has_mask)


def _touched(masks: Any, evidence: Any) -> Any:
    """1.0 for a place of which the defect touches any pixel, else 0.0; as `evidence` is shaped."""
    import tensorflow as tf

    seen = tf.cast(masks > 127, tf.float32)[..., None]
    size = -(-masks.shape[1] // evidence.shape[1]), -(-masks.shape[2] // evidence.shape[2])
    return tf.nn.max_pool2d(seen, size, size, "SAME")


def _mean_where(losses: Any, where: Any) -> Any:
    import tensorflow as tf

    return tf.math.divide_no_nan(tf.reduce_sum(losses * where), tf.reduce_sum(where))
