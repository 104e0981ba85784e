"""Which parts are wanted: line, time, model, type, source, operator, text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from PySide6.QtCore import QDateTime, QSignalBlocker, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gui.history.moment_edit import MomentEdit
from gui.words import defect_words, source_words
from inference.records.history import Choices
from inference.records.part_record import PartFilter, Ruling
from inference.records.spans import Span, since

_TYPING_MS = 300
_FROM_TO = "from-to"


class FilterRow(QWidget):
    """`wished` comes with each change; typing waits for the last letter."""

    wished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.span = _combo(self.tr("Time"), self._spans())
        self.model = _combo(self.tr("Model"), [(self.tr("Every model"), None)])
        self.kind = _combo(self.tr("Defect type"), [(self.tr("Every type"), None)])
        self.source = _combo(self.tr("Source"), [(self.tr("Every source"), None)])
        self.line = _combo(self.tr("Line"), [(self.tr("Every line"), None)])
        self.line.hide()  # until there is more than one
        self.operator = _combo(self.tr("Operator"), self._rulings())
        self.text = QLineEdit()
        self.text.setPlaceholderText(self.tr("Part, file or fault"))
        self.text.setAccessibleName(self.tr("Part, file or fault"))
        self.text.setToolTip(
            self.tr("The beginning of a part's id, or some of its file's name or of its fault")
        )
        self.text.setClearButtonEnabled(True)
        self.text.setMinimumWidth(118)
        self.text.setProperty("low", True)
        now = QDateTime.currentDateTime()
        self.begin, self.end = MomentEdit(now.addDays(-1)), MomentEdit(now)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self.wished)
        self._lay_out()
        self._listen()

    def _spans(self) -> list[tuple[str, Any]]:
        return [
            (self.tr("Today"), Span.TODAY),
            (self.tr("This shift"), Span.SHIFT),
            (self.tr("Last hour"), Span.HOUR),
            (self.tr("24 hours"), Span.DAY),
            (self.tr("7 days"), Span.WEEK),
            (self.tr("All time"), Span.ALL),
            (self.tr("From \N{EN DASH} to"), _FROM_TO),
        ]

    def _rulings(self) -> list[tuple[str, Any]]:
        return [
            (self.tr("Ruled or not"), None),
            (self.tr("Overruled"), Ruling.OVERRULED),
            (self.tr("Confirmed"), Ruling.CONFIRMED),
        ]

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget in (self.line, self.span, self.model, self.kind, self.source, self.operator):
            row.addWidget(widget)
        row.addWidget(self.text, 1)
        self._from_to = QWidget()
        below = QHBoxLayout(self._from_to)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(8)
        for words, edit in ((self.tr("From"), self.begin), (self.tr("to"), self.end)):
            label = QLabel(words)
            label.setObjectName("explain")
            below.addWidget(label)
            below.addWidget(edit)
        below.addStretch(1)
        self._from_to.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        layout.addWidget(self._from_to)

    def _listen(self) -> None:
        for combo in self._combos():
            combo.currentIndexChanged.connect(self.wished)
        self.span.currentIndexChanged.connect(self._choose_span)
        for edit in (self.begin, self.end):
            edit.dateTimeChanged.connect(self._typing.start)
        self.text.textChanged.connect(self._typing.start)
        self.text.returnPressed.connect(self.wished)

    def _choose_span(self) -> None:
        self._from_to.setVisible(self.span.currentData() == _FROM_TO)
        self.wished.emit()

    def wanted(self) -> PartFilter:
        """As it stands, with a span that ends now. The outcome is asked for elsewhere."""
        begin, end = self._range()
        ruling = self.operator.currentData()  # Qt gives an enum back as its text
        return PartFilter(
            since=begin,
            until=end,
            source=self.source.currentData(),
            line=self.line.currentData(),
            model_id=self.model.currentData(),
            defect_type=self.kind.currentData(),
            ruling=Ruling(ruling) if ruling else None,
            text=self.text.text().strip() or None,
        )

    def _range(self) -> tuple[datetime | None, datetime | None]:
        chosen = self.span.currentData()
        if chosen != _FROM_TO:
            return since(Span(chosen), datetime.now(UTC)), None
        begin, end = (_as_utc(edit.dateTime()) for edit in (self.begin, self.end))
        # The minute that is named still belongs to it.
        return begin, end + timedelta(minutes=1)

    @property
    def restricts(self) -> bool:
        """Whether there may be parts that are not wanted."""
        everything = self.span.currentData() == Span.ALL and not self.text.text().strip()
        return not everything or any(combo.currentIndex() > 0 for combo in self._combos())

    def clear(self) -> None:
        """All parts of all time, without telling anybody."""
        with QSignalBlocker(self):
            self.span.setCurrentIndex(self.span.findData(Span.ALL))
            for combo in self._combos():
                combo.setCurrentIndex(0)
            self.text.clear()
        self._typing.stop()

    def _combos(self) -> tuple[QComboBox, ...]:
        return self.line, self.model, self.kind, self.source, self.operator

    def offer(self, choices: Choices) -> None:
        """What there is to choose among; what was chosen stays chosen."""
        _fill(self.model, [(name, name) for name in choices.models])
        _fill(self.kind, [(defect_words(name), name) for name in choices.defect_types])
        _fill(self.source, [(source_words(name), name) for name in choices.sources])
        _fill(self.line, [(name, name) for name in choices.lines])
        self.line.setVisible(bool(choices.lines))


def _combo(name: str, items: Sequence[tuple[str, Any]]) -> QComboBox:
    combo = QComboBox()
    combo.setAccessibleName(name)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(9)
    combo.setProperty("low", True)
    combo.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    for text, value in items:
        combo.addItem(text, value)
    return combo


def _as_utc(moment: QDateTime) -> datetime:
    return datetime.fromtimestamp(moment.toSecsSinceEpoch() // 60 * 60, UTC)


def _fill(combo: QComboBox, items: Sequence[tuple[str, Any]]) -> None:
    """The first item, for all of them, stays."""
    known = [combo.itemData(index) for index in range(1, combo.count())]
    if known == [value for _, value in items]:
        return
    chosen = combo.currentData()
    with QSignalBlocker(combo):
        while combo.count() > 1:
            combo.removeItem(1)
        for text, value in items:
            combo.addItem(text, value)
        combo.setCurrentIndex(max(0, combo.findData(chosen)))
    combo.view().setMinimumWidth(combo.view().sizeHintForColumn(0) + 24)
