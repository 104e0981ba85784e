from __future__ import annotations

from itertools import combinations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from inference.sources.simulated.draw import draw_part
from inference.sources.simulated.order import Defect
from training.data import look_alikes
from training.data.look_alikes import find_look_alikes, group_look_alikes

SIDE = 150


def _part(number: int, defect: Defect | None = None) -> NDArray[np.uint8]:
    return draw_part(11, number, defect, SIDE).image[:, :, np.newaxis]


def _turned(image: NDArray[np.uint8], degrees: float, *, mirrored: bool) -> NDArray[np.uint8]:
    matrix = cv2.getRotationMatrix2D((SIDE / 2, SIDE / 2), degrees, 1.0)
    matrix[:, 2] += (2.5, -1.5)
    turned = cv2.warpAffine(image, matrix, (SIDE, SIDE), borderMode=cv2.BORDER_REPLICATE)
    darker = np.clip(turned * 0.85 + 8, 0, 255).astype(np.uint8)
    return (darker[:, ::-1] if mirrored else darker)[:, :, np.newaxis]


def _hashes(count: int) -> list[bytes]:
    return [bytes([index]) for index in range(count)]


def test_turned_mirrored_moved_and_relit_copies_are_found_and_nothing_else() -> None:
    originals = [_part(number) for number in range(8)]
    twins = [
        _turned(image, 37.0 * (number + 1), mirrored=number % 2 == 0)
        for number, image in enumerate(originals)
    ]

    pairs = find_look_alikes(np.stack([*originals, *twins]))

    assert {tuple(pair) for pair in pairs.tolist()} == {(n, n + 8) for n in range(8)}


def test_groups_join_what_looks_alike_across_labels_and_colour() -> None:
    part = _part(3, Defect("blowhole", 12.0))
    images = np.stack([_part(1), part, _turned(part, 90, mirrored=False), _part(2)])

    groups = group_look_alikes(np.repeat(images, 3, axis=3), _hashes(4))

    assert groups[1] == groups[2]
    assert len(set(groups.tolist())) == 3


def test_identical_files_share_a_group_even_without_any_structure() -> None:
    plain = np.full((4, SIDE, SIDE, 1), 128, np.uint8)

    groups = group_look_alikes(plain, [b"a", b"b", b"a", b"c"])

    assert groups[0] == groups[2]
    assert len(set(groups.tolist())) == 3


def test_a_single_pair_that_is_alike_does_not_join_two_parts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one, other, bridge = range(6), range(6, 12), (5, 6)
    alike = [pair for part in (one, other) for pair in combinations(part, 2)] + [bridge]
    chain = [(12, 13), (13, 14)]
    found = np.array(alike + chain, np.intp)
    monkeypatch.setattr(look_alikes, "find_look_alikes", lambda _: found)
    plain = np.full((16, SIDE, SIDE, 1), 128, np.uint8)
    hashes = [*_hashes(15), bytes([0])]

    groups = group_look_alikes(plain, hashes)

    assert len(set(groups[:6])) == len(set(groups[6:12])) == 1
    assert groups[5] != groups[6]
    assert groups[12] == groups[13] == groups[14], "few images of one part may be a chain"
    assert groups[15] == groups[0], "a copy is a copy"
