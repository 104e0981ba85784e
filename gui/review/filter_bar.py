"""What is shown on the wall and in which order: a wish, put together by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gui.review.arrangement import Cell, Wish
from gui.review.outcome_button import OutcomeButton
from gui.theme import Theme
from gui.words import defect_words
from inference.review.orders import Order
from inference.verdict import Outcome

_TYPING_MS = 200
_SHOWN = (Outcome.OK, Outcome.UNSURE, Outcome.DEF, Outcome.FAULT)


class FilterBar(QWidget):
    """`wished` comes with each change, once: typing waits for the last letter."""

    wished = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.wish = Wish()
        self.all = OutcomeButton(theme, None)
        self.buttons = {outcome: OutcomeButton(theme, outcome) for outcome in _SHOWN}
        self.sort = QComboBox()
        self.search = QLineEdit()
        self.label = QComboBox()
        self.defect_type = QComboBox()
        self.corrected = QPushButton(self.tr("Corrected"))
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._fill()
        self._lay_out()
        self._connect()
        self.show_wish(self.wish)

    def _fill(self) -> None:
        for order, words in self._order_words().items():
            self.sort.addItem(words, order)
        self.sort.setAccessibleName(self.tr("Order"))
        self.sort.setToolTip(self.tr("In which order the images are shown"))
        self.search.setPlaceholderText(self.tr("Name or folder"))
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName(self.search.placeholderText())
        self.corrected.setCheckable(True)
        for box, words in ((self.label, self._any_label()), (self.defect_type, self._any_type())):
            box.addItem(words, None)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            box.setMaximumWidth(180)
            box.hide()

    def _order_words(self) -> Mapping[Order, str]:
        return {
            Order.NAME: self.tr("By name"),
            Order.MOST_DEFECTIVE: self.tr("Highest P(def) first"),
            Order.LEAST_DEFECTIVE: self.tr("Lowest P(def) first"),
            Order.MOST_UNSURE: self.tr("Most unsure first"),
            Order.DISAGREEMENT: self.tr("Against the label first"),
            Order.NEWEST: self.tr("Newest first"),
        }

    def _any_label(self) -> str:
        return self.tr("Any label")

    def _any_type(self) -> str:
        return self.tr("Any defect")

    def _lay_out(self) -> None:
        above, below = QHBoxLayout(), QHBoxLayout()
        for row in (above, below):
            row.setSpacing(6)
        for button in (self.all, *self.buttons.values()):
            above.addWidget(button)
        above.addStretch(1)
        below.addWidget(self.sort)
        below.addWidget(self.search, 1)
        for widget in (self.label, self.defect_type, self.corrected):
            below.addWidget(widget)
        self.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for low in (self.sort, self.search, self.label, self.defect_type):
            low.setProperty("low", True)
        self.corrected.setProperty("low", True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(above)
        layout.addLayout(below)

    def _connect(self) -> None:
        self.all.clicked.connect(lambda: self.change(Wish(self.wish.order)))
        for outcome, button in self.buttons.items():
            button.clicked.connect(lambda _=False, outcome=outcome: self._toggle(outcome))
        self.sort.activated.connect(lambda _: self.choose_order(self.sort.currentData()))
        self.label.activated.connect(lambda _: self._change(label=self.label.currentData()))
        self.defect_type.activated.connect(
            lambda _: self._change(defect_type=self.defect_type.currentData())
        )
        self.corrected.toggled.connect(lambda on: self._change(corrected=on))
        self.search.textEdited.connect(lambda _: self._typing.start())
        self._typing.timeout.connect(lambda: self.choose_text(self.search.text().strip()))

    # What is wished for

    def change(self, wish: Wish) -> None:
        """Wish for this, shown on the controls too."""
        if wish != self.wish:
            self.wish = wish
            self.show_wish(wish)
            self.wished.emit()

    def choose_order(self, order: Order) -> None:
        self._change(order=order)

    def choose_text(self, text: str) -> None:
        """Only images whose name or folder holds it."""
        self._change(text=text)

    def toggle_cell(self, cell: Cell) -> None:
        """Only that cell of the confusion matrix, or all again."""
        if self.wish.cell == cell:
            self._change(label=None, outcomes=frozenset())
        else:
            self._change(label=cell.label, outcomes=frozenset({cell.outcome}))

    def _change(self, **changes: object) -> None:
        self.change(replace(self.wish, **changes))  # type: ignore[arg-type] # fields of Wish

    def _toggle(self, outcome: Outcome) -> None:
        self._change(outcomes=self.wish.outcomes ^ {outcome})

    # What is shown

    def show_wish(self, wish: Wish) -> None:
        self.all.setChecked(not wish.filters)
        for outcome, button in self.buttons.items():
            button.setChecked(outcome in wish.outcomes)
        with QSignalBlocker(self.corrected):
            self.corrected.setChecked(wish.corrected)
        self.sort.setCurrentIndex(max(0, self.sort.findData(wish.order)))
        self.label.setCurrentIndex(max(0, self.label.findData(wish.label)))
        self.defect_type.setCurrentIndex(max(0, self.defect_type.findData(wish.defect_type)))
        if wish.text != self.search.text().strip():
            self.search.setText(wish.text)

    def show_counts(self, by_outcome: Mapping[Outcome, int], corrections: int) -> None:
        self.all.show_count(sum(by_outcome.values()))
        for outcome, button in self.buttons.items():
            button.show_count(by_outcome.get(outcome, 0))
        self.corrected.setVisible(corrections > 0 or self.wish.corrected)

    def show_names(self, labels: Sequence[str], defect_types: Sequence[str]) -> None:
        """What can be chosen among; a choice of one is none."""
        _offer(self.label, labels)
        _offer(self.defect_type, defect_types)
        disagreement = self.sort.findData(Order.DISAGREEMENT)
        item = self.sort.model().index(disagreement, 0)
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        enabled = flags if labels else Qt.ItemFlag.NoItemFlags
        self.sort.model().setData(item, enabled.value, Qt.ItemDataRole.UserRole - 1)


def _offer(box: QComboBox, names: Sequence[str]) -> None:
    """New names go behind those that are there; all new ones where another review began."""
    there = [box.itemData(index) for index in range(1, box.count())]
    if there != list(names[: len(there)]):
        while box.count() > 1:
            box.removeItem(box.count() - 1)
        there = []
    for name in names[len(there) :]:
        box.addItem(defect_words(name), name)
    box.setVisible(len(names) > 1)
