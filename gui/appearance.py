"""How the window looks, as a person chose it; the station keeps it in station.toml."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from inference.station.settings import AppearanceSettings

_SAVE_AFTER_MS = 400


class ChosenAppearance(QObject):
    """The appearance of now. Changes are saved a moment later, so that a slider writes once."""

    changed = Signal()

    def __init__(
        self, appearance: AppearanceSettings, save: Callable[[AppearanceSettings], None]
    ) -> None:
        super().__init__()
        self.now = appearance
        self._save = save
        self._pending = QTimer(self)
        self._pending.setSingleShot(True)
        self._pending.setInterval(_SAVE_AFTER_MS)
        self._pending.timeout.connect(self._save_now)

    def change(self, **changes: Any) -> None:
        """Set fields of `AppearanceSettings` by name."""
        changed = AppearanceSettings.model_validate({**self.now.model_dump(), **changes})
        if changed != self.now:
            self.now = changed
            self._pending.start()
            self.changed.emit()

    def flush(self) -> None:
        """Save what is not saved yet."""
        if self._pending.isActive():
            self._pending.stop()
            self._save_now()

    def _save_now(self) -> None:
        self._save(self.now)
