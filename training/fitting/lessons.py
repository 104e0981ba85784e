"""What a fit learns from and checks on: images, or what a frozen trunk saw of them."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from training.augmentation.augment import NO_AUGMENTATION, Augmenter
from training.fitting.batches import Batch, Given, epoch_order, moved_masks, training_batches
from training.fitting.frozen_trunk import Seen
from training.fitting.intake import Intake, Pixels, Sights
from training.fitting.learner import in_turn

if TYPE_CHECKING:
    import keras

    from training.fitting.fit import Task


class Lessons(Protocol):
    """Of one task."""

    @property
    def intake(self) -> Intake:
        """How their batches come into the graph."""

    def batches(self, epoch: int) -> Generator[Batch]:
        """All training images once."""

    def checked(self) -> Iterator[Given]:
        """All validation images, in their order."""


class ImageLessons:
    """Images, augmented."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._augmenter = Augmenter(task.settings.augmentation, task.seed)
        self._validation = task.images.fitted[task.split.validation]
        self.intake = Pixels(task.spec)

    def batches(self, epoch: int) -> Generator[Batch]:
        task = self._task
        return training_batches(
            task.images,
            task.split.training,
            self._augmenter,
            epoch=epoch,
            size=task.settings.batch,
            seed=task.seed,
        )

    def checked(self) -> Iterator[Given]:
        return in_turn(self._validation)


class SeenLessons:
    """What a frozen trunk saw of each image, changed in some ways: epochs take them in turns."""

    def __init__(
        self, task: Task, heads: keras.Model, ways: Sequence[Seen], validation: Seen
    ) -> None:
        """`ways` are the training images in the first ways of `augmenter_of_way`."""
        self._task = task
        self._ways = ways
        self._validation = validation
        self.intake = Sights(heads)

    def batches(self, epoch: int) -> Generator[Batch]:
        task, size = self._task, self._task.settings.batch
        way = (epoch - 1) % len(self._ways)
        augmenter = augmenter_of_way(task, way)
        order = epoch_order(task.split.training, epoch, task.seed)
        for start in range(0, len(order), size):
            chosen = order[start : start + size]
            masks = moved_masks(task.images, chosen, augmenter, way)
            yield Batch(self._ways[way].of(chosen), chosen, masks)

    def checked(self) -> Iterator[Given]:
        return map(self._validation.of, in_turn(self._task.split.validation))


def augmenter_of_way(task: Task, way: int) -> Augmenter:
    """What changes the images in way 0, 1 and so on, taken for an epoch: at first nothing does."""
    return Augmenter(task.settings.augmentation if way else NO_AUGMENTATION, task.seed)
