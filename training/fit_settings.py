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


_SCHEDULED = {
    "evidence": FitSettings(epochs=3, augmentation=STRONG, label_smoothing=0.02),
    "demo": FitSettings(epochs=10, augmentation=GENTLE, label_smoothing=0.02),
    "pooled": FitSettings(epochs=12, augmentation=STRONG, label_smoothing=0.02),
}
_AS_IN_THE_NOTEBOOK = FitSettings(epochs=20, augmentation=NOTEBOOK, is_scheduled=False, patience=2)
FIT_SETTINGS = {**_SCHEDULED, "notebook": _AS_IN_THE_NOTEBOOK}
