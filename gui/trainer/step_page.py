"""What every step of the trainer is: a page that knows whether it is right."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget


class StepPage(QWidget):
    """One page. The next step opens once `obstacle()` is empty."""

    changed = Signal()
    """The obstacle or the summary may have."""

    title: str

    def obstacle(self) -> str:
        """Why the next step can't be taken yet, in a few words; empty when it can."""
        raise NotImplementedError

    def summary(self) -> str:
        """What was settled here, in a few words; empty while nothing was."""
        raise NotImplementedError

    def close_down(self) -> None:
        """The window goes: let nothing run on."""
