"""Images with the masks of their defects, found by name in whatever layout they lie."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inference.decode import UnreadableImage, is_image_name, read_image
from training.data.dataset import UnusableDataset

_PHOTOGRAPHS = frozenset({".jpg", ".jpeg"})


@dataclass(frozen=True, slots=True)
class MaskedImage:
    """One image, and the picture that is not black where its defect is."""

    path: Path
    mask: Path | None


def find_images(folder: Path, masks: Path | None, good: str | None = None) -> list[MaskedImage]:
    """Every image below `folder`, sorted, with its mask below `masks` where it has one.

    A mask has the image's name, the suffix aside: under the same path, in the image's own folder,
    or anywhere below `masks` if only one has that name. `good` names a folder to pass over. What
    serves as a mask is no image. Raises `UnusableDataset` for a folder that can't be read, has no
    images, or none with a mask although `masks` is given.
    """
    for each in (folder, *([masks] if masks else [])):
        if not each.is_dir():
            raise UnusableDataset(f"{each} is no folder that can be read")
    found = [path for path in _images_below(folder) if good is None or good not in path.parts]
    images = _without_masks(found, masks, folder)
    if not images:
        raise UnusableDataset(f"{folder} holds no images")
    if masks is None:
        return [MaskedImage(path, None) for path in images]
    paired = list(_paired(images, folder, masks))
    if not any(each.mask for each in paired):
        raise UnusableDataset(
            f"none of the {len(images):,} images of {folder} has a mask in {masks}: "
            "a mask has its image's name"
        )
    return paired


def read_mask(path: Path) -> NDArray[np.uint8]:
    """H x W, not 0 on the defect; all 0 says that there is none. Raises `UnreadableImage`."""
    try:
        pixels = read_image(path)
    except UnreadableImage as error:
        raise UnreadableImage(f"the mask {path.name}: {error}") from error
    on = pixels if pixels.ndim == 2 else pixels.max(axis=2)
    return np.asarray(on > 0, np.uint8)


def _images_below(folder: Path) -> Iterator[Path]:
    for directory, subfolders, names in os.walk(folder):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        yield from (Path(directory, name) for name in sorted(names) if is_image_name(Path(name)))


def _without_masks(found: Sequence[Path], masks: Path | None, folder: Path) -> list[Path]:
    """Without PNG beside a JPEG of that name, and without what lies in a folder of masks."""
    photographs = {path.with_suffix("") for path in found if path.suffix.lower() in _PHOTOGRAPHS}
    apart = [folder / "masks"]
    if masks is not None and masks.resolve() != folder.resolve():
        apart.append(masks)
    return [
        path
        for path in found
        if not (path.suffix.lower() == ".png" and path.with_suffix("") in photographs)
        and not any(path.is_relative_to(each) for each in apart)
    ]


def _paired(images: Sequence[Path], folder: Path, masks: Path) -> Iterator[MaskedImage]:
    taken, names = set(images), Counter(image.stem for image in images)
    by_name: dict[str, list[Path]] = defaultdict(list)
    by_path: dict[Path, Path] = {}
    for mask in _images_below(masks):
        if mask not in taken:
            by_name[mask.stem].append(mask)
            by_path[mask.relative_to(masks).with_suffix("")] = mask
    for image in images:
        named = by_name[image.stem]
        beside = [mask for mask in named if mask.parent == image.parent]
        at_its_path = by_path.get(image.relative_to(folder).with_suffix(""))
        only = named[0] if len(named) == names[image.stem] == 1 else None
        yield MaskedImage(image, at_its_path or (beside[0] if beside else only))
