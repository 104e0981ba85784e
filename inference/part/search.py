"""Where the part lies in a picture: what stands out from plain ground, whatever its shape."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.frame import Image
from inference.part.area import Area
from inference.part.choices import PartNotFound

_SEARCHED_PX = 192
"""The picture's longest side while it is searched: ground's grain is gone, the outline is not."""
_FAINTEST = 10
"""Grey levels from one side of an outline's pixel to the other; less is noise."""
_SHARPER = 1.2
"""Than what lies round it: an outline; a shadow's edge is broad and soft."""
_AROUND_PX = 11
_ABOVE_GROUND = 4.0
"""So many times as rough as the ground: an outline, not grain."""
_GAP_PX = 9
"""Of a broken outline, at the searched size: closed."""
_REACH_PX = 2
"""An edge is seen so far on both of its sides, at the searched size."""
_PIECE, _SMALLEST = 0.04, 0.08
"""Of the picture's longest side: smaller ones are specks, or no part."""
_AS_LARGE = 0.5
"""Of the part's longest side: a thing beside it that is no speck."""
_CUT_OFF = 0.3
"""Of the part's longest side: a part that lies along the picture's edge for longer goes on."""
_FAR = 0.7
"""Of the part's width or height: a part that is whole ends about half as far from a corner."""
_SIDES = (np.s_[0], np.s_[-1], np.s_[:, 0], np.s_[:, -1])
_LAY_IT = "lay one part whole under the camera, on plain ground that it stands out from"


def searched(image: Image) -> Image:
    """The image as small as it is searched, its depth kept."""
    height, width = image.shape[:2]
    scale = _SEARCHED_PX / max(height, width)
    if scale >= 1.0:
        return image
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small: Image = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    return small


def find_part(small: NDArray[np.uint8], picture: tuple[int, int]) -> Area:
    """The box round the part, in px of the picture.

    `small` is the picture as `searched` makes it, in 8 bits: H x W or H x W x 3. `picture` is the
    whole one's width and height. The box holds all that belongs to the part, a burr too. Raises
    `PartNotFound` where nothing stands out, where several things do, and where the part is cut
    off by the picture's edge.
    """
    rough = _rougher_than_ground(small)
    closed = cv2.morphologyEx(rough, cv2.MORPH_CLOSE, np.ones((_GAP_PX, _GAP_PX), np.uint8))
    boxes = cv2.connectedComponentsWithStats(closed, connectivity=8)[2][1:, :4]
    longest = max(small.shape[:2])
    pieces = boxes[boxes[:, 2:].max(axis=1) >= _PIECE * longest]
    box = _grown_together(pieces)
    if box is None or box[2:].max() < _SMALLEST * longest:
        raise PartNotFound("no part was found in the picture", f"{_LAY_IT}; look at lens and light")
    _check_alone(pieces, box)
    outline = _outline(rough, box)
    _check_whole(outline, small.shape)
    return _in_picture(outline, small.shape, picture)


def _rougher_than_ground(small: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """1 where the picture changes more than its ground does, and more sharply; else 0."""
    smooth = cv2.GaussianBlur(small, (0, 0), 1.0)
    change = cv2.morphologyEx(smooth, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    if change.ndim == 3:
        change = change.max(axis=2)
    faintest = max(_FAINTEST, _ABOVE_GROUND * _roughness_of_ground(change))
    around = cv2.blur(change, (_AROUND_PX, _AROUND_PX))
    return np.asarray((change > faintest) & (change > _SHARPER * around), np.uint8)


def _roughness_of_ground(change: NDArray[np.uint8]) -> float:
    """Of what lies along the picture's edges: mostly ground, also round a part that fills it."""
    band = max(2, round(0.05 * max(change.shape)))
    sides = (change[:band], change[-band:], change[:, :band], change[:, -band:])
    return float(np.median(np.concatenate([side.ravel() for side in sides])))


def _grown_together(pieces: NDArray[np.int32]) -> NDArray[np.int32] | None:
    """The largest piece's box with all that it overlaps: an outline may be seen in arcs only.

    A box is left, top, width and height, at the searched size.
    """
    if not len(pieces):
        return None
    whole = pieces[int(pieces[:, 2:].max(axis=1).argmax())]
    while True:
        members = pieces[~_apart(pieces, whole)]
        start = members[:, :2].min(axis=0)
        grown = np.concatenate([start, (members[:, :2] + members[:, 2:]).max(axis=0) - start])
        if (grown == whole).all():
            return np.asarray(whole, np.int32)
        whole = grown


def _apart(boxes: NDArray[np.int32], box: NDArray[np.int32]) -> NDArray[np.bool_]:
    ends, end = boxes[:, :2] + boxes[:, 2:], box[:2] + box[2:]
    beside = (ends < box[:2]) | (boxes[:, :2] > end)
    return np.asarray(beside.any(axis=1))


def _check_alone(pieces: NDArray[np.int32], box: NDArray[np.int32]) -> None:
    others = pieces[_apart(pieces, box), 2:].max(initial=0)
    if others >= _AS_LARGE * box[2:].max():
        raise PartNotFound("more than one part lies in the picture", _LAY_IT)


def _outline(rough: NDArray[np.uint8], box: NDArray[np.int32]) -> NDArray[np.int32]:
    """The part's convex outline, N x 1 x 2 points (x, y) at the searched size."""
    left, top, width, height = box
    inside = rough[top : top + height, left : left + width]
    rows = np.flatnonzero(inside.any(axis=1))
    first = inside[rows].argmax(axis=1)
    last = width - 1 - inside[rows, ::-1].argmax(axis=1)
    ends = np.concatenate([np.column_stack([first, rows]), np.column_stack([last, rows])])
    return np.asarray(cv2.convexHull((ends + box[:2]).astype(np.int32)), np.int32)


def _check_whole(outline: NDArray[np.int32], small: tuple[int, ...]) -> None:
    """The reach of an outline that only comes near the picture's edge is taken off first."""
    solid = cv2.convexHull(_with_corners(outline, small))
    filled = cv2.fillConvexPoly(np.zeros(small[:2], np.uint8), solid, 1)
    reach = 2 * _REACH_PX + 1
    eroded = cv2.erode(filled, np.ones((reach, reach), np.uint8))
    along = max(int(eroded[side].sum()) for side in _SIDES)
    if along > _CUT_OFF * max(cv2.boundingRect(outline)[2:]):
        raise PartNotFound("the part is cut off by the edge of the picture", _LAY_IT)


def _with_corners(outline: NDArray[np.int32], small: tuple[int, ...]) -> NDArray[np.int32]:
    """With each corner of the picture that the part covers: no outline is seen there."""
    points = outline.reshape(-1, 2)
    sides = np.array(cv2.boundingRect(outline)[2:])
    corners = [np.array([x, y]) for x in (0, small[1] - 1) for y in (0, small[0] - 1)]
    covered = [corner for corner in corners if _covers(points, corner, sides)]
    return np.concatenate([points, *(corner[np.newaxis] for corner in covered)]).astype(np.int32)


def _covers(points: NDArray[np.int32], corner: NDArray[np.int_], sides: NDArray[np.int_]) -> bool:
    """Whether the outline ends on both sides of the corner, far from it."""
    away = np.abs(points - corner)
    ends = [away[away[:, 1 - axis] <= 1, axis].max(initial=0) for axis in (0, 1)]
    return bool((np.array(ends) > _FAR * sides).all())


def _in_picture(
    outline: NDArray[np.int32], small: tuple[int, ...], picture: tuple[int, int]
) -> Area:
    """Its box without the reach of its edges, at the picture's own size."""
    across, down = picture[0] / small[1], picture[1] / small[0]
    left, top, width, height = cv2.boundingRect(outline)
    inner_x, inner_y = min(_REACH_PX, width // 4), min(_REACH_PX, height // 4)
    x, y = round((left + inner_x) * across), round((top + inner_y) * down)
    right = round((left + width - inner_x) * across)
    bottom = round((top + height - inner_y) * down)
    return Area(x, y, right - x, bottom - y)
