"""How each recipe is fitted: the one place with the numbers."""

from __future__ import annotations

from dataclasses import dataclass

from training.augment import GENTLE, NOTEBOOK, STRONG, Augmentation


@dataclass(frozen=True, slots=True)
class FitSettings:
    """What a fit depends on beside the network, the images and the seed."""

    epochs: int
    augmentation: Augmentation
    batch: int = 32
    is_scheduled: bool = True
    """AdamW with a warm-up and then half a cosine down to 1 % of the peak learning rate; otherwise
    plain Adam at the peak throughout."""
    patience: int | None = None
    """Stop when the validation loss hasn't fallen for so many epochs."""
    label_smoothing: float = 0.0
    balances_classes: bool = False
    """Weigh good and defective parts as if there were as many of each."""
    validation_share: float = 0.15
    mask_weight: float = 0.0
    """How much the loss on the evidence map counts beside that on the verdict, for the images
    whose masks say where the defect is. 0 leaves masks unread."""


_SCHEDULED = {
    "evidence": FitSettings(epochs=3, augmentation=STRONG, label_smoothing=0.02),
    "evidence-67": FitSettings(epochs=3, augmentation=STRONG, label_smoothing=0.02),
    "transfer": FitSettings(epochs=3, augmentation=STRONG, label_smoothing=0.02),
    # Without the masks it learns nothing at all in 300 steps: from scratch, a pit of 3 px in 300 x
    # 300 is too little of an image to be found by.
    "demo": FitSettings(epochs=10, augmentation=GENTLE, label_smoothing=0.02, mask_weight=1.0),
    "pooled": FitSettings(epochs=12, augmentation=STRONG, label_smoothing=0.02),
}
_AS_IN_THE_NOTEBOOK = FitSettings(epochs=20, augmentation=NOTEBOOK, is_scheduled=False, patience=2)
FIT_SETTINGS = {**_SCHEDULED, "notebook": _AS_IN_THE_NOTEBOOK}
