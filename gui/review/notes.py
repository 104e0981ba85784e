"""What stands on a tile beside the outcome: a correction, or a label that says otherwise."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from gui.review.ruling import Ruling
from gui.words import defect_words, outcome_word
from inference.verdict import Outcome

translate = QCoreApplication.translate

_LABELLED = {0: Outcome.OK, 1: Outcome.DEF}


def note_on(is_def: int, outcome: Outcome, ruling: Ruling | None) -> str:
    """`is_def` as in `Columns`. Empty where nobody disagrees."""
    if ruling is not None:
        return translate("Review", "is {what}").format(what=ruling_words(ruling))
    label = _LABELLED.get(is_def)
    if label is None or label is outcome or outcome not in _LABELLED.values():
        return ""
    return translate("Review", "labelled {label}").format(label=outcome_word(label))


def ruling_words(ruling: Ruling) -> str:
    """`OK`, `DEF`, `DEF, blowhole`."""
    word = outcome_word(ruling.outcome)
    return f"{word}, {defect_words(ruling.defect_type)}" if ruling.defect_type else word
