"""Epoch after epoch: learn, check on validation, keep the best."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from inference.preprocess import InputSpec
from training.architectures.type_head import tells_types
from training.data.loading import UNTOLD, LabelledImages
from training.data.split import Split
from training.events import BatchFinished, CheckpointFailed, EpochFinished, Listener
from training.fitting.checkpoint import Checkpoint, Checkpoints
from training.fitting.fit_settings import FitSettings
from training.fitting.learner import Learner
from training.fitting.lessons import ImageLessons, Lessons
from training.fitting.type_loss import check_types

if TYPE_CHECKING:
    import keras

_WORDS_EACH_S = 1.0


def never() -> bool:
    """Whether a run that nobody can stop is stopped."""
    return False


@dataclass(frozen=True, slots=True)
class History:
    """What each epoch came to."""

    epochs: tuple[EpochFinished, ...]

    @property
    def best(self) -> EpochFinished:
        """The one whose weights were kept."""
        return [epoch for epoch in self.epochs if epoch.is_best][-1]

    def as_columns(self) -> dict[str, list[Any]]:
        """As the notebook saved it: a list for each quantity, an entry for each epoch."""
        rows = [asdict(epoch) for epoch in self.epochs]
        columns = ("epoch", "loss", "accuracy", "val_loss", "val_accuracy", "seconds")
        return {column: [row[column] for row in rows] for column in columns}


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """What is to be learnt, and how."""

    images: LabelledImages
    split: Split
    spec: InputSpec
    settings: FitSettings
    peak_learning_rate: float
    seed: int


def fit(
    model: keras.Model,
    task: Task,
    listener: Listener,
    *,
    lessons: Lessons | None = None,
    checkpoints: Checkpoints | None = None,
    is_stopped: Callable[[], bool] = never,
) -> History:
    """Fit `model` in place; it ends with the weights of its best epoch.

    It learns from `lessons`; without them from the task's images.

    That is the last one of a learning rate's schedule; of a fit without one, or one that is
    stopped before, the one with the lowest validation loss. After each epoch a checkpoint is
    written; where there is one to begin with, the fit goes on from there. `is_stopped` is asked
    before each step: once it says so, the epoch ends there and is the last. Raises `OSError` or
    `ValueError` for a checkpoint that can't be read.
    """
    run = _Run(model, task, lessons or ImageLessons(task), listener, is_stopped)
    checkpoint = checkpoints.read() if checkpoints else None
    if checkpoint:
        run.go_on_from(checkpoint)
    while not run.is_over():
        run.run_epoch(len(run.finished) + 1)
        if checkpoints:
            _save(run.checkpoint(), checkpoints, listener)
    model.set_weights(run.best_weights)
    return History(tuple(run.finished))


def _save(checkpoint: Checkpoint, checkpoints: Checkpoints, listener: Listener) -> None:
    try:
        checkpoints.write(checkpoint)
    except OSError as error:
        listener(CheckpointFailed(error.strerror or str(error)))


class _Run:
    def __init__(
        self,
        model: keras.Model,
        task: Task,
        lessons: Lessons,
        listener: Listener,
        is_stopped: Callable[[], bool],
    ) -> None:
        self._task = task
        self._lessons = lessons
        self._say = listener
        self._is_stopped = is_stopped
        self._steps = task.settings.steps_for(len(task.split.training))
        steps = self._steps * task.settings.epochs
        self._knows_good = task.images.knows_good
        rate = task.peak_learning_rate
        self._learner = Learner(
            model,
            task.spec,
            task.settings,
            rate,
            steps,
            knows_good=self._knows_good,
            intake=lessons.intake,
        )
        self._is_def = task.images.is_def
        self._types = task.images.types
        if not tells_types(model):
            self._types = np.full_like(self._types, UNTOLD)
        self._weights = _image_weights(self._is_def, task)
        self.finished: list[EpochFinished] = []
        self.best_weights = self._learner.weights()

    def is_over(self) -> bool:
        if not self.finished:
            return False
        settings = self._task.settings
        return (
            len(self.finished) >= settings.epochs
            or _has_settled(self.finished, settings.patience)
            or self._is_stopped()
        )

    def checkpoint(self) -> Checkpoint:
        return Checkpoint(tuple(self.finished), self._learner.state(), self.best_weights)

    def go_on_from(self, checkpoint: Checkpoint) -> None:
        self._learner.restore(checkpoint.learner)
        self.best_weights = checkpoint.best
        self.finished = list(checkpoint.history)

    def run_epoch(self, epoch: int) -> None:
        started = time.monotonic()
        loss, accuracy = self._learn(epoch)
        val_loss, val_accuracy = self._check()
        is_best = self._ends_the_schedule(epoch) or all(
            val_loss < earlier.val_loss for earlier in self.finished
        )
        if is_best:
            self.best_weights = self._learner.weights()
        seconds = time.monotonic() - started
        epochs = self._task.settings.epochs
        self.finished.append(
            EpochFinished(
                epoch=epoch,
                epochs=epochs,
                loss=loss,
                accuracy=accuracy,
                val_loss=val_loss,
                val_accuracy=val_accuracy,
                is_best=is_best,
                seconds=seconds,
                seconds_left=seconds * (epochs - epoch),
            )
        )
        self._say(self.finished[-1])

    def _ends_the_schedule(self, epoch: int) -> bool:
        """Where the learning rate has come down, which all before it only led to.

        Validation images of a hundred parts or so are too coarse a reason to keep an earlier one.
        """
        settings = self._task.settings
        return settings.is_scheduled and epoch == settings.epochs and not self._is_stopped()

    def _learn(self, epoch: int) -> tuple[float, float]:
        """One pass over the training images: mean loss and accuracy while it learnt."""
        seen, right, loss = 0, 0, 0.0
        progress = _Progress(self._say, epoch, self._task.settings.epochs, self._steps)
        with closing(self._lessons.batches(epoch)) as batches:
            for step, batch in enumerate(batches, start=1):
                indices = batch.indices
                batch_loss, batch_right = self._learner.learn(
                    batch, self._is_def[indices], self._weights[indices], self._types[indices]
                )
                seen, right = seen + len(indices), right + batch_right
                loss += batch_loss * len(indices)
                progress.say(step, loss / seen)
                if self._is_stopped():
                    break
        return loss / seen, right / seen

    def _check(self) -> tuple[float, float]:
        """Loss and accuracy on the validation images, neither smoothed nor weighted.

        Of verdict and types the loss is the sum, as in learning; the accuracy is the verdict's.
        """
        logits, told = self._learner.judge_in_turn(self._lessons.checked())
        validation = self._task.split.validation
        types_loss, types_right = check_types(told, self._types[validation])
        if not self._knows_good:
            return types_loss, types_right
        is_def = self._is_def[validation]
        losses = np.logaddexp(0.0, np.where(is_def, -logits, logits))
        return float(losses.mean()) + types_loss, float(((logits > 0) == is_def).mean())


class _Progress:
    """Says it at most once in `_WORDS_EACH_S`: a step may take a millisecond."""

    def __init__(self, listener: Listener, epoch: int, epochs: int, steps: int) -> None:
        self._say = listener
        self._epoch, self._epochs, self._steps = epoch, epochs, steps
        self._started_at = self._said_at = time.monotonic()

    def say(self, step: int, loss: float) -> None:
        now = time.monotonic()
        if now - self._said_at < _WORDS_EACH_S:
            return
        self._said_at = now
        each = (now - self._started_at) / step
        steps_left = (self._epochs - self._epoch + 1) * self._steps - step
        self._say(
            BatchFinished(self._epoch, self._epochs, step, self._steps, loss, each * steps_left)
        )


def _image_weights(is_def: NDArray[np.bool_], task: Task) -> NDArray[np.float32]:
    """What each image counts in the loss; 1 on average over the training images."""
    if not (task.settings.balances_classes and task.images.knows_good):
        return np.ones(len(is_def), np.float32)
    share = float(is_def[task.split.training].mean())
    return np.asarray(np.where(is_def, 0.5 / share, 0.5 / (1 - share)), np.float32)


def _has_settled(finished: list[EpochFinished], patience: int | None) -> bool:
    best = max(epoch.epoch for epoch in finished if epoch.is_best)
    return patience is not None and finished[-1].epoch - best >= patience
