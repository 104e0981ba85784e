"""Images of the same part: byte-identical, or the same picture rotated, mirrored or relit.

Each image is unwrapped round the part's centre into angles x radii, with the mean of each radius
removed. Two images are look-alikes when the best circular correlation of their unwrapped pictures,
over all rotations and both mirrorings, reaches `LOOK_ALIKE`. The sum of the products of their
Fourier magnitudes is an upper bound of that correlation whatever the rotation, so one matrix
product rules most pairs out and loses none; the rest are correlated, coarsely, then finely.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

LOOK_ALIKE = 0.97
"""Between the two heaps: of 6,633 castings, pairs below are mostly different parts around 0.94,
pairs above mostly turned or mirrored copies around 0.99."""
_IN_COMMON = 0.3
"""Of all look-alikes that either of a pair has, the share that both have, at least. Of 6,633
castings it cuts 9 bridges between parts; none of these pairs is alike beyond 0.99."""
_COARSE = (16, 64)
_FINE = (32, 128)
"""Radii x angles. Coarse pictures are alike more often: pairs that pass are looked at finely."""
_REACH = 0.47
"""How far out the unwrapping goes, as a share of the image's shorter side."""
_PAIRS_AT_ONCE = 4096

Spectra = NDArray[np.complex64]
Pairs = NDArray[np.intp]


def group_look_alikes(fitted: NDArray[np.uint8], sha256: Sequence[bytes]) -> NDArray[np.intp]:
    """A group number for each of the N x H x W x C images: images of one part share theirs.

    Look-alikes are chained into groups, but not over a pair that shares few others: a single pair
    that is alike by chance would make one part of two. `sha256` of the files: an even picture has
    nothing to correlate, but may be there twice.
    """
    alike = _without_bridges(find_look_alikes(fitted), len(fitted))
    return _chained(np.concatenate([alike, _identical(sha256)]), len(fitted))


def group_identical(sha256: Sequence[bytes]) -> NDArray[np.intp]:
    """The same of N files, where only those that are equal byte by byte belong together."""
    return _chained(_identical(sha256), len(sha256))


def _chained(pairs: Pairs, count: int) -> NDArray[np.intp]:
    from scipy.sparse.csgraph import connected_components

    groups: NDArray[np.intp]
    groups = connected_components(_links(pairs, count), directed=False)[1].astype(np.intp)
    return groups


def _links(pairs: Pairs, count: int) -> Any:
    """The pairs as a symmetric sparse matrix, count x count."""
    from scipy.sparse import coo_matrix

    ends = np.concatenate([pairs, pairs[:, ::-1]])
    ones = np.ones(len(ends), np.float32)
    return coo_matrix((ones, (ends[:, 0], ends[:, 1])), shape=(count, count)).tocsr()


def _without_bridges(pairs: Pairs, count: int) -> Pairs:
    """The pairs whose ends have enough look-alikes in common, each being its own too."""
    from scipy.sparse import identity

    if not len(pairs):
        return pairs
    alike = _links(pairs, count) + identity(count, np.float32, "csr")
    first, second = pairs[:, 0], pairs[:, 1]
    common = np.asarray((alike @ alike)[first, second]).ravel()
    each = np.asarray(alike.sum(axis=1)).ravel()
    kept: Pairs = pairs[common >= _IN_COMMON * (each[first] + each[second] - common)]
    return kept


def _identical(sha256: Sequence[bytes]) -> Pairs:
    first: dict[bytes, int] = {}
    pairs = [(first.setdefault(content, index), index) for index, content in enumerate(sha256)]
    return np.array(pairs, np.intp).reshape(-1, 2)


def find_look_alikes(fitted: NDArray[np.uint8]) -> Pairs:
    """All pairs of look-alikes among N x H x W x C images: P x 2 indices, the smaller first."""
    coarse = _spectra(fitted, *_COARSE)
    candidates = np.concatenate(
        [_alike(pairs, coarse) for pairs in _possible_pairs(coarse)] or [np.empty((0, 2), np.intp)]
    )
    return _alike(candidates, _spectra(fitted, *_FINE))


def _spectra(fitted: NDArray[np.uint8], radii: int, angles: int) -> Spectra:
    """N x radii x frequencies, of unit norm, so that a correlation with itself is 1."""
    with ThreadPoolExecutor(os.cpu_count(), "unwrap") as pool:
        unwrapped = list(pool.map(lambda image: _unwrap(image, radii, angles), fitted))
    spectra = np.fft.rfft(np.stack(unwrapped), axis=2).astype(np.complex64)
    # Without frequency 0 the mean of each radius is gone. The others stand for two each, but the
    # last; their weight is put into the spectra, so that a plain product of two correlates.
    spectra[:, :, 0] = 0
    spectra[:, :, 1:-1] *= np.sqrt(np.float32(2))
    norms = np.sqrt((np.abs(spectra) ** 2).sum((1, 2), keepdims=True))
    return np.asarray(spectra / np.maximum(norms, 1e-6), np.complex64)


def _unwrap(image: NDArray[np.uint8], radii: int, angles: int) -> NDArray[np.float32]:
    grey = image[:, :, 0] if image.shape[2] == 1 else cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    reach = _REACH * min(grey.shape)
    smooth = cv2.GaussianBlur(grey, (0, 0), reach / radii / 2)
    across, down = _centre(grey)
    turn = np.arange(angles) * (2 * np.pi / angles)
    radius = (np.arange(radii) + 0.5) * (reach / radii)
    columns = (across + np.outer(radius, np.cos(turn))).astype(np.float32)
    rows = (down + np.outer(radius, np.sin(turn))).astype(np.float32)
    polar = cv2.remap(smooth, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(polar, np.float32)


def _centre(grey: NDArray[np.uint8]) -> tuple[float, float]:
    """The centre of the edges, across and down; it moves with the part."""
    smooth = cv2.GaussianBlur(grey, (0, 0), 2).astype(np.float32)
    edges = cv2.magnitude(cv2.Sobel(smooth, cv2.CV_32F, 1, 0), cv2.Sobel(smooth, cv2.CV_32F, 0, 1))
    moments = cv2.moments(edges)
    if not moments["m00"]:
        return grey.shape[1] / 2, grey.shape[0] / 2
    return moments["m10"] / moments["m00"], moments["m01"] / moments["m00"]


def _possible_pairs(spectra: Spectra) -> Iterator[Pairs]:
    """The pairs whose upper bound reaches the limit, in blocks of rows: N x N never exists."""
    magnitudes = np.abs(spectra).reshape(len(spectra), -1)
    rows = 1024
    for start in range(0, len(magnitudes), rows):
        bound = magnitudes[start : start + rows] @ magnitudes[start:].T
        first, second = np.nonzero(np.triu(bound >= LOOK_ALIKE, 1))
        yield np.stack([first, second], axis=1) + start


def _alike(pairs: Pairs, spectra: Spectra) -> Pairs:
    """Those of the pairs that are look-alikes in these spectra."""
    blocks = [pairs[at : at + _PAIRS_AT_ONCE] for at in range(0, len(pairs), _PAIRS_AT_ONCE)]
    with ThreadPoolExecutor(os.cpu_count(), "correlate") as pool:
        kept = list(pool.map(_keeper(spectra), blocks))
    return np.concatenate([*kept, np.empty((0, 2), np.intp)]).astype(np.intp)


def _keeper(spectra: Spectra) -> Callable[[Pairs], Pairs]:
    def keep(pairs: Pairs) -> Pairs:
        one, other = spectra[pairs[:, 0]], spectra[pairs[:, 1]]
        same_way = _best_correlation(np.einsum("prf,prf->pf", one, other.conj()))
        mirrored = _best_correlation(np.einsum("prf,prf->pf", one, other))
        return pairs[np.maximum(same_way, mirrored) >= LOOK_ALIKE]

    return keep


def _best_correlation(product: NDArray[np.complex64]) -> NDArray[np.float32]:
    """The highest value over all rotations, from the summed cross spectra, P x frequencies."""
    angles = 2 * (product.shape[1] - 1)
    # Undo irfft's division by the count and its doubling of the middle frequencies.
    product[:, 1:-1] /= 2
    return np.asarray(np.fft.irfft(product, angles, axis=1).max(axis=1) * angles, np.float32)
