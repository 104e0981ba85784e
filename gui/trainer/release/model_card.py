"""One model: its id, and what is known of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QVBoxLayout

from gui.widgets.cards import label


class ModelCard(QFrame):
    """The one on the line, or the one that may come."""

    def __init__(self, caption: str) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.model_id = label("title")
        self._words = label("explain")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 16)
        column.setSpacing(6)
        column.addWidget(label("caption", caption))
        column.addWidget(self.model_id)
        column.addWidget(self._words)
        column.addStretch(1)

    def show_model(self, model_id: str, words: Sequence[str]) -> None:
        """`words`: a line each."""
        self.model_id.setText(model_id)
        self._words.setText("\n".join(words))
        self.setAccessibleName(f"{model_id}. {' '.join(words)}")
