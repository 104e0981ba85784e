"""One training run from end to end: labelled folders in, a model package out."""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inference.package import MANIFEST, is_zip, name_from
from inference.preprocess import InputSpec
from training.architectures.catalogue import recipe_named
from training.architectures.evidence import trunk_answers
from training.architectures.recipe import Recipe
from training.architectures.type_head import with_types
from training.augmentation.augment import NO_AUGMENTATION, Augmentation
from training.augmentation.parameters import checked
from training.data.dataset import UnusableDataset
from training.data.drawing import drawn_evenly
from training.data.loading import LabelledImages
from training.data.split import Split
from training.events import FindingNoted, Finished, LearningFinished, Listener, RunStarted
from training.fitting.fit import History, Task, fit, never
from training.fitting.fit_settings import FitSettings, fit_settings
from training.fitting.head_fit import fit_head
from training.fitting.heads_fit import fit_heads
from training.packaging.always_def import always_def
from training.packaging.pack import Origin, package_model
from training.runs.gathering import Gathered, gather, gather_test
from training.runs.order import TrainingOrder, UnusableOrder
from training.runs.run_folder import RunFolder
from training.runs.tensorboard import told_to_tensorboard

if TYPE_CHECKING:
    import keras

_NAME = re.compile(r"[\w .-]{1,80}")


def train(
    order: TrainingOrder,
    listener: Listener,
    *,
    run: RunFolder | None = None,
    keeps_run: bool = False,
    is_stopped: Callable[[], bool] = never,
) -> Finished:
    """Do it, in this process. The package appears whole at the very end, or not at all.

    `run` takes a checkpoint after each epoch; one that holds a checkpoint already is gone on with.
    It is removed once the package is written, unless `keeps_run`. Once `is_stopped` says so the
    learning ends, and the best so far is packaged.

    Raises `UnusableOrder`, `UnusableDataset`, `PretrainedWeightsError`, `ExportRefused`,
    `PackageError` or `OSError`, all with words for the engineer.
    """
    started = time.monotonic()
    recipe, settings, name = _recipe(order), _settings(order), _model_name(order)
    _check_out(order.out)
    spec = replace(recipe.input, part=order.part)
    gathered = gather(order, spec, settings, listener)
    images = gathered.images
    split = _learnt_from(gathered, settings, order.seed, listener)
    settings = _as_learnt(settings, split, order, listener)
    if order.epochs is None:
        settings = replace(settings, epochs=settings.epochs_for(len(split.training)))
    task = Task(images, split, spec, settings, recipe.peak_learning_rate, order.seed)
    if run:
        _begin(run, order, task, listener)
    model = _network(recipe, order.seed, images)
    with told_to_tensorboard(listener, order.tensorboard) as tell:
        if settings.is_head_only:
            history = _quickly(model, task, tell, run, is_stopped)
        else:
            history = fit(model, task, tell, checkpoints=run, is_stopped=is_stopped)
    listener(LearningFinished())
    origin = Origin(name, _lineage(recipe, gathered), gathered.rows)
    test = _test_images(order, gathered, spec, listener)
    packaged = package_model(model, task, history, out=order.out, origin=origin, test=test)
    seconds = round(time.monotonic() - started, 1)
    finished = Finished(str(packaged.package.path), packaged.figures, seconds)
    if run and not keeps_run:
        run.remove()
    listener(finished)
    return finished


def _quickly(
    model: keras.Model,
    task: Task,
    listener: Listener,
    run: RunFolder | None,
    is_stopped: Callable[[], bool],
) -> History:
    """The heads alone: of an `evidence` network several, each with a say."""
    if trunk_answers(model):
        return fit_heads(model, task, listener, checkpoints=run, is_stopped=is_stopped)
    return fit_head(model, task, listener)


def _network(recipe: Recipe, seed: int, images: LabelledImages) -> keras.Model:
    """The recipe's, with a head for the types where there are some; of defects alone only that."""
    model = recipe.build(seed)
    if images.type_names:
        model = with_types(model, len(images.type_names))
    return model if images.knows_good else always_def(model)


def _learnt_from(gathered: Gathered, settings: FitSettings, seed: int, listener: Listener) -> Split:
    """The split, with no more to learn from than the settings want."""
    split, most = gathered.split, settings.most_images
    if most is None or len(split.training) <= most:
        return split
    listener(FindingNoted(f"The quick mode learns from {most:,} of them, drawn by the seed"))
    # Masks are few, and drawn by hand.
    images = gathered.images
    masked = [index for index, mask in enumerate(images.masks) if mask is not None]
    drawn = drawn_evenly(
        split.training, images.is_def, images.types, most=most, seed=seed, first=masked
    )
    return replace(split, training=drawn)


def _as_learnt(
    settings: FitSettings, split: Split, order: TrainingOrder, listener: Listener
) -> FitSettings:
    """With the augmentation that is used indeed: quickly, of many images, none."""
    images = len(split.training)
    if not settings.is_head_only or settings.ways_for(images) > 1:
        return settings
    if order.augmentation not in (None, NO_AUGMENTATION):
        words = f"The quick mode looks at {images:,} images as they are"
        listener(FindingNoted(f"{words}: the augmentation is not used"))
    return replace(settings, augmentation=NO_AUGMENTATION)


def _lineage(recipe: Recipe, gathered: Gathered) -> dict[str, Any]:
    dataset = gathered.dataset
    return {
        "recipe": recipe.name,
        "good": dataset.good,
        "counts": dataset.counts(),
        "folder": str(dataset.folder.absolute()),
    }


def _test_images(
    order: TrainingOrder, gathered: Gathered, spec: InputSpec, listener: Listener
) -> LabelledImages | None:
    """Read now that all is learnt. A test folder that is no use costs no model."""
    try:
        return gather_test(order, gathered, spec, listener)
    except UnusableDataset as error:
        listener(FindingNoted(f"The test images are not judged: {error}"))
        return None


def _begin(run: RunFolder, order: TrainingOrder, task: Task, listener: Listener) -> None:
    run.begin(order, task)
    try:
        checkpoint = run.read()
    except ValueError as error:
        raise UnusableOrder(f"the checkpoint of run {run.run_id} can't be used: {error}") from error
    listener(RunStarted(run.run_id, checkpoint.history if checkpoint else ()))


def _recipe(order: TrainingOrder) -> Recipe:
    try:
        return recipe_named(order.recipe)
    except ValueError as error:
        raise UnusableOrder(str(error)) from error


def _settings(order: TrainingOrder) -> FitSettings:
    try:
        settings = fit_settings(order.recipe, order.mode)
    except ValueError as error:
        raise UnusableOrder(str(error)) from error
    for words, value in (("epochs", order.epochs), ("batch", order.batch)):
        if value is not None and value < 1:
            raise UnusableOrder(f"{words} must be at least 1, not {value}")
    if order.seed < 0:
        raise UnusableOrder(f"the seed must not be negative, as {order.seed} is")
    return replace(
        settings,
        epochs=order.epochs or settings.epochs,
        batch=order.batch or settings.batch,
        balances_classes=order.balances_classes,
        augmentation=_augmentation(order, settings),
    )


def _augmentation(order: TrainingOrder, settings: FitSettings) -> Augmentation:
    if order.augmentation is None:
        return settings.augmentation
    if settings.is_head_only and settings.augmentation == NO_AUGMENTATION:
        raise UnusableOrder(
            "the quick mode looks at each image once, as it is: leave the augmentation out"
        )
    try:
        return checked(order.augmentation)
    except ValueError as error:
        raise UnusableOrder(f"this can't be the augmentation: {error}") from error


def _model_name(order: TrainingOrder) -> str:
    name = name_from(order.out) if order.name is None else order.name
    if not _NAME.fullmatch(name):
        raise UnusableOrder(
            f"{name!r} can't be the model's name: 1 to 80 letters, digits, spaces, dots, hyphens "
            "and underscores. Say another with --name"
        )
    return name


def _check_out(out: Path) -> None:
    """Before the work, not after it: the place must take a package, and hold nothing else."""
    is_package = (out / MANIFEST).is_file() or (is_zip(out) and out.is_file())
    if out.exists() and not is_package and not _is_empty_folder(out):
        raise UnusableOrder(f"{out} exists and is no model package: it will not be overwritten")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out.parent):
            pass
    except OSError as error:
        raise UnusableOrder(
            f"{out.parent} can't be written to: {error.strerror or error}"
        ) from error


def _is_empty_folder(path: Path) -> bool:
    return path.is_dir() and not any(path.iterdir())
