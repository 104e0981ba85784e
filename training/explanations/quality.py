"""How true each method's maps are for one model and one folder of images."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inference.decode import UnreadableImage, read_image
from inference.part.area import cut_out
from inference.part.choices import PartNotFound
from inference.preprocess import fit_area, part_area, to_tensor
from training.data.loading import bits_per_sample
from training.explanations.faithfulness import deletion_and_insertion, rank_correlation
from training.explanations.figures import Fit, Mask, fit_of, squared_mask
from training.explanations.heat import Map, heat_of
from training.explanations.masked_images import MaskedImage, read_mask
from training.explanations.methods import Explain, Method
from training.explanations.subject import Subject

_RANDOM_SEED = 0

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One part that is explained: with masks a defective one, without any that was called DEF."""

    path: Path
    batch: NDArray[np.float32]
    """1 x H x W x C, prepared."""
    probability_def: float
    mask: Mask | None


@dataclass(frozen=True, slots=True)
class Selection:
    """What a folder held."""

    parts: tuple[Part, ...]
    faults: tuple[tuple[Path, str], ...]
    """What can't be read, and why."""


@dataclass(slots=True)
class Measured:
    """What came out for one method: an entry for each part, in their order."""

    method: Method
    ms: list[float] = field(default_factory=list)
    fits: list[Fit] = field(default_factory=list)
    deletion: list[float] = field(default_factory=list)
    insertion: list[float] = field(default_factory=list)
    randomised: list[float] = field(default_factory=list)
    error: str | None = None
    """Why this method can't explain this model."""


def select(
    subject: Subject, images: Sequence[MaskedImage], *, has_masks: bool, limit: int | None
) -> Selection:
    """The parts to explain, at most `limit`, spread evenly over what there is.

    With masks those with a mask that isn't empty; without, those that the model calls DEF.
    """
    def_from = subject.package.manifest.thresholds.def_from
    parts: list[Part] = []
    faults: list[tuple[Path, str]] = []
    for image in images:
        try:
            part = _read(subject, image, has_masks=has_masks)
        except (UnreadableImage, PartNotFound) as error:
            faults.append((image.path, str(error)))
            continue
        if part and (has_masks or part.probability_def >= def_from):
            parts.append(part)
    return Selection(tuple(_spread(parts, limit)), tuple(faults))


def _read(subject: Subject, image: MaskedImage, *, has_masks: bool) -> Part | None:
    """None for a part that has no mask where masks are what counts."""
    pixels = read_image(image.path)
    spec = subject.package.manifest.input.spec()
    area = part_area(pixels, spec, bits_per_sample(pixels))
    mask = read_mask(image.mask) if image.mask else None
    if mask is not None and area is not None:
        mask = np.asarray(cut_out(mask, area), np.uint8)
    if has_masks and (mask is None or not mask.any()):
        return None
    batch = to_tensor(fit_area(pixels, area, spec, bits_per_sample(pixels)), spec)[np.newaxis]
    probability = float(subject.probability_def(batch)[0])
    return Part(image.path, batch, probability, None if mask is None else squared_mask(mask))


def _spread(parts: list[Part], limit: int | None) -> list[Part]:
    if limit is None or len(parts) <= limit:
        return parts
    return [parts[index * len(parts) // limit] for index in range(limit)]


def measure(
    subject: Subject,
    parts: Sequence[Part],
    methods: Sequence[Method],
    *,
    needs_no_masks: bool,
    say: Progress,
) -> list[Measured]:
    """Each method on each part, one at a time, as a person would wait for it.

    `needs_no_masks` asks for deletion, insertion and the randomised model as well. A method that
    can't explain this network has its `error` and nothing else.
    """
    unknowing = subject.randomised(_RANDOM_SEED) if needs_no_masks else None
    return [_measure(subject, unknowing, parts, method, say) for method in methods]


def _measure(
    subject: Subject,
    unknowing: Subject | None,
    parts: Sequence[Part],
    method: Method,
    say: Progress,
) -> Measured:
    measured = Measured(method)
    try:
        explain = method.build(subject)
        explain_unknowing = method.build(unknowing) if unknowing else None
    except ValueError as error:
        measured.error = str(error)
        return measured
    explain(parts[0].batch)  # the first time it is compiled, or memory is taken
    for done, part in enumerate(parts):
        say(method.name, done, len(parts))
        raw = _timed(explain, part, measured)
        if part.mask is not None:
            measured.fits.append(fit_of(raw, heat_of(raw, method.scale), part.mask))
        if explain_unknowing:
            _add_what_needs_no_mask(measured, subject, part, raw, explain_unknowing(part.batch))
    return measured


def _timed(explain: Explain, part: Part, measured: Measured) -> Map:
    started = time.perf_counter()
    raw = explain(part.batch)
    measured.ms.append((time.perf_counter() - started) * 1e3)
    return raw


def _add_what_needs_no_mask(
    measured: Measured, subject: Subject, part: Part, raw: Map, unknowing: Map
) -> None:
    deletion, insertion = deletion_and_insertion(subject.probability_def, part.batch, raw)
    measured.deletion.append(deletion)
    measured.insertion.append(insertion)
    measured.randomised.append(abs(rank_correlation(raw, unknowing)))
