"""Puts the tokens on the application: palette, style sheet, and what paints itself."""

from __future__ import annotations

from dataclasses import fields
from string import Template

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from gui.appearance import ChosenAppearance
from gui.tokens import DARK, LIGHT, Tokens, classic
from inference.home import RESOURCES

_STYLE_SHEET = RESOURCES / "style" / "lineside.qss"
_ARROWS = RESOURCES / "style" / "arrows"
"""A style sheet draws an arrow or a tick from a file only: in the tokens' colours."""


class Theme(QObject):
    """The tokens of now. Widgets that paint themselves listen to `changed`."""

    changed = Signal()

    def __init__(self, application: QApplication, appearance: ChosenAppearance) -> None:
        super().__init__()
        self._application = application
        self._appearance = appearance
        self._template = Template(_STYLE_SHEET.read_text(encoding="utf-8"))
        application.setStyle(QStyleFactory.create("Fusion"))
        self.tokens = self._chosen()
        self._put_on()
        appearance.changed.connect(self._follow)
        application.styleHints().colorSchemeChanged.connect(self._follow)

    def _chosen(self) -> Tokens:
        appearance = self._appearance.now
        system_is_dark = self._application.styleHints().colorScheme() is Qt.ColorScheme.Dark
        dark = appearance.theme == "dark" or (appearance.theme == "system" and system_is_dark)
        tokens = DARK if dark else LIGHT
        return classic(tokens) if appearance.signal_colours == "classic" else tokens

    def _follow(self) -> None:
        tokens = self._chosen()
        if tokens != self.tokens:
            self.tokens = tokens
            self._put_on()
            self.changed.emit()

    def _put_on(self) -> None:
        # The palette too: asking the platform for a dark scheme is ignored without a desktop.
        self._application.setPalette(_palette(self.tokens))
        named = {f.name: getattr(self.tokens, f.name) for f in fields(Tokens)}
        arrows = _ARROWS / ("dark" if self.tokens.dark else "light")
        style = self._template.substitute(named, arrows=arrows.as_posix())
        self._application.setStyleSheet(style)


def _palette(tokens: Tokens) -> QPalette:
    role = QPalette.ColorRole
    colours = {
        role.Window: tokens.window,
        role.WindowText: tokens.text,
        role.Base: tokens.raised,
        role.AlternateBase: tokens.surface,
        role.Text: tokens.text,
        role.Button: tokens.raised,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.on_accent,
        role.ToolTipBase: tokens.raised,
        role.ToolTipText: tokens.text,
        role.PlaceholderText: tokens.muted,
        role.Highlight: tokens.accent,
        role.HighlightedText: tokens.on_accent,
        role.Link: tokens.accent,
    }
    palette = QPalette()
    for which, colour in colours.items():
        palette.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(tokens.muted))
    return palette
