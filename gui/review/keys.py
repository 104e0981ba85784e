"""The keys of the Review tab, as data: its actions and its part of the key help are made of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from PySide6 import QtCore
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class PageKey:
    """One thing to do on the page. `slot` names the page's method that does it."""

    text: str
    keys: tuple[str, ...]
    slot: str
    short: str = ""
    """What its button says, where that has less room than the key help."""


# Qt's own types call what it returns an object.
QT_TRANSLATE_NOOP = cast("Callable[[str, str], str]", QtCore.QT_TRANSLATE_NOOP)
TITLE = QT_TRANSLATE_NOOP("Keys", "Review")
KEYS = (
    PageKey(QT_TRANSLATE_NOOP("Keys", "It is OK"), ("O",), "rule_ok"),
    PageKey(QT_TRANSLATE_NOOP("Keys", "It is DEF"), ("D",), "rule_def"),
    PageKey(QT_TRANSLATE_NOOP("Keys", "Type..."), ("T",), "choose_type"),
    PageKey(QT_TRANSLATE_NOOP("Keys", "Undo"), ("Ctrl+Z",), "undo"),
    PageKey(QT_TRANSLATE_NOOP("Keys", "Next image"), ("N",), "go_on"),
    PageKey(QT_TRANSLATE_NOOP("Keys", "Previous image"), ("P",), "go_back"),
    PageKey(QT_TRANSLATE_NOOP("Keys", "Heat map"), ("M",), "toggle_heat"),
    PageKey(
        QT_TRANSLATE_NOOP("Keys", "What if erased"),
        ("W",),
        "ask_what_if",
        QT_TRANSLATE_NOOP("Keys", "What if"),
    ),
    PageKey(QT_TRANSLATE_NOOP("Keys", "Actual size, 1:1"), ("Z",), "zoom"),
    PageKey(QT_TRANSLATE_NOOP("Keys", "Larger tiles"), ("+", "="), "enlarge"),
    PageKey(QT_TRANSLATE_NOOP("Keys", "Smaller tiles"), ("-",), "shrink"),
    PageKey(QT_TRANSLATE_NOOP("Keys", "Search"), ("Ctrl+F",), "search"),
    PageKey(QT_TRANSLATE_NOOP("Keys", "Choose all"), ("Ctrl+A",), "choose_all"),
)


def translated(text: str) -> str:
    """A text of the table in the language of the window."""
    return QCoreApplication.translate("Keys", text)


def add_keys(page: QWidget) -> dict[str, QAction]:
    """By slot. They work wherever the focus is in the page, and nowhere else."""
    return {key.slot: _add(page, key) for key in KEYS}


def _add(page: QWidget, key: PageKey) -> QAction:
    action = QAction(translated(key.short or key.text), page)
    action.setToolTip(translated(key.text))
    action.setShortcuts([QKeySequence(each) for each in key.keys])
    action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    action.triggered.connect(getattr(page, key.slot))
    page.addAction(action)
    return action
