"""What is said beside one large image. Pure."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication

from gui.review.large_image import LargeImage
from gui.review.notes import ruling_words
from gui.review.ruling import Ruling
from gui.review.second_opinion import WhatIf
from gui.words import defect_words, outcome_word, probability, sentence
from inference.review.regions import Region
from inference.review.results import ReviewedImage
from inference.verdict import Inspection, Outcome

translate = QCoreApplication.translate


def detail_words(image: ReviewedImage, ruling: Ruling | None) -> str:
    """Under the verdict's word."""
    if ruling is not None:
        return translate("Review", "corrected: {what}").format(what=ruling_words(ruling))
    if image.defect_type and image.outcome is not Outcome.OK:
        return defect_words(image.defect_type)
    return ""


def facts_words(large: LargeImage, ruling: Ruling | None) -> str:
    """The label, the size, the folder: one line."""
    image = large.image
    facts = []
    if image.label is not None:
        facts.append(translate("Review", "labelled {label}").format(label=image.label))
    if large.size != (0, 0):
        width, height = large.size
        facts.append(f"{width} \N{MULTIPLICATION SIGN} {height} px")
    facts.append(_folder(image.path))
    if ruling is None and image.error and large.pixels is not None:
        facts.append(sentence(image.error))
    return " \N{MIDDLE DOT} ".join(facts)


def _folder(path: Path) -> str:
    """The last two folders: the whole path is in the name's tool tip."""
    return "/".join(path.parent.parts[-2:]).lstrip("/")


def fault_words(large: LargeImage) -> str:
    """Why there is no picture, and what to do."""
    image = large.image
    why = sentence(image.error or large.problem)
    return f"{why}\n{sentence(image.remedy)}" if image.remedy else why


def what_if_words(answer: WhatIf, before: Outcome) -> str:
    """Whether the verdict rests on the hot regions."""
    verdict = answer.after.verdict
    numbers = f"{probability(answer.before)} \N{RIGHTWARDS ARROW} "
    numbers += probability(verdict.probability_def)
    if verdict.outcome is Outcome.FAULT:
        return sentence(verdict.error)
    if verdict.outcome is before:
        return translate("Review", "Without the hot regions still {word}: {numbers}.").format(
            word=outcome_word(before), numbers=numbers
        )
    return translate(
        "Review",
        "Without the hot regions it would be {word}: {numbers}. The verdict rests on them.",
    ).format(word=outcome_word(verdict.outcome), numbers=numbers)


def opinion_words(inspection: Inspection) -> str:
    """A model's verdict in one line."""
    verdict = inspection.verdict
    word = outcome_word(verdict.outcome)
    if verdict.outcome is Outcome.FAULT:
        return f"{word}: {verdict.error}"
    return f"{word}, P(def) {probability(verdict.probability_def)}"


def review_words(image: ReviewedImage) -> str:
    """The same of this review's own model."""
    said = outcome_word(image.outcome)
    if image.probability_def is not None:
        said += f", P(def) {probability(image.probability_def)}"
    return translate("Review", "This review: {said}").format(said=said)


def region_words(number: int, region: Region) -> str:
    """At a box: its number, and its type where the model can tell it."""
    return f"{number} {region.defect_type}" if region.defect_type else str(number)
