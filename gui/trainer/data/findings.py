"""What is worth knowing of a survey: what is unread, the balance, look-alikes, sizes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from gui.theme import Theme
from gui.trainer.data.survey import GROUPS_SHOWN, Alike, Survey
from gui.trainer.picture_strip import PictureStrip
from gui.words import count, counted, defect_words, sentence

translate = QCoreApplication.translate

_ALIKE_PX = 76
_LISTED = 6
_UNBALANCED = 5.0
_FEW = 20
_FIRST = 100


def finding_cards(survey: Survey, theme: Theme) -> Iterator[QFrame]:
    """What needs a person first."""
    if survey.unreadable:
        yield _unreadable(survey)
    disputed = [group for group in survey.alike if group.is_disputed]
    others = [group for group in survey.alike if not group.is_disputed]
    if disputed:
        yield _disputed_card(disputed, theme)
    yield _balance(survey)
    yield _masks(survey)
    if others or not disputed:
        yield _alike_card(others, theme)
    yield _sizes(survey)


def _unreadable(survey: Survey) -> QFrame:
    number = len(survey.unreadable)
    heading = counted(
        number,
        translate("Findings", "1 file can't be read and is left out"),
        translate("Findings", "{n} files can't be read and are left out"),
    )
    lines = [f"{name}: {why}" for name, why in survey.unreadable[:_LISTED]]
    if number > _LISTED:
        lines.append(translate("Findings", "and {n} more").format(n=count(number - _LISTED)))
    return _card(heading, *[_words(line) for line in lines])


def _balance(survey: Survey) -> QFrame:
    good, defective = survey.count(is_def=False), survey.count(is_def=True)
    if not good:
        return _types_only(survey)
    heading = translate("Findings", "{good} good, {defective} defective").format(
        good=count(good), defective=count(defective)
    )
    return _card(heading, _words(_balance_words(good, defective)))


def _types_only(survey: Survey) -> QFrame:
    heading = translate("Findings", "No good parts: {n} types of defects").format(
        n=count(len(survey.classes))
    )
    words = translate(
        "Findings",
        "The model will tell the type only. It calls each part defective: it can't find defects.",
    )
    return _card(heading, _words(words, alert=True))


def _balance_words(good: int, defective: int) -> str:
    fewer, more = sorted((good, defective))
    if fewer < _FEW:
        return translate(
            "Findings",
            "Very few of one kind: enough to try, too few to trust the figures that come of it.",
        )
    if more > _UNBALANCED * fewer:
        return translate(
            "Findings", "Far more of one kind: let training weigh both alike (step Train)."
        )
    if fewer < _FIRST:
        return translate(
            "Findings",
            # docs/recipes.md: 0.939, 0.884 and 0.867; transfer, quick: 0.797, 0.769 and 0.682.
            "Enough for a first model: evidence, only its last layers (step Train), in about a "
            "minute. From 25 + 25 castings it told 87 to 94 % of unseen parts rightly, transfer 68 "
            "to 80 %. Some hundred of each make one to rely on.",
        )
    return translate("Findings", "Both kinds are well represented.")


def _masks(survey: Survey) -> QFrame:
    masked, defective = survey.dataset.masks, survey.count(is_def=True)
    heading = translate("Findings", "{masked} of {defective} defective images with a mask").format(
        masked=count(masked), defective=count(defective)
    )
    return _card(
        heading,
        _words(
            translate(
                "Findings",
                "Masks show where the defects are. Training does without; with some, a recipe with "
                "a map is taught where to look.",
            )
        ),
    )


def _sizes(survey: Survey) -> QFrame:
    if len(survey.sizes) == 1:
        return _card(translate("Findings", "All images have one size"), _words(survey.sizes[0][0]))
    heading = translate("Findings", "Images of {n} sizes").format(n=count(len(survey.sizes)))
    lines = [f"{size}: {count(number)}" for size, number in survey.sizes[:_LISTED]]
    note = translate("Findings", "Each is fitted to the model's input, as on the line.")
    return _card(heading, *[_words(line) for line in (*lines, note)])


def _disputed_card(groups: Sequence[Alike], theme: Theme) -> QFrame:
    heading = counted(
        len(groups),
        translate("Findings", "Two labels: look at 1 part"),
        translate("Findings", "Two labels: look at {n} parts"),
    )
    return _card(heading, *_groups(groups, theme))


def _alike_card(groups: Sequence[Alike], theme: Theme) -> QFrame:
    if not groups:
        return _card(
            translate("Findings", "No image is there twice"),
            _words(translate("Findings", "Neither copied, nor turned, nor mirrored.")),
        )
    heading = counted(
        len(groups),
        translate("Findings", "1 group of images looks alike"),
        translate("Findings", "{n} groups of images look alike"),
    )
    note = translate(
        "Findings",
        "Copied, turned or mirrored. They are kept on one side of the split, so that no image is "
        "checked whose twin was learnt from.",
    )
    return _card(heading, _words(note), *_groups(groups, theme))


def _groups(groups: Sequence[Alike], theme: Theme) -> Iterator[QWidget]:
    for group in groups[:GROUPS_SHOWN]:
        yield _group(group, theme)
    if len(groups) > GROUPS_SHOWN:
        more = translate("Findings", "and {n} more groups")
        yield _words(more.format(n=count(len(groups) - GROUPS_SHOWN)))


def _group(group: Alike, theme: Theme) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 6, 0, 0)
    column.setSpacing(5)
    column.addWidget(_words(_group_words(group), alert=group.contradicts))
    strip = PictureStrip(theme, _ALIKE_PX, captions=True)
    names = [defect_words(kind) for kind in group.kinds]
    strip.show_pictures(group.pictures, len(group.kinds), names)
    column.addWidget(strip)
    column.addWidget(_file_names(group))
    return holder


def _file_names(group: Alike) -> QLabel:
    """To be found in the folder; may be marked and copied."""
    rest = len(group.kinds) - len(group.names)
    more = [translate("Findings", "and {n} more").format(n=count(rest))] if rest else []
    label = _words(", ".join([*group.names, *more]))
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _group_words(group: Alike) -> str:
    if group.contradicts:
        return translate(
            "Findings", "The same file in two classes: one label is wrong, and neither is learnt"
        )
    if group.identical:
        return translate("Findings", "The same file")
    if group.has_both_labels:
        return translate("Findings", "Good and defective: are the labels right?")
    return translate("Findings", "Alike")


def _card(heading: str, *widgets: QWidget) -> QFrame:
    card = QFrame()
    card.setObjectName("panel")
    column = QVBoxLayout(card)
    column.setContentsMargins(16, 12, 16, 14)
    column.setSpacing(6)
    title = QLabel(heading)
    title.setObjectName("className")
    title.setWordWrap(True)
    for widget in (title, *widgets):
        column.addWidget(widget)
    return card


def _words(text: str, *, alert: bool = False) -> QLabel:
    label = QLabel(sentence(text) if text.endswith(".") else text)
    label.setObjectName("figure" if alert else "explain")
    label.setWordWrap(True)
    return label
