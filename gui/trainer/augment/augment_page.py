"""Step 2: how far each image may be changed, seen on an image of the chosen data."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui.theme import Theme
from gui.trainer.augment.augment_preview import NoPreview, Preview, Subject, load_subject, preview
from gui.trainer.augment.augment_rows import ParameterRow, section_title, with_value
from gui.trainer.augment.augment_words import PRESET_NAMES, SECTIONS, used, words
from gui.trainer.picture_grid import PictureGrid
from gui.trainer.plan import Plan
from gui.trainer.step_page import StepPage
from gui.widgets.errand import Errand, Work
from gui.widgets.scrolling import scrolling
from gui.words import count, sentence
from inference.preprocess import InputSpec
from training.architectures.catalogue import RECIPES
from training.augmentation.augment import Augmentation
from training.augmentation.parameters import PARAMETERS, PRESETS, Parameter
from training.data.dataset import LabelledFile
from training.runs.order import DEFAULT_SEED

_ROWS_PX = 590
_COLUMNS = 4
_TIMES = "\N{MULTIPLICATION SIGN}"


class AugmentPage(StepPage):
    """The parameters on the left; on the right what becomes of one image, epoch by epoch."""

    def __init__(self, plan: Plan, theme: Theme) -> None:
        super().__init__()
        self.title = self.tr("Augment")
        self._plan = plan
        self._theme = theme
        self._place = -1
        self.shown: Preview | None = None
        self.errand = Errand("augment", self, (NoPreview, OSError))
        self.errand.answered.connect(self._show)
        self.errand.failed.connect(self._say_why_not)
        self.rows = [
            ParameterRow(parameter, theme)
            for _, names in SECTIONS
            for parameter in PARAMETERS
            if parameter.name in names
        ]
        self.recipes_own = QPushButton(self.tr("The recipe's own"))
        self.presets = {name: QPushButton(words(said)) for name, said in PRESET_NAMES.items()}
        self.good = QPushButton(self.tr("Another good part"))
        self.defective = QPushButton(self.tr("Another defective part"))
        self.facts = QLabel()
        self.said = QLabel()
        self.grid = PictureGrid(theme, _COLUMNS)
        self._lay_out()
        self._connect()
        self._follow_plan()

    def _connect(self) -> None:
        for row in self.rows:
            row.moved.connect(partial(self._set, row.parameter))
        self.recipes_own.clicked.connect(lambda: self._plan.set_augmentation(None))
        for name, button in self.presets.items():
            button.clicked.connect(partial(self._choose_preset, name))
        self.good.clicked.connect(lambda: self._next_image(is_def=False))
        self.defective.clicked.connect(lambda: self._next_image(is_def=True))
        self._plan.changed.connect(self._follow_plan)

    def _lay_out(self) -> None:
        columns = QHBoxLayout()
        columns.setSpacing(12)
        columns.addWidget(self._parameters())
        columns.addWidget(self._results(), 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(self._choices())
        layout.addLayout(columns, 1)

    def _choices(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.recipes_own, *self.presets.values()):
            button.setCheckable(True)
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.good)
        row.addWidget(self.defective)
        return row

    def _parameters(self) -> QFrame:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 10, 8)
        column.setSpacing(0)
        by_name = {row.parameter.name: row for row in self.rows}
        for title, names in SECTIONS:
            column.addWidget(section_title(title))
            for name in names:
                column.addWidget(by_name[name])
        self.facts.setObjectName("explain")
        self.facts.setWordWrap(True)
        self.facts.setContentsMargins(0, 12, 0, 0)
        column.addWidget(self.facts)
        column.addStretch(1)
        card = _card(scrolling(holder))
        card.setFixedWidth(_ROWS_PX)
        return card

    def _results(self) -> QFrame:
        self.said.setObjectName("explain")
        self.said.setWordWrap(True)
        return _card(self.said, self.grid)

    # What the engineer does

    def _set(self, parameter: Parameter, value: object) -> None:
        self._plan.set_augmentation(with_value(self._plan.used_augmentation, parameter, value))

    def _choose_preset(self, name: str) -> None:
        self._plan.set_augmentation(PRESETS[name])

    def _next_image(self, *, is_def: bool) -> None:
        """The next one of its kind, round and round."""
        survey = self._plan.survey
        if survey is None:
            return
        number = len(survey.read)
        after = (at % number for at in range(self._place + 1, self._place + 1 + number))
        found = next((at for at in after if survey.read[at].is_def is is_def), None)
        if found is not None:
            self._place = found
            self._look()

    # What comes of it

    def showEvent(self, _: object) -> None:
        self._follow_plan()

    def _follow_plan(self) -> None:
        augmentation = self._plan.used_augmentation
        for row in self.rows:
            row.show_value(augmentation)
        self.recipes_own.setChecked(self._plan.augmentation is None)
        for name, button in self.presets.items():
            button.setChecked(self._plan.augmentation == PRESETS[name])
        self.facts.setText(self._facts())
        if self.isVisible():
            self._look()
        self.changed.emit()

    def _facts(self) -> str:
        spec = self._spec
        offset = f"(x \N{MINUS SIGN} {spec.offset:g})" if spec.offset else "x"
        return self.tr(
            "Rescale: {formula}, fixed by the recipe {recipe}, on the line too. Images are "
            "{width} {times} {height} px when they are changed. What an image becomes is drawn "
            "anew for each epoch; images that training checks itself on stay as they are."
        ).format(
            formula=f"{offset} {_TIMES} {spec.scale:.4g}" if spec.scale != 1 else offset,
            recipe=self._plan.recipe, times=_TIMES,
            width=spec.width, height=spec.height,
        )  # fmt: skip

    def _look(self) -> None:
        """At what the present values make of the present image, on another thread.

        While one look is under way none begins: the newest values are looked at after it, so that
        the pictures follow a slider while it is dragged.
        """
        survey = self._plan.survey
        if survey is None or not survey.read or self.errand.is_running:
            return
        if not 0 <= self._place < len(survey.read):
            kinds = [file.is_def for file in survey.read]
            self._place = kinds.index(True) if True in kinds else 0
        augmentation = self._plan.used_augmentation
        subject = self._known_subject(survey.read[self._place])
        if subject is None:
            self.errand.begin(self._work(survey.read[self._place], augmentation))
        elif self.shown is None or self.shown.augmentation != augmentation:
            self.errand.begin(lambda say: preview(augmentation, DEFAULT_SEED, subject, say))

    def _known_subject(self, file: LabelledFile) -> Subject | None:
        """The loaded image, where it is still the one that is wanted."""
        wanted = file, self._place, self._spec
        known = self.shown.subject if self.shown else None
        return known if known and (known.file, known.index, known.spec) == wanted else None

    def _work(self, file: LabelledFile, augmentation: Augmentation) -> Work:
        place, spec = self._place, self._spec
        return lambda say: preview(augmentation, DEFAULT_SEED, load_subject(file, place, spec), say)

    @property
    def _spec(self) -> InputSpec:
        return replace(RECIPES[self._plan.recipe].input, part=self._plan.part)

    def _show(self, answer: object) -> None:
        assert isinstance(answer, Preview)
        self.shown = answer
        epochs = [self.tr("epoch {n}").format(n=n) for n, _ in enumerate(answer.epochs, 1)]
        self.grid.show_pictures([answer.original, *answer.epochs], [self.tr("as it is"), *epochs])
        path = answer.subject.file.path
        self.said.setText(
            self.tr("What training gets of {name}").format(name=f"{path.parent.name}/{path.name}")
        )
        for row in self.rows:
            row.show_extremes(answer.augmentation, answer.extremes[row.parameter.name])
        self._look()

    def _say_why_not(self, why: str) -> None:
        self.said.setText(sentence(why))
        self.grid.show_pictures((), ())

    # The step

    def obstacle(self) -> str:
        return ""

    def summary(self) -> str:
        if self._plan.survey is None:
            return ""
        if self._plan.augmentation is None:
            return self.tr("as the recipe has it")
        for name, preset in PRESETS.items():
            if preset == self._plan.augmentation:
                return words(PRESET_NAMES[name]).lower()
        return self.tr("own, {n} in use").format(n=count(used(self._plan.augmentation)))

    def close_down(self) -> None:
        self.errand.cancel()


def _card(*widgets: QWidget) -> QFrame:
    card = QFrame()
    card.setObjectName("panel")
    column = QVBoxLayout(card)
    column.setContentsMargins(16, 8, 12, 12)
    column.setSpacing(8)
    for widget in widgets:
        column.addWidget(widget, int(widget is widgets[-1]))
    return card
