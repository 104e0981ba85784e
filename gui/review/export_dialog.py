"""Asks what to write of a review and where to, writes it, and says what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from gui.pages import Surroundings
from gui.review.arrangement import Rows
from gui.review.exporting import Done, Kind, Order
from gui.review.review_run import ReviewRun
from gui.review.rulings import Rulings
from gui.widgets.errand import Errand
from gui.words import count, counted, sentence
from inference.equipment import TRAINER, why_unavailable
from inference.review.correction_lines import CorrectionRefused
from inference.review.export_folder import ExportRefused

_WIDTH = 560
_PROBLEMS_SAID = 3
_EXPECTED = (ExportRefused, CorrectionRefused, OSError, RuntimeError)


def _leads_to_trainer(done: Done) -> bool:
    return done.kind is Kind.LABELLED and not why_unavailable(TRAINER)


class ExportDialog(QDialog):
    """Writes what the wall shows, in its order."""

    def __init__(
        self,
        parent: QWidget,
        run: ReviewRun,
        rulings: Rulings,
        rows: Rows,
        around: Surroundings,
    ) -> None:
        super().__init__(parent)
        self._run, self._rulings, self._rows, self._around = run, rulings, rows, around
        self._done: Done | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Export"))
        self.kinds = QButtonGroup(self)
        self.said = QLabel()
        self.said.setObjectName("explain")
        self.said.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.hide()
        self.start = QPushButton(self.tr("Choose where to..."))
        self.start.setObjectName("primary")
        self.follow = QPushButton()
        self.follow.hide()
        self.close_button = QPushButton(self.tr("Close"))
        self.errand = Errand("export", self, _EXPECTED)
        self._lay_out()
        self.start.clicked.connect(self._ask_where)
        self.follow.clicked.connect(self._follow_up)
        self.close_button.clicked.connect(self.close)
        self.errand.progressed.connect(self._show_progress)
        self.errand.answered.connect(self._show_done)
        self.errand.failed.connect(self._show_trouble)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(8)
        one, many = self.tr("Export 1 image"), self.tr("Export {n} images")
        title = QLabel(counted(self._rows.size, one, many))
        title.setObjectName("title")
        column.addWidget(title)
        column.addWidget(_explained(self.tr("Those that the wall shows now, in its order.")))
        for number, (kind, words) in enumerate(self._kind_words().items()):
            button = QRadioButton(words)
            button.setProperty("kind", kind.value)
            button.setChecked(number == 0)
            self.kinds.addButton(button, number)
            column.addWidget(button)
        for widget in (self.said, self.bar):
            column.addWidget(widget)
        buttons = QHBoxLayout()
        buttons.addWidget(self.follow)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.start)
        column.addLayout(buttons)
        self.setMinimumWidth(_WIDTH)

    def _kind_words(self) -> Mapping[Kind, str]:
        corrected = count(self._rulings.count)
        return {
            Kind.CSV: self.tr("CSV: a line for each image, with its hot regions"),
            Kind.JSON_LINES: self.tr("JSON lines: the same for programs"),
            Kind.REPORT: self.tr("Report: one page with pictures that opens anywhere"),
            Kind.COPIES: self.tr("Copies of the images, in a folder for each outcome"),
            Kind.LINKS: self.tr("Links to the images, in a folder for each outcome"),
            Kind.LABELLED: self.tr(
                "Labelled folders for the trainer, of what a person corrected ({n})"
            ).format(n=corrected),
        }

    @property
    def kind(self) -> Kind:
        return list(Kind)[self.kinds.checkedId()]

    # What is done

    def _ask_where(self) -> None:
        kind = self.kind
        dialog = QFileDialog(self, self.tr("Where to"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        if kind.is_file:
            dialog.setDefaultSuffix(kind.value.removeprefix("."))
            dialog.setNameFilter(f"*{kind.value}")
            dialog.selectFile(f"review{kind.value}")
        else:
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptOpen)
            dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda chosen: self.write(kind, Path(chosen)))
        dialog.open()

    def write(self, kind: Kind, target: Path) -> None:
        """Write it there, beside the window."""
        review = self._run.review
        if review is None:
            return
        rows = self._rows.tolist()
        order = Order(kind, target, review, self._run.paths, rows, self._rulings.writer)
        self.bar.setRange(0, 0)
        self.bar.show()
        self.start.setEnabled(False)
        self.follow.hide()
        self.said.setText(self.tr("Writing..."))
        self.close_button.setText(self.tr("Cancel"))
        self.errand.begin(order.write)

    def _show_progress(self, done: int, of: int) -> None:
        self.bar.setRange(0, of)
        self.bar.setValue(done)

    def _show_done(self, done: object) -> None:
        assert isinstance(done, Done)
        self._done = done
        self._rest()
        words = self.tr("{n} written to {where}.").format(
            n=count(done.written), where=done.target.name
        )
        said = [sentence(problem) for problem in done.problems[:_PROBLEMS_SAID]]
        if (rest := len(done.problems) - len(said)) > 0:
            said.append(self.tr("And {n} more could not be written.").format(n=count(rest)))
        self.said.setText(" ".join([words, *said]))
        trains = _leads_to_trainer(done)
        self.follow.setText(self.tr("Train on them") if trains else self.tr("Open it"))
        self.follow.setVisible(done.written > 0)

    def _show_trouble(self, why: str) -> None:
        self._rest()
        self.said.setText(sentence(why))

    def _rest(self) -> None:
        self.bar.hide()
        self.start.setEnabled(True)
        self.close_button.setText(self.tr("Close"))

    def _follow_up(self) -> None:
        done = self._done
        if done is None:
            return
        self.close()
        if _leads_to_trainer(done):
            self._around.ways.train_on(done.target)
        else:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(done.target)))

    def done(self, result: int) -> None:
        """Closed or Esc, which sends no close event: the errand ends at its next image.

        A file half written is taken away by who writes it; whole copies stay where they are.
        """
        self.errand.cancel()
        super().done(result)


def _explained(text: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName("explain")
    label.setWordWrap(True)
    return label
