"""One part large: picture and map from the archive, and all that was said of it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import (
    QFrame,
    QVBoxLayout,
)

from gui.history.desk import Desk, Trouble
from gui.history.facts import Facts, OutcomeLine
from gui.live.picture import Picture
from gui.live.previews import Previews
from gui.theme import Theme
from gui.widgets.cards import label
from gui.widgets.errand import Errand
from gui.words import (
    clock,
    defect_words,
    milliseconds,
    outcome_word,
    sentence,
    source_words,
    threshold,
)
from inference.records.errors import ArchiveError
from inference.records.part_record import OperatorVerdict, PartRecord
from inference.records.recall import recalled
from inference.verdict import Inspection, Timings

translate = QCoreApplication.translate


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
        self.missing = label("explain")
        self.missing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.outcome = OutcomeLine(theme)
        self.fault = label("figure")
        self.facts = Facts(theme)
        self.hint = label("explain")
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
        desk = self._desk
        self.errand.begin(lambda _: _open(desk, part))

    def _show(self, opened: object) -> None:
        assert isinstance(opened, _Opened)
        self.picture.show_inspection(opened.inspection)
        self.picture.setVisible(opened.inspection is not None)
        self.missing.setVisible(opened.inspection is None)
        self.missing.setText(sentence(opened.why_not))
        self.facts.show_facts(_facts(opened.part, opened.said))


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
        (translate("PartView", "Line"), part.line),
        (translate("PartView", "Source"), part.source_path or source_words(part.source)),
        (translate("PartView", "Latency"), milliseconds(part.timings.total_ms)),
        (translate("PartView", "Trigger to verdict"), _since_trigger(part.timings)),
        (translate("PartView", "Operator"), "\n".join(rulings)),
    ]
    return [(name, value) for name, value in rows if value]


def _since_trigger(timings: Timings) -> str:
    """Exposure and transfer included; empty where nobody triggered."""
    whole = timings.trigger_to_verdict_ms
    return "" if whole is None else milliseconds(whole)
