"""Do two models differ, or is it chance? McNemar's exact test on the same images."""

from __future__ import annotations

from dataclasses import dataclass
from math import comb

_CHANCE_BELOW = 0.05


@dataclass(frozen=True, slots=True)
class PairedTest:
    """Images on which one model is right and the other wrong; those alike say nothing."""

    only_old: int
    """The old model alone is right."""
    only_new: int
    p: float
    """How often two equally good models would differ by as much or more, in this or that way."""

    @property
    def may_be_chance(self) -> bool:
        return self.p >= _CHANCE_BELOW

    def words(self) -> str:
        """For the engineer, in two sentences."""
        if not self.only_old + self.only_new:
            return "Both are right and wrong on the same images: these show no difference."
        counts = (
            f"The new model is right on {_images(self.only_new)} where the old one errs, "
            f"and errs on {_images(self.only_old)} where the old one is right."
        )
        if self.may_be_chance:
            return f"{counts} The difference may be chance (p = {self.p:.2g})."
        return f"{counts} That is hardly chance (p = {self.p:.2g})."


def paired_test(only_old: int, only_new: int) -> PairedTest:
    """Two-sided and exact: a fair coin thrown once for each image on which they differ."""
    throws, fewer = only_old + only_new, min(only_old, only_new)
    tail = sum(comb(throws, heads) for heads in range(fewer + 1))
    # Whole numbers to the last step: 2 ** throws may be beyond any float.
    return PairedTest(only_old, only_new, min(1.0, 2 * tail / 2**throws))


def _images(number: int) -> str:
    return f"{number:,} image" if number == 1 else f"{number:,} images"
