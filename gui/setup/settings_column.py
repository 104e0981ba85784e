"""The right of Setup: what is set of the chosen source, and the way onto the line."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
)

from gui.setup.feature_form import FeatureForm
from gui.setup.product_bar import ProductBar
from gui.setup.source_page import SourcePage
from gui.setup.source_pages import make_pages
from gui.widgets.scrolling import scrolling
from inference.records.archive import ArchiveRule
from inference.sources.settings import SourceSettings

translate = QCoreApplication.translate


class SettingsColumn(QFrame):
    """A form of features for an industrial camera, a page of fields for any other source."""

    archive_chosen = Signal(str)

    def __init__(self, products: Path) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.form = FeatureForm()
        self.pages = {page.kind: page for page in make_pages()}
        self._stack = QStackedWidget()
        self._stack.addWidget(self.form)
        self._places = {kind: scrolling(page) for kind, page in self.pages.items()}
        for place in self._places.values():
            self._stack.addWidget(place)
        self.wrong = QLabel()
        self.wrong.setObjectName("figure")
        self.wrong.setWordWrap(True)
        self.wrong.hide()
        self.products = ProductBar(products)
        self.archive = _archive_box()
        self.archive.activated.connect(
            lambda _: self.archive_chosen.emit(ArchiveRule(self.archive.currentData()).value)
        )
        self.use = QPushButton(translate("Setup", "Use on the line"))
        self.use.setObjectName("primary")
        self._lay_out()

    def show_form(self) -> None:
        """For an industrial camera."""
        self._stack.setCurrentWidget(self.form)
        self.say_wrong("")

    def show_page(self, source: SourceSettings) -> None:
        """For a source of another kind, filled in with it."""
        self.pages[source.kind].fill(source)
        self.show_kind(source.kind)

    def show_kind(self, kind: str) -> None:
        """As it was left, or empty."""
        self._stack.setCurrentWidget(self._places[kind])
        self.say_wrong("")

    def page(self) -> SourcePage | None:
        """The page that is shown; None for the form."""
        place = self._stack.currentWidget()
        return next((self.pages[kind] for kind, p in self._places.items() if p is place), None)

    def title_of(self, kind: str) -> str:
        """What a kind of source is called; empty for industrial cameras, which have names."""
        return self.pages[kind].title if kind in self.pages else ""

    def say_wrong(self, words: str) -> None:
        """Why something is not taken."""
        self.wrong.setText(words)
        self.wrong.setVisible(bool(words))

    def show_archive(self, rule: ArchiveRule) -> None:
        index = self.archive.findData(rule)
        if index != self.archive.currentIndex():
            self.archive.setCurrentIndex(index)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 12, 12)
        layout.setSpacing(8)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.wrong)
        layout.addWidget(self.products)
        label = QLabel(translate("Setup", "Keep the image and heat map"))
        label.setObjectName("caption")
        label.setBuddy(self.archive)
        layout.addWidget(label)
        layout.addWidget(self.archive)
        layout.addWidget(self.use)


def _archive_box() -> QComboBox:
    box = QComboBox()
    box.setProperty("low", True)
    names = {
        ArchiveRule.ALL: translate("Setup", "of every part"),
        ArchiveRule.DEF_AND_UNSURE: translate("Setup", "of parts that are not OK"),
        ArchiveRule.NONE: translate("Setup", "of no part"),
    }
    for rule in ArchiveRule:
        box.addItem(names[rule], rule)
    return box
