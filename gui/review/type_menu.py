"""Asks which type of defect it is: those that are known here, or a new one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QInputDialog, QMenu, QWidget

from gui.review.class_names import defect_types_of
from gui.words import defect_words
from inference.review.results import Columns

translate = QCoreApplication.translate
_NUMBERED = 9


def ask_type(parent: QWidget, columns: Columns, use: Callable[[str], None]) -> QMenu:
    """A menu under the mouse; the first nine types have their number as a key."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for number, name in enumerate(defect_types_of(columns), 1):
        key = f"&{number}  " if number <= _NUMBERED else ""
        action = menu.addAction(f"{key}{defect_words(name)}")
        action.triggered.connect(lambda _=False, name=name: use(name))
    menu.addSeparator()
    other = menu.addAction(translate("Review", "Another type..."))
    other.triggered.connect(lambda: _ask_name(parent, use))
    menu.popup(QCursor.pos())
    return menu


def _ask_name(parent: QWidget, use: Callable[[str], None]) -> None:
    dialog = QInputDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(translate("Review", "Type of defect"))
    dialog.setLabelText(translate("Review", "Its name, as a folder of the trainer is called:"))
    dialog.textValueSelected.connect(lambda name: use(name.strip()) if name.strip() else None)
    dialog.open()
