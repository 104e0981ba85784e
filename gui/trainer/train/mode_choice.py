"""How much of the network learns, for the recipes that leave a choice."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from gui.widgets.cards import label
from training.fitting.fit_settings import modes_of

translate = QCoreApplication.translate


class ModeChoice(QWidget):
    """Hidden for a recipe without modes. The first of them is what its card promises."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._recipe = ""
        self.box = QComboBox()
        self.box.setAccessibleName(translate("ModeChoice", "What learns"))
        self.words = label("explain")
        self.words.setText(
            translate(
                "ModeChoice",
                "All else stays as it was pretrained. What step Augment says is not used.",
            )
        )
        self.words.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(label("caption", translate("ModeChoice", "What learns")))
        column.addWidget(self.box)
        column.addWidget(self.words)
        self.box.currentIndexChanged.connect(self._follow)
        self._follow()

    @property
    def mode(self) -> str | None:
        """None where the recipe has none."""
        chosen = self.box.currentData()
        return None if chosen is None else str(chosen)

    @property
    def is_quick(self) -> bool:
        return self.mode == "quick"

    def show_recipe(self, recipe: str) -> None:
        """What was chosen of it stays chosen."""
        if recipe == self._recipe:
            return
        self._recipe = recipe
        self.box.clear()
        for mode in modes_of(recipe):
            self.box.addItem(_name(mode), mode)
        self.setVisible(self.box.count() > 0)

    def _follow(self) -> None:
        self.words.setVisible(self.is_quick)
        self.changed.emit()


def _name(mode: str) -> str:
    return {
        "quick": translate("ModeChoice", "only its last layers: quick"),
        "full": translate("ModeChoice", "all of it, in epochs"),
    }[mode]
