"""Step 5: what the new model is worth on images that it did not learn from."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout

from gui.bridge import Bridge
from gui.theme import Theme
from gui.trainer.evaluate.curves_view import CurvesView
from gui.trainer.evaluate.evaluation import Evaluation
from gui.trainer.evaluate.images_view import ImagesView
from gui.trainer.evaluate.judged_folder import JudgedFolder
from gui.trainer.evaluate.robustness_view import RobustnessView
from gui.trainer.evaluate.thresholds_view import ThresholdsView
from gui.trainer.evaluate.types_view import TypesView
from gui.trainer.evaluate.verdicts_view import VerdictsView
from gui.trainer.evaluate.views_row import ViewsRow
from gui.trainer.package_facts import PackageFacts, package_facts
from gui.trainer.plan import Plan, Trained
from gui.trainer.step_page import StepPage
from gui.widgets.cards import label
from gui.widgets.errand import Errand
from gui.words import count, percent, sentence
from inference.package import PackageError
from training.evaluation.ranking import Looked


class EvaluatePage(StepPage):
    """Reads the package back on another thread: what is shown is what was written."""

    def __init__(self, plan: Plan, bridge: Bridge, theme: Theme) -> None:
        super().__init__()
        self.title = self.tr("Evaluate")
        self._plan = plan
        self._read: Trained | None = None
        self.errand = Errand("read package", self, (PackageError, OSError, KeyError))
        self.evaluation = Evaluation()
        self.evaluation.setParent(self)
        self.heading = label("title")
        self.figures = label("explain")
        self.folder = JudgedFolder(self.evaluation)
        self.other = QPushButton(self.tr("Judge another folder"))
        self.report = QPushButton(self.tr("Open the report"))
        self.verdicts = VerdictsView(self.evaluation, theme)
        self.thresholds = ThresholdsView(self.evaluation, bridge, theme, plan.home.thresholds)
        self.curves = CurvesView(self.evaluation, theme)
        self.robustness = RobustnessView(self.evaluation, theme)
        self.images = ImagesView(self.evaluation, theme)
        self.types = TypesView(self.evaluation, theme)
        self.views = ViewsRow(
            {
                self.tr("Verdicts"): self.verdicts,
                self.tr("Types"): self.types,
                self.tr("Thresholds"): self.thresholds,
                self.tr("Curves"): self.curves,
                self.tr("Robustness"): self.robustness,
                self.tr("Images"): self.images,
            }
        )
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.heading)
        words.addWidget(self.figures)
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addLayout(words, 1)
        for button in (self.other, self.report):
            top.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(top)
        layout.addWidget(self.folder)
        layout.addWidget(self.views, 1)

    def _connect(self) -> None:
        self.errand.answered.connect(self._show)
        self.errand.failed.connect(self._say_trouble)
        self.report.clicked.connect(self.open_report)
        self.other.clicked.connect(self.choose_folder)
        self.evaluation.judgement_changed.connect(self._show_figures)
        self.verdicts.confusion.picked.connect(self._open_cell)
        self._plan.changed.connect(self._follow)

    # What the engineer does

    def choose_folder(self) -> None:
        """Ask for labelled images, and judge them."""
        dialog = QFileDialog(self, self.tr("A folder of class folders"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda chosen: self.judge(Path(chosen)))
        dialog.open()

    def judge(self, folder: Path) -> None:
        """Show what the model says of another labelled folder."""
        survey = self._plan.survey
        self.folder.judge(folder, survey.dataset.good if survey else None)

    def open_report(self) -> None:
        """In the browser: it is one page that needs no network."""
        facts = self._plan.facts
        if facts is not None and facts.report is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(facts.report)))

    def _open_cell(self, cell: str) -> None:
        self.views.open(self.images)
        self.images.look_at(Looked(cell))

    # What is shown

    def _follow(self) -> None:
        """Read each new package once."""
        trained, survey = self._plan.trained, self._plan.survey
        if trained is self._read:
            return
        self._read = trained
        self.errand.cancel()
        self.folder.forget()
        if trained is not None:
            data = survey.dataset.folder if survey else Path()
            self.errand.begin(lambda say: package_facts(trained.package, data, say))

    def _show(self, facts: object) -> None:
        assert isinstance(facts, PackageFacts)
        self.heading.setText(facts.model_id)
        self.report.setVisible(facts.report is not None)
        self.evaluation.show_facts(facts)
        self._plan.set_facts(facts)
        self.changed.emit()

    def _show_figures(self) -> None:
        facts = self.evaluation.facts
        if facts is None:
            return
        self._enable_views()
        self.figures.setText(self._figures_words(facts))

    def _enable_views(self) -> None:
        """Types first, so that there is one to give way to where there are no verdicts."""
        now = self.evaluation
        no_types = self.tr("The model tells no types of defects, or none that these images have")
        why_not = self.tr("The package keeps no single answers")
        if not now.knows_good:
            why_not = self.tr("The model tells types only: it judges no part")
        self.views.set_enabled(self.types, no_types, enabled=now.types is not None)
        self.views.set_enabled(self.verdicts, why_not, enabled=now.knows_good)
        for view in (self.thresholds, self.curves, self.robustness, self.images):
            self.views.set_enabled(view, why_not, enabled=now.judgement is not None)

    def _figures_words(self, facts: PackageFacts) -> str:
        folder, judgement = self.evaluation.folder, self.evaluation.judgement
        if not facts.knows_good:
            return self._types_words()
        if folder is not None and judgement is not None:
            number = count(len(judgement.judged.files))
            return self.tr("On {n} images of {folder}").format(n=number, folder=folder)
        return self.tr(
            "{share} right of {n} images that it did not learn from. The thresholds were "
            "chosen on them, so new parts may fare a little worse."
        ).format(share=percent(facts.metrics["accuracy"]), n=count(facts.metrics["n"]))

    def _types_words(self) -> str:
        """What it can't do comes first."""
        limits = self.tr(
            "It has seen no good part: it calls each part DEF, and tells the type only."
        )
        folder = self.evaluation.folder
        return f"{limits} {self.tr('On {folder}').format(folder=folder)}" if folder else limits

    def _say_trouble(self, why: str) -> None:
        self.heading.setText(self.tr("The package can't be read"))
        self.figures.setText(sentence(why))
        self.changed.emit()

    # The step

    def obstacle(self) -> str:
        if self._plan.facts is not None:
            return "" if self._plan.facts.knows_good else self._no_verdict()
        return self.tr("Reading the package") if self.errand.is_running else self.figures.text()

    def _no_verdict(self) -> str:
        return self.tr("It tells types only: no line can rest on it")

    def summary(self) -> str:
        facts = self._plan.facts
        if facts is None:
            return ""
        if not facts.knows_good:
            return self.tr("types only")
        return self.tr("{share} right").format(share=percent(facts.metrics["accuracy"]))

    def close_down(self) -> None:
        self.errand.cancel()
        self.folder.close_down()
        self.robustness.close_down()
        self.images.close_down()
