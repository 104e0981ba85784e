"""One model: its id, what is known of it, and some of its parts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from gui.theme import Theme
from gui.trainer.picture_strip import PictureStrip

_PICTURE_PX = 270


class ModelCard(QFrame):
    """The one on the line, or the one that may come."""

    def __init__(self, theme: Theme, caption: str) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.model_id = _label("", "title")
        self._words = _label("", "explain")
        self._said_of_pictures = _label("", "caption")
        self._strip = PictureStrip(theme, _PICTURE_PX)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 20)
        column.setSpacing(8)
        column.addWidget(_label(caption, "caption"))
        column.addWidget(self.model_id)
        column.addWidget(self._words)
        column.addSpacing(10)
        column.addWidget(self._said_of_pictures)
        column.addWidget(self._strip)
        column.addStretch(1)

    def show_model(self, model_id: str, words: Sequence[str]) -> None:
        """`words`: a line each."""
        self.model_id.setText(model_id)
        self._words.setText("\n".join(words))
        self.setAccessibleName(f"{model_id}. {' '.join(words)}")

    def show_pictures(self, said_of_them: str, pictures: Sequence[NDArray[np.uint8]]) -> None:
        """`pictures`: H x W grey or H x W x 3 RGB."""
        self._said_of_pictures.setText(said_of_them if pictures else "")
        self._strip.show_pictures(pictures)


def _label(text: str, name: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName(name)
    label.setWordWrap(True)
    return label
