"""Which type of defect each place would be: what a map for each type is made of.

The verdict's map says where, the type head says what. The head's logits are the mean of its parts:
of each field what its places say, a place counting as much as it counts for the verdict, and what
the whole image says. Were all of a part's evidence at one place, they would be

    logits(place) = mean of (each field's logits at that place, the whole image's logits)

and with them P(type | def) = softmax(logits). That is what this place says. A type's map is the
verdict's map, as heat on its fixed scale, times it (`inference.type_maps`).

- *The types share the heat.* Over types P sums to one at each place, so the types' maps sum to the
  verdict's, place by place: none shows heat that the verdict's does not.
- *It is the head's own word.* Of a part whose evidence is at one place, P there is P(type | def).
- *What has no place gets none.* The whole image's logits move all places alike, towards the type
  of which it thinks most; which place is most of that type is the local fields' answer.

The wider fields are enlarged to the finest grid as they are for the verdict's map. The graph
answers the logits, and who asks makes P of them: the softmax took 0.1 ms of every verdict.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from training.export.joined_evidence import enlarged_to_finest
from training.keras_setup import import_keras


def types_of_places(places: Sequence[Any], wholes: Sequence[Any]) -> Any:
    """One logit per type at each place of the finest grid: N x K x h x w.

    `places`: each field's logits, N x h x w x K, the finest first; `wholes`: those of the whole
    image, each N x K.
    """
    parts = [*enlarged_to_finest(places), *(whole[:, None, None, :] for whole in wholes)]
    mean = sum(parts[1:], parts[0]) / len(parts)
    return import_keras().ops.transpose(mean, (0, 3, 1, 2))
