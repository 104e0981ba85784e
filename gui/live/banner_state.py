"""What the banner says, decided in one place. Pure: no widget knows these rules."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from gui.tokens import Tone
from gui.widgets.marks import Mark
from gui.words import defect_words, outcome_word, part_time
from inference.station.snapshot import SourceState, StationSnapshot, StationState
from inference.verdict import Inspection, Outcome

translate = QCoreApplication.translate

_TONES = {
    Outcome.OK: Tone.OK,
    Outcome.DEF: Tone.DEF,
    Outcome.UNSURE: Tone.UNSURE,
    Outcome.FAULT: Tone.FAULT,
}
_MARKS = {
    Outcome.OK: Mark.TICK,
    Outcome.DEF: Mark.CROSS,
    Outcome.UNSURE: Mark.QUESTION,
    Outcome.FAULT: Mark.BANG,
}


@dataclass(frozen=True, slots=True)
class BannerState:
    """One word with its mark, and a few on what it is about. The rest stands over the picture."""

    tone: Tone
    mark: Mark
    word: str
    detail: str = ""
    is_verdict: bool = False
    """False: the picture behind is not what the station judges now."""


def outcome_tone(outcome: Outcome) -> Tone:
    """The colours of an outcome."""
    return _TONES[outcome]


def outcome_mark(outcome: Outcome) -> Mark:
    """The mark that stands beside the colour."""
    return _MARKS[outcome]


def banner_state(
    snapshot: StationSnapshot, shown: Inspection | None, looking_back: bool
) -> BannerState:
    """The most urgent thing first. The last OK is never shown as if it were now."""
    if looking_back and shown is not None:
        return of_inspection(shown)
    standing = _not_judging(snapshot)
    if standing is not None:
        return standing
    if shown is None:
        return _waiting(snapshot)
    return of_inspection(shown)


def of_inspection(inspection: Inspection) -> BannerState:
    """The verdict for one part."""
    verdict = inspection.verdict
    outcome = verdict.outcome
    detail = translate("Banner", "part {time}").format(time=part_time(inspection))
    if outcome is Outcome.FAULT:
        detail = translate("Banner", "part {time} is not judged").format(time=part_time(inspection))
    elif verdict.defect_type and outcome is not Outcome.OK:
        detail = f"{defect_words(verdict.defect_type)} · {detail}"
    word = outcome_word(outcome)
    return BannerState(_TONES[outcome], _MARKS[outcome], word, detail, is_verdict=True)


def _not_judging(snapshot: StationSnapshot) -> BannerState | None:
    what = translate("Banner", "no part is judged")
    if _is_fault(snapshot):
        return BannerState(Tone.FAULT, Mark.BANG, translate("Banner", "FAULT"), what)
    if snapshot.finished:
        return BannerState(
            Tone.QUIET,
            Mark.DONE,
            translate("Banner", "DONE"),
            translate("Banner", "every part is judged"),
        )
    if snapshot.state is StationState.OFFLINE:
        return BannerState(Tone.QUIET, Mark.STOP, translate("Banner", "STOPPED"), what)
    if snapshot.source_state in (SourceState.RETRYING, SourceState.FAILED):
        return BannerState(Tone.LOST, Mark.LOST, translate("Banner", "NO FRAMES"), what)
    if snapshot.held:
        return BannerState(Tone.QUIET, Mark.PAUSE, translate("Banner", "HOLD"), what)
    return None


def _is_fault(snapshot: StationSnapshot) -> bool:
    if snapshot.state is StationState.OFFLINE:
        return snapshot.problem is not None  # the settings are wrong
    return snapshot.state is StationState.FAULT and snapshot.source_state is not SourceState.FAILED


def _waiting(snapshot: StationSnapshot) -> BannerState:
    opening = snapshot.source_state is SourceState.OPENING
    detail = (
        translate("Banner", "opening the source")
        if opening
        else translate("Banner", "for the first part")
    )
    return BannerState(Tone.QUIET, Mark.WAIT, translate("Banner", "WAITING"), detail)
