"""What the pages for sources share: they change the fields they show and keep the rest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import TypeAdapter
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from inference.sources.settings import SourceSettings

_ANY_SOURCE: TypeAdapter[SourceSettings] = TypeAdapter(SourceSettings)


class SourcePage(QWidget):
    """What can be chosen of one kind of source."""

    kind = ""

    def __init__(self, title: str, explain: str) -> None:
        super().__init__()
        self.title = title
        self._kept: dict[str, Any] = {"kind": self.kind}
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)
        label = QLabel(explain)
        label.setObjectName("explain")
        label.setWordWrap(True)
        self.column.addWidget(label)

    def fill(self, source: SourceSettings) -> None:
        """Start from a source of this kind. What has no field here is kept as it is set."""
        self._kept = source.model_dump()
        self.show_settings(source)

    def settings(self) -> SourceSettings:
        """As entered. Raises pydantic's `ValidationError`, in words for a person."""
        return _ANY_SOURCE.validate_python({**self._kept, **self.entered()})

    def show_settings(self, source: SourceSettings) -> None:
        """Put a source of this kind into the fields."""

    def entered(self) -> dict[str, Any]:
        """What stands in the fields, by the names of the settings."""
        return {}

    def add_line(self, name: str, browse: Callable[[], None] | None = None) -> QLineEdit:
        """A line to type in, with a button beside it where there is something to pick."""
        edit = QLineEdit()
        edit.setAccessibleName(name)
        label = QLabel(name)
        label.setObjectName("figure")
        label.setBuddy(edit)
        self.column.addWidget(label)
        row = QHBoxLayout()
        row.addWidget(edit, 1)
        if browse is not None:
            button = QPushButton(QCoreApplication.translate("Sources", "Browse..."))
            button.setAutoDefault(False)
            button.clicked.connect(browse)
            row.addWidget(button)
        self.column.addLayout(row)
        return edit
