"""Where the parts come from, and which of their images are kept."""

from __future__ import annotations

from pydantic import ValidationError
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gui.setup.source_page import SourcePage
from gui.setup.source_pages import make_pages
from inference.records.archive import ArchiveRule
from inference.sources.settings import SourceSettings


class SourceDialog(QDialog):
    """One page per kind of source. Says what is wrong with an entry, and stays open.

    What was left as it was is not handed out: it would interrupt the line for nothing.
    """

    chosen = Signal(object)
    archive_chosen = Signal(str)

    def __init__(self, parent: QWidget, source: SourceSettings, archive: ArchiveRule) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Source"))
        self._source_before = source
        self._archive_before = archive
        self.pages = make_pages(source)
        self._group = QButtonGroup(self)
        self._stack = QStackedWidget()
        self._wrong = QLabel()
        self._wrong.setObjectName("figure")
        self._wrong.setWordWrap(True)
        self._wrong.hide()
        self.archive = self._archive_box(archive)
        self._lay_out()
        self.choose_kind(source.kind)

    def choose_kind(self, kind: str) -> None:
        """Show the page for this kind of source."""
        index = [page.kind for page in self.pages].index(kind)
        self._group.button(index).setChecked(True)
        self._stack.setCurrentIndex(index)

    def page(self) -> SourcePage:
        """The page that is shown."""
        return self.pages[self._stack.currentIndex()]

    def accept(self) -> None:
        """Hand out the choice, unless it can't be."""
        try:
            source = self.page().settings()
        except ValidationError as error:
            self._wrong.show()
            self._wrong.setText(str(error.errors()[0]["msg"]).removeprefix("Value error, "))
            return
        # The source first: a new rule would open the one that is being left once more.
        if source != self._source_before:
            self.chosen.emit(source)
        archive = ArchiveRule(self.archive.currentData())  # Qt gives back a bare string
        if archive is not self._archive_before:
            self.archive_chosen.emit(archive.value)
        super().accept()

    def _lay_out(self) -> None:
        kinds = QVBoxLayout()
        kinds.setSpacing(2)
        for index, page in enumerate(self.pages):
            button = QRadioButton(page.title)
            self._group.addButton(button, index)
            kinds.addWidget(button)
            self._stack.addWidget(page)
        kinds.addStretch()
        self._group.idClicked.connect(self._stack.setCurrentIndex)
        card = QFrame()
        card.setObjectName("panel")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(20, 16, 20, 16)
        inside.addWidget(self._stack)
        upper = QHBoxLayout()
        upper.setSpacing(20)
        upper.addLayout(kinds)
        upper.addWidget(card, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(16)
        layout.addLayout(upper, 1)
        layout.addLayout(self._archive_row())
        layout.addWidget(self._wrong)
        layout.addLayout(self._buttons())
        self.setMinimumSize(720, 460)
        self.resize(QSize(860, 640).boundedTo(self.screen().availableSize()))

    def _archive_box(self, archive: ArchiveRule) -> QComboBox:
        box = QComboBox()
        names = {
            ArchiveRule.ALL: self.tr("of every part"),
            ArchiveRule.DEF_AND_UNSURE: self.tr("of parts that are not OK"),
            ArchiveRule.NONE: self.tr("of no part"),
        }
        for rule in ArchiveRule:
            box.addItem(names[rule], rule)
        box.setCurrentIndex(box.findData(archive))
        return box

    def _archive_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        label = QLabel(self.tr("Keep the image and heat map"))
        label.setObjectName("figure")
        label.setBuddy(self.archive)
        row.addWidget(label)
        row.addWidget(self.archive, 1)
        return row

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        cancel = QPushButton(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        use = QPushButton(self.tr("Use this source"))
        use.setDefault(True)
        use.clicked.connect(self.accept)
        row.addStretch()
        row.addWidget(cancel)
        row.addWidget(use)
        return row
