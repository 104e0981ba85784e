"""Which outcomes are wanted, with how many there are of each."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.review.outcome_button import OutcomeButton
from gui.theme import Theme
from inference.verdict import Outcome

_SHOWN = (None, Outcome.OK, Outcome.UNSURE, Outcome.DEF, Outcome.FAULT)


class OutcomeRow(QWidget):
    """One at a time; None is for all of them."""

    wished = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.outcome: Outcome | None = None
        self.total = 0
        """How many parts there are of the chosen outcome, as far as it is known."""
        self.buttons = {outcome: OutcomeButton(theme, outcome) for outcome in _SHOWN}
        self._counts: Mapping[Outcome, int] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for outcome, button in self.buttons.items():
            button.clicked.connect(lambda _=False, outcome=outcome: self._pick(outcome))
            layout.addWidget(button)
        self.choose(None)

    def choose(self, outcome: Outcome | None) -> None:
        """Without telling anybody."""
        self.outcome = outcome
        for one, button in self.buttons.items():
            button.setChecked(one is outcome)
        self._add_up()

    def _pick(self, outcome: Outcome | None) -> None:
        self.choose(outcome)
        self.wished.emit()

    def show_counts(self, counts: Mapping[Outcome, int]) -> None:
        self._counts = counts
        for outcome, button in self.buttons.items():
            button.show_count(counts.get(outcome, 0) if outcome else sum(counts.values()))
        self._add_up()

    def _add_up(self) -> None:
        counts = self._counts
        self.total = counts.get(self.outcome, 0) if self.outcome else sum(counts.values())
