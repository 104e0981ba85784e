"""The scenes of the Trainer and of the Models tab: from a folder to a model on the line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from gui.main_window import MainWindow
from gui.models.models_page import ModelsPage
from gui.pages import Tab
from gui.screenshots.labelled_folder import draw_labelled_folder
from gui.trainer.step_page import StepPage
from gui.trainer.trainer_page import TrainerPage
from gui.waiting import process_until

_SIZE = (1280, 800)
_RECIPE = "evidence-67"
"""Quick to train on a few hundred parts."""
_EPOCHS = 10
_EPOCHS_SEEN = 8
_WAIT_S = 300.0
_TRAINING_WAIT_S = 1800.0


class TrainerScenes:
    """Each leads to the next: the run in the picture is a real one, on drawn parts."""

    def __init__(self, window: MainWindow, scratch: Path) -> None:
        self._window = window
        self._folder = scratch / "castings"

    def scenes(self) -> dict[str, Callable[[], bool]]:
        """By name, in the order in which they are to be taken."""
        return {
            "trainer-data": self._data,
            "trainer-augment": self._augment,
            "trainer-model": self._model,
            "trainer-train": self._train,
            "trainer-verdicts": self._verdicts,
            "trainer-types": self._types,
            "trainer-thresholds": self._thresholds,
            "trainer-curves": self._curves,
            "trainer-robustness": self._robustness,
            "trainer-images": self._images,
            "trainer-release": self._release,
            "models": self._models,
        }

    @property
    def _trainer(self) -> TrainerPage:
        page: TrainerPage = self._window.pages.page(Tab.TRAINER)
        return page

    def _open(self, step: StepPage) -> bool:
        self._trainer.open_step(self._trainer.pages.index(step))
        return self._trainer.shown is step

    def _data(self) -> bool:
        draw_labelled_folder(self._folder)
        self._window.resize(*_SIZE)
        self._window.train_on(self._folder)
        return process_until(lambda: self._trainer.plan.survey is not None, _WAIT_S)

    def _augment(self) -> bool:
        page = self._trainer.augment
        return self._open(page) and process_until(
            lambda: page.shown is not None and not page.errand.is_running, _WAIT_S
        )

    def _model(self) -> bool:
        page = self._trainer.model
        return self._open(page) and process_until(lambda: not page.errand.is_running, _WAIT_S)

    def _train(self) -> bool:
        """While it runs, when there is something to be seen of its curves."""
        self._trainer.model.buttons[_RECIPE].click()
        page = self._trainer.train
        self._open(page)
        page.order.epochs.setValue(_EPOCHS)
        page.order.start.click()

        def has_curves() -> bool:
            job = page.job
            return job is not None and (
                len(job.snapshot().history) >= _EPOCHS_SEEN or job.snapshot().is_over
            )

        return process_until(has_curves, _TRAINING_WAIT_S) and page.is_running

    def _verdicts(self) -> bool:
        trainer = self._trainer
        return process_until(
            lambda: trainer.plan.facts is not None, _TRAINING_WAIT_S
        ) and self._open(trainer.evaluate)

    def _types(self) -> bool:
        return self._view(self._trainer.evaluate.types)

    def _thresholds(self) -> bool:
        return self._view(self._trainer.evaluate.thresholds)

    def _curves(self) -> bool:
        page = self._trainer.evaluate.curves
        return self._view(page) and process_until(lambda: page.charts.are_built, _WAIT_S)

    def _robustness(self) -> bool:
        page = self._trainer.evaluate.robustness
        return self._view(page) and process_until(lambda: page.charts.are_built, _WAIT_S)

    def _images(self) -> bool:
        page = self._trainer.evaluate.images
        if not self._view(page):
            return False
        page.which.setCurrentIndex(1)  # the most unsure: an error there may be none
        return process_until(lambda: page.wall.count() > 0 and not page.errand.is_running, _WAIT_S)

    def _view(self, view: QWidget) -> bool:
        views = self._trainer.evaluate.views
        views.open(view)
        return views.shown is view

    def _release(self) -> bool:
        """Compared with the model that judges now."""
        page = self._trainer.release
        if not self._open(page):
            return False
        page.contest.begin.click()
        return process_until(lambda: page.contest.contest is not None, _WAIT_S)

    def _models(self) -> bool:
        """The new one on the line."""
        release = self._trainer.release
        release.use.click()
        if not process_until(lambda: bool(release.summary()), _WAIT_S):
            return False
        self._window.show_page(Tab.MODELS)
        page: ModelsPage = self._window.pages.page(Tab.MODELS)
        facts = self._trainer.plan.facts
        if facts is None or not process_until(lambda: _has(page, facts.path), _WAIT_S):
            return False
        page.table.select({facts.path})
        return process_until(lambda: page.release.isVisible() and _is_read(page), _WAIT_S)


def _has(page: ModelsPage, path: Path) -> bool:
    shelf = page.shelf
    return shelf is not None and any(model.path == path for model in shelf.models)


def _is_read(page: ModelsPage) -> bool:
    return not page.reading.is_running and not page.detailing.is_running
