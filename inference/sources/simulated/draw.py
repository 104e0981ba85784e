"""One part, drawn from its seed and number: a pure function."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.frame import Truth
from inference.sources.simulated.blemishes import add_blemishes
from inference.sources.simulated.casting import REFERENCE_PX, Box, Floats
from inference.sources.simulated.defects import defect_patches
from inference.sources.simulated.order import Defect
from inference.sources.simulated.patch import Patch
from inference.sources.simulated.scene import Camera, random_scene
from inference.sources.simulated.surface import paint_part
from inference.sources.simulated.texture import textures

VISIBLE_LEVELS = 6.0
"""A pixel belongs to the defect when the defect changed it by more grey levels than this."""
_SCENES, _DEFECTS = 0, 1  # streams of random numbers: a defect changes nothing else of its part


@dataclass(frozen=True, slots=True, eq=False)
class DrawnPart:
    """A picture of a part, and what the part really is."""

    image: NDArray[np.uint8]
    """size_px x size_px, grey, read-only."""
    truth: Truth


def draw_part(
    seed: int, number: int, defect: Defect | None = None, size_px: int = 300
) -> DrawnPart:
    """Part `number` (0, 1, ...) of the line `seed`, good or with one defect.

    Depends on its arguments alone: not on order, thread or parts drawn before. With and without a
    defect it is the same part under the same light and noise, so the two differ in the defect only.
    """
    rng = np.random.default_rng([seed, number, _SCENES])
    scene = random_scene(rng, size_px)
    picture = paint_part(rng, scene, size_px)
    add_blemishes(rng, picture, scene)
    if defect is None:
        truth = Truth("ok")
    else:
        patches = defect_patches(
            np.random.default_rng([seed, number, _DEFECTS]), scene, size_px, defect
        )
        mask = _lay_over(picture, patches, scene.camera)
        truth = Truth("def", defect.type, mask)
    return DrawnPart(_photograph(rng, picture, scene.camera), truth)


def _sigma(camera: Camera, size_px: int) -> float:
    return camera.blur_px * size_px / REFERENCE_PX


def _lay_over(picture: Floats, patches: list[Patch], camera: Camera) -> NDArray[np.bool_]:
    """Put the defect into the picture; True on the pixels that the camera will see changed."""
    size_px = len(picture)
    sigma = _sigma(camera, size_px)
    box = _around([patch.box for patch in patches]).grown(int(3 * sigma) + 2).within(size_px)
    before = picture[box.area].copy()
    for patch in patches:
        patch.lay_over(picture)
    change = cv2.GaussianBlur((picture[box.area] - before) * camera.gain, (0, 0), sigma)
    visible = (np.abs(change) > VISIBLE_LEVELS).astype(np.uint8)
    # Where a pit's dark wall turns into its bright lip the change passes through zero.
    closed = cv2.morphologyEx(visible, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    mask = np.zeros(picture.shape, np.bool_)
    mask[box.area] = closed > 0
    mask.flags.writeable = False
    return mask


def _around(boxes: list[Box]) -> Box:
    return Box(
        min(box.top for box in boxes),
        min(box.left for box in boxes),
        max(box.bottom for box in boxes),
        max(box.right for box in boxes),
    )


def _photograph(rng: np.random.Generator, picture: Floats, camera: Camera) -> NDArray[np.uint8]:
    """What optics and sensor make of the scene."""
    size_px = len(picture)
    shared = textures(size_px)
    seen = cv2.GaussianBlur(picture, (0, 0), _sigma(camera, size_px))
    for noise, level in ((shared.noise, camera.noise), (shared.grain, camera.grain)):
        top, left = rng.integers(len(noise) - size_px + 1, size=2)
        tile = noise[top : top + size_px, left : left + size_px]
        cv2.scaleAdd(tile, level / camera.gain, seen, dst=seen)
    image: NDArray[np.uint8] = cv2.convertScaleAbs(np.maximum(seen, 0.0), alpha=camera.gain)
    image.flags.writeable = False
    return image
