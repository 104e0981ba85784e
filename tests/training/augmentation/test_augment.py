from __future__ import annotations

import threading
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.training.drawn_parts import draw_disc
from training.augmentation.augment import NO_AUGMENTATION, NOTEBOOK, STRONG, Augmentation, Augmenter
from training.data.dataset import LabelledFile
from training.data.loading import LabelledImages
from training.fitting.batches import training_batches

IMAGES = np.stack([draw_disc(number, is_def=number % 2 == 1)[..., None] for number in range(10)])

LABELLED = LabelledImages(
    IMAGES,
    tuple(LabelledFile(Path(f"{number}.png"), number % 2 == 1) for number in range(10)),
    sha256=(b"",) * 10,
    masks=(None,) * 10,
)


@pytest.mark.parametrize("augmentation", [NOTEBOOK, STRONG])
def test_seed_epoch_and_index_decide_and_nothing_else(augmentation: Augmentation) -> None:
    first, again = Augmenter(augmentation, 5), Augmenter(augmentation, 5)
    image = IMAGES[0]
    expected = first(image, 2, 7)
    again(image, 1, 1)

    assert np.array_equal(again(image, 2, 7), expected)
    for other in (first(image, 3, 7), first(image, 2, 8), Augmenter(augmentation, 6)(image, 2, 7)):
        assert not np.array_equal(other, expected)


def test_the_preview_is_what_training_gets() -> None:
    augmenter = Augmenter(STRONG, 3)
    seen: list[int] = []
    for batch in training_batches(LABELLED, np.arange(10), augmenter, epoch=4, size=3, seed=3):
        assert len(batch.images) == len(batch.indices) <= 3
        for image, index in zip(batch.images, batch.indices, strict=True):
            assert np.array_equal(image, augmenter(IMAGES[index], 4, int(index)))
        seen += batch.indices.tolist()
    assert sorted(seen) == list(range(10))
    assert seen != sorted(seen)


def test_an_epoch_left_early_leaves_no_thread() -> None:
    batches = training_batches(
        LABELLED, np.arange(10), Augmenter(STRONG, 0), epoch=0, size=1, seed=0
    )
    next(batches)
    assert any("augment" in thread.name for thread in threading.enumerate())

    batches.close()  # type: ignore[attr-defined]

    assert not any("augment" in thread.name for thread in threading.enumerate())


def test_no_augmentation_changes_nothing() -> None:
    assert np.array_equal(Augmenter(NO_AUGMENTATION, 0)(IMAGES[0], 1, 1), IMAGES[0])


def test_colour_and_grey_are_changed_alike() -> None:
    augmenter = Augmenter(STRONG, 1)
    grey = augmenter(IMAGES[1], 0, 0)
    colour = augmenter(np.repeat(IMAGES[1], 3, axis=2), 0, 0)

    assert colour.shape == (64, 64, 3)
    assert np.array_equal(colour, np.repeat(grey, 3, axis=2))


def test_each_parameter_does_what_its_name_says() -> None:
    image = IMAGES[1]

    def augmented(**changes: object) -> np.ndarray:
        augmenter = Augmenter(Augmentation(**changes), 4)  # type: ignore[arg-type]
        return augmenter(image, 0, 0).astype(float)

    assert augmented(gain=(0.5, 0.5)).mean() == pytest.approx(image.mean() / 2, rel=0.01)
    assert augmented(gamma=(2.0, 2.0)).mean() < image.mean()
    assert augmented(noise=20.0).std() > image.std()
    ones = np.full((64, 64, 1), 100, np.uint8)
    slope = Augmenter(Augmentation(light_gradient=0.3), 4)(ones, 0, 0)
    assert slope.min() < 100 < slope.max()
    flipped = {
        Augmenter(Augmentation(flip_horizontal=True), 4)(image, 0, index).tobytes()
        for index in range(12)
    }
    assert flipped == {image.tobytes(), np.ascontiguousarray(image[:, ::-1]).tobytes()}


def test_zoom_keeps_the_centre_and_enlarges() -> None:
    image = np.zeros((65, 65, 1), np.uint8)
    image[28:37, 28:37] = 200
    zoomed = Augmenter(Augmentation(zoom=(2.0, 2.0)), 0)(image, 0, 0)[..., 0]
    rows, columns = np.nonzero(zoomed > 100)

    assert rows.mean() == pytest.approx(32, abs=0.1)
    assert columns.mean() == pytest.approx(32, abs=0.1)
    assert np.ptp(rows) == pytest.approx(17, abs=1)


def test_a_mask_moves_as_its_image_does() -> None:
    mask = np.zeros((64, 64), np.uint8)
    mask[12:20, 30:44] = 255
    picture = np.where(mask[..., None] > 0, np.uint8(250), np.uint8(5))
    augmenter = Augmenter(
        Augmentation(180.0, (0.8, 1.2), 0.05, 0.05, True, True, gain=(0.9, 1.1)), 2
    )

    for index in range(6):
        moved = augmenter(picture, 1, index)[..., 0] > 125
        differs = moved != (augmenter.moved_mask(mask, 1, index) > 0)
        # A mask takes in each pixel that it touches: one more all round.
        grown = cv2.dilate(moved.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
        assert not (differs & ~grown).any()
        assert not (differs & moved).any()
