"""One part large: picture and map from the archive, and all that was said of it."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QTextOption
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from gui.history.desk import Desk, Trouble
from gui.history.part_table import draw_outcome
from gui.live.picture import Picture
from gui.live.previews import Previews
from gui.theme import Theme
from gui.widgets.errand import Errand
from gui.words import (
    clock,
    defect_words,
    milliseconds,
    outcome_word,
    probability,
    sentence,
    source_words,
    threshold,
)
from inference.records.errors import ArchiveError
from inference.records.part_record import OperatorVerdict, PartRecord
from inference.records.recall import recalled
from inference.verdict import Inspection, Outcome

translate = QCoreApplication.translate

_FACTS_PX = 84


@dataclass(frozen=True, slots=True, eq=False)
class _Opened:
    """What the archive and the records hold of a part."""

    part: PartRecord
    inspection: Inspection | None
    why_not: str
    said: tuple[OperatorVerdict, ...]


class PartView(QFrame):
    """Reads on a thread; a part that was clicked away meanwhile is not shown."""

    def __init__(self, desk: Desk, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._desk = desk
        self.part: PartRecord | None = None
        self.picture = Picture(theme, Previews(self))
        self.picture.setMinimumSize(200, 120)
        self.missing = _label("explain")
        self.missing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.outcome = OutcomeLine(theme)
        self.fault = _label("figure")
        self.facts = Facts(theme)
        self.hint = _label("explain")
        self.hint.setText(self.tr("Choose a part to see its picture"))
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.errand = Errand("read part", self, (Trouble,))
        self.errand.failed.connect(self.missing.setText)
        self.errand.answered.connect(self._show)
        self._lay_out()
        self.open_part(None)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        for widget in (self.picture, self.missing, self.hint):
            layout.addWidget(widget, 1)
        layout.addWidget(self.outcome)
        layout.addWidget(self.fault)
        layout.addWidget(self.facts)

    def open_part(self, part: PartRecord | None) -> None:
        """What is known at once; the picture follows."""
        self.part = part
        self.errand.cancel()
        self.hint.setVisible(part is None)
        for widget in (self.outcome, self.facts):
            widget.setVisible(part is not None)
        self.picture.hide()
        self.missing.hide()
        self.fault.hide()
        if part is None:
            return
        self.outcome.show_outcome(part.outcome, part.probability_def)
        self.facts.show_facts(_facts(part, ()))
        if part.error:
            self.fault.setText(f"{sentence(part.error)} {sentence(part.remedy)}")
            self.fault.show()
        self.missing.setText("")
        self.missing.show()
        self.errand.begin(lambda _: _open(self._desk, part))

    def _show(self, opened: object) -> None:
        assert isinstance(opened, _Opened)
        self.picture.show_inspection(opened.inspection)
        self.picture.setVisible(opened.inspection is not None)
        self.missing.setVisible(opened.inspection is None)
        self.missing.setText(sentence(opened.why_not))
        self.facts.show_facts(_facts(opened.part, opened.said))

    def set_overlay(self, on: bool, opacity: float) -> None:
        """As on the Live tab."""
        self.picture.set_overlay(on, opacity)


def _open(desk: Desk, part: PartRecord) -> _Opened:
    said = desk.ask(lambda records: records.operator_verdicts(part.part_id)) or ()
    try:
        return _Opened(part, recalled(part, desk.archive), "", said)
    except ArchiveError as error:
        return _Opened(part, None, f"{error}. {sentence(error.remedy)}", said)


def _facts(part: PartRecord, said: tuple[OperatorVerdict, ...]) -> list[tuple[str, str]]:
    band = part.thresholds
    limits = (
        translate("PartView", "UNSURE from {unsure}, DEF from {defect}").format(
            unsure=threshold(band.unsure_from), defect=threshold(band.def_from)
        )
        if band
        else ""
    )
    latest = (part.operator,) if part.operator else ()
    rulings = [
        f"{outcome_word(each.outcome)} · {each.by}, {each.time.astimezone():%Y-%m-%d} "
        f"{clock(each.time)}"
        for each in said or latest
    ]
    rows = [
        (translate("PartView", "Part"), part.part_id),
        (translate("PartView", "Time"), f"{part.time.astimezone():%Y-%m-%d %H:%M:%S}"),
        (translate("PartView", "Type"), defect_words(part.defect_type or "")),
        (translate("PartView", "Thresholds"), limits),
        (translate("PartView", "Model"), part.model_id or ""),
        (translate("PartView", "Source"), part.source_path or source_words(part.source)),
        (translate("PartView", "Latency"), milliseconds(part.timings.total_ms)),
        (translate("PartView", "Operator"), "\n".join(rulings)),
    ]
    return [(name, value) for name, value in rows if value]


class OutcomeLine(QWidget):
    """The station's outcome and P(def), as they were."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._outcome = Outcome.OK
        self._probability = ""
        self.setFixedHeight(30)
        theme.changed.connect(self.update)

    def show_outcome(self, outcome: Outcome, probability_def: float | None) -> None:
        self._outcome = outcome
        self._probability = "" if probability_def is None else probability(probability_def)
        self.setAccessibleName(f"{outcome_word(outcome)} {self._probability}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, 30)

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_outcome(painter, QRectF(self.rect()).adjusted(-7, 0, 0, 0), self._outcome, self._theme)
        painter.setPen(self.palette().text().color())
        words = f"P(def) {self._probability}" if self._probability else ""
        at_right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect(), at_right, words)


class Facts(QTextBrowser):
    """Names at the left, values at the right of them; to be copied from, long ones are wrapped."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.rows: list[tuple[str, str]] = []
        self.setObjectName("facts")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.document().setDocumentMargin(0)
        # Ids and paths have no spaces.
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(_FACTS_PX)
        self.setAccessibleName(self.tr("What is recorded of the part"))
        theme.changed.connect(lambda: self.show_facts(self.rows))

    def show_facts(self, rows: list[tuple[str, str]]) -> None:
        """Instead of those before."""
        self.rows = rows
        style = f"color:{self._theme.tokens.muted}; padding-right:12px; white-space:pre"
        lines = [
            f"<tr><td style='{style}'>{escape(name)}</td>"
            f"<td>{escape(value).replace(chr(10), '<br>')}</td></tr>"
            for name, value in rows
        ]
        self.setHtml(f"<table cellspacing='0' cellpadding='1'>{''.join(lines)}</table>")
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """No higher than what it says; lower, it scrolls."""
        self.setMaximumHeight(max(_FACTS_PX, round(self.document().size().height()) + 4))


def _label(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setWordWrap(True)
    return label
