"""Everything that can be done, as data: menus, buttons, keys and the key help are made of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import cast

from PySide6 import QtCore
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget


class Menu(StrEnum):
    """The menus, in their order."""

    STATION = "Station"
    PART = "Part"
    VIEW = "View"
    HELP = "Help"


@dataclass(frozen=True, slots=True)
class ActionInfo:
    """One thing that can be done. `slot` names the method of `Operations` that does it."""

    id: str
    text: str
    keys: tuple[str, ...]
    menu: Menu
    slot: str
    explains: str = ""
    checkable: bool = False
    opens_group: bool = False
    """A line goes above it in its menu."""


# Qt's own types call what it returns an object.
QT_TRANSLATE_NOOP = cast("Callable[[str, str], str]", QtCore.QT_TRANSLATE_NOOP)
ACTIONS = (
    ActionInfo("start", QT_TRANSLATE_NOOP("Actions", "Start"), ("F5",), Menu.STATION, "start"),
    ActionInfo("stop", QT_TRANSLATE_NOOP("Actions", "Stop"), ("Shift+F5",), Menu.STATION, "stop"),
    ActionInfo(
        "hold",
        QT_TRANSLATE_NOOP("Actions", "Hold"),
        ("Space",),
        Menu.STATION,
        "hold",
        QT_TRANSLATE_NOOP("Actions", "The source runs on, no part is judged"),
        checkable=True,
    ),
    ActionInfo(
        "source",
        QT_TRANSLATE_NOOP("Actions", "Source"),
        ("Ctrl+O",),
        Menu.STATION,
        "choose_source",
        QT_TRANSLATE_NOOP("Actions", "Where the parts come from"),
        opens_group=True,
    ),
    ActionInfo(
        "model",
        QT_TRANSLATE_NOOP("Actions", "Model..."),
        ("Ctrl+M",),
        Menu.STATION,
        "choose_model",
        QT_TRANSLATE_NOOP("Actions", "Load another model package"),
    ),
    ActionInfo(
        "thresholds",
        QT_TRANSLATE_NOOP("Actions", "Thresholds..."),
        ("Ctrl+T",),
        Menu.STATION,
        "open_thresholds",
        QT_TRANSLATE_NOOP("Actions", "From which P(def) on a part is UNSURE, and DEF"),
    ),
    ActionInfo(
        "review_folder",
        QT_TRANSLATE_NOOP("Actions", "Review a folder..."),
        ("Ctrl+R",),
        Menu.STATION,
        "review_folder",
        QT_TRANSLATE_NOOP("Actions", "Judge every image in it, to sort, correct and export them"),
        opens_group=True,
    ),
    ActionInfo(
        "review_files",
        QT_TRANSLATE_NOOP("Actions", "Review files..."),
        ("Ctrl+I",),
        Menu.STATION,
        "review_files",
    ),
    ActionInfo(
        "quit",
        QT_TRANSLATE_NOOP("Actions", "Quit"),
        ("Ctrl+Q",),
        Menu.STATION,
        "close_window",
        opens_group=True,
    ),
    ActionInfo(
        "trigger",
        QT_TRANSLATE_NOOP("Actions", "Trigger"),
        ("T",),
        Menu.PART,
        "trigger",
        QT_TRANSLATE_NOOP("Actions", "A part is in front of the camera: take its picture now"),
    ),
    ActionInfo(
        "confirm",
        QT_TRANSLATE_NOOP("Actions", "Confirm"),
        ("C", "Return", "Enter"),
        Menu.PART,
        "confirm",
        QT_TRANSLATE_NOOP("Actions", "The verdict is right"),
    ),
    ActionInfo(
        "overrule_ok",
        QT_TRANSLATE_NOOP("Actions", "It is OK"),
        ("O",),
        Menu.PART,
        "overrule_ok",
        QT_TRANSLATE_NOOP("Actions", "Record that this part is good, whatever the station said"),
    ),
    ActionInfo(
        "overrule_def",
        QT_TRANSLATE_NOOP("Actions", "It is DEF"),
        ("D",),
        Menu.PART,
        "overrule_def",
        QT_TRANSLATE_NOOP(
            "Actions", "Record that this part is defective, whatever the station said"
        ),
    ),
    ActionInfo(
        "earlier",
        QT_TRANSLATE_NOOP("Actions", "Earlier part"),
        ("Left",),
        Menu.PART,
        "earlier",
        opens_group=True,
    ),
    ActionInfo("later", QT_TRANSLATE_NOOP("Actions", "Later part"), ("Right",), Menu.PART, "later"),
    ActionInfo(
        "live", QT_TRANSLATE_NOOP("Actions", "Back to live"), ("Escape",), Menu.PART, "back_to_live"
    ),
    ActionInfo(
        "next_line",
        QT_TRANSLATE_NOOP("Actions", "Next line"),
        ("L",),
        Menu.PART,
        "next_line",
        QT_TRANSLATE_NOOP("Actions", "Show another of several lines"),
        opens_group=True,
    ),
    ActionInfo(
        "map",
        QT_TRANSLATE_NOOP("Actions", "Heat map"),
        ("M",),
        Menu.VIEW,
        "show_map",
        QT_TRANSLATE_NOOP("Actions", "Show where the model saw the defect"),
        checkable=True,
    ),
    ActionInfo(
        "more",
        QT_TRANSLATE_NOOP("Actions", "Heat map stronger"),
        ("+", "="),
        Menu.VIEW,
        "map_stronger",
    ),
    ActionInfo(
        "less", QT_TRANSLATE_NOOP("Actions", "Heat map weaker"), ("-",), Menu.VIEW, "map_weaker"
    ),
    ActionInfo(
        "kiosk",
        QT_TRANSLATE_NOOP("Actions", "Full screen"),
        ("F11",),
        Menu.VIEW,
        "full_screen",
        checkable=True,
        opens_group=True,
    ),
    ActionInfo(
        "keys",
        QT_TRANSLATE_NOOP("Actions", "Keys"),
        ("F1",),
        Menu.HELP,
        "show_keys",
        checkable=True,
    ),
)


def translated(text: str) -> str:
    """A text of the table, or a menu's name, in the language of the window."""
    return QCoreApplication.translate("Actions", text)


def make_actions(owner: QWidget, operations: object) -> dict[str, QAction]:
    """An action for each row, working wherever the focus is in the window."""
    return {info.id: _make(info, owner, getattr(operations, info.slot)) for info in ACTIONS}


def _make(info: ActionInfo, owner: QWidget, slot: Callable[..., None]) -> QAction:
    action = QAction(translated(info.text), owner)
    action.setObjectName(info.id)
    action.setCheckable(info.checkable)
    action.setShortcuts([QKeySequence(key) for key in info.keys])
    action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
    action.setToolTip(translated(info.explains) if info.explains else action.text())
    action.triggered.connect(slot)
    owner.addAction(action)
    return action


def in_menu(actions: Mapping[str, QAction], menu: Menu) -> list[tuple[QAction, bool]]:
    """The actions of a menu in their order, each with whether a line goes above it."""
    return [(actions[info.id], info.opens_group) for info in ACTIONS if info.menu is menu]
