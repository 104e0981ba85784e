"""Which part is looked at: the newest, or one that the operator went back to. No Qt."""

from __future__ import annotations

from collections.abc import Sequence

from inference.verdict import Inspection


class LookingBack:
    """Keeps the parts that were there when the operator went back: they don't run away."""

    def __init__(self) -> None:
        self._parts: tuple[Inspection, ...] = ()
        self._index: int | None = None

    @property
    def part(self) -> Inspection | None:
        """The part gone back to; None while live."""
        return None if self._index is None else self._parts[self._index]

    @property
    def parts(self) -> tuple[Inspection, ...]:
        return self._parts

    def go_to(self, inspection: Inspection, recent: Sequence[Inspection]) -> None:
        """Look at this one of `recent` (or of the parts that are kept already)."""
        parts = self._parts if inspection in self._parts else tuple(recent)
        if inspection in parts:
            self._parts, self._index = parts, parts.index(inspection)

    def step(self, by: int, recent: Sequence[Inspection]) -> None:
        """One part earlier (-1) or later (+1). Later than the last is live again."""
        if self._index is None:
            self._step_from_live(by, recent)
        elif self._index + by >= len(self._parts):
            self.end()
        else:
            self._index = max(0, self._index + by)

    def _step_from_live(self, by: int, recent: Sequence[Inspection]) -> None:
        if by < 0 and len(recent) > 1:
            self._parts, self._index = tuple(recent), len(recent) - 2

    def end(self) -> None:
        self._parts, self._index = (), None
