"""The exported graph on ONNX Runtime: image -> probability and heat map, in one pass."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from inference.exported_graph import (
    EVIDENCE,
    INPUT,
    PROBABILITY,
    TYPES,
    TYPES_OF_PLACES,
    open_graph,
)
from inference.frame import Image
from inference.manifest import MapScale
from inference.package import ModelPackage, PackageError
from inference.part.area import Area
from inference.part.choices import PartNotFound
from inference.preprocess import fit_area, over_frame, part_area, to_tensor
from inference.type_maps import TypeHeat, places_shares, shared_out
from inference.verdict import HeatMap

_LOOK_AT_CAMERA = (
    "look at lens, light and exposure; if good parts look like this now, train with such pictures"
)


class ImplausibleImage(Exception):
    """No picture of a part: too dark, too bright, too even, or none is found. `str()` says it."""

    def __init__(self, error: str, remedy: str = _LOOK_AT_CAMERA) -> None:
        super().__init__(error)
        self.remedy = remedy
        """What to do about it."""


@dataclass(frozen=True, slots=True, eq=False)
class Classification:
    """What the model answered for one image."""

    probability_def: float
    heat_map: HeatMap
    preprocess_ms: float
    inference_ms: float
    type_shares: Mapping[str, float] = field(default_factory=dict)
    """P(type | def) of each defect type that the model knows; empty where it tells none."""

    @property
    def defect_type(self) -> str | None:
        """The likeliest type, were it a defect; None where the model tells none."""
        if not self.type_shares or not all(map(math.isfinite, self.type_shares.values())):
            return None
        return max(self.type_shares, key=lambda name: self.type_shares[name])


@dataclass(frozen=True, slots=True, eq=False)
class _Look:
    """What the model sees of one frame."""

    fitted: NDArray[np.uint8]
    area: Area | None
    frame_shape: tuple[int, ...]


class Classifier:
    """One model, ready to judge; in memory once, for as many threads as there are lines.

    The graph takes `image` (N x H x W x C, float32) and answers `probability_def` (N) and one
    output per map in the manifest (N x h x w, raw values); and `types` (N x K), P(type | def),
    where the manifest's labels name more than one type of defect.
    """

    def __init__(
        self, package: ModelPackage, *, threads: int = 1, method: str | None = None
    ) -> None:
        """Loads the graph. `method` chooses the map; None is the package's first.

        Raises `PackageError` when the graph can't be loaded, or isn't what the manifest says.
        """
        self.package = package
        self._input = package.manifest.input.spec()
        seen = package.manifest.seen
        self._seen = seen.seen() if seen else None
        self._map = _choose_map(package, method)
        self._types = package.manifest.defect_types
        self._session = open_graph(package, threads)

    @property
    def methods(self) -> tuple[str, ...]:
        """The maps that this model can draw; the first is its own choice."""
        return tuple(scale.method for scale in self.package.manifest.maps)

    @property
    def method(self) -> str:
        return self._map.method

    def choose_map(self, method: str) -> None:
        """Draw this map from the next image on; from any thread.

        Raises `PackageError` for one that the model doesn't have.
        """
        self._map = _choose_map(self.package, method)

    def classify(self, image: Image, bits_per_sample: int = 8) -> Classification:
        """Judge one image: H x W or H x W x 3 (RGB), uint8 or uint16.

        Raises `ImplausibleImage` for a picture that can't be one of a part.
        """
        answer = self.classify_batch([(image, bits_per_sample)])[0]
        if isinstance(answer, ImplausibleImage):
            raise answer
        return answer

    def classify_batch(
        self, images: Sequence[tuple[Image, int]]
    ) -> list[Classification | ImplausibleImage]:
        """Each image with its bits per sample, all in one run; from several threads if need be.

        The answers are those of `classify`, up to the rounding of the runtime (P(def) within 1e-6);
        a time is the image's share. Raises what a single image would, for all of them.
        """
        chosen = self._map  # read once: it may be changed from another thread
        started = time.perf_counter_ns()
        looked_at = [self._look(image, bits) for image, bits in images]
        plausible = [look for look in looked_at if isinstance(look, _Look)]
        if not plausible:
            return [look for look in looked_at if isinstance(look, ImplausibleImage)]
        batch = to_tensor(np.stack([look.fitted for look in plausible]), self._input)
        prepared = time.perf_counter_ns()
        probabilities, raw, types = self._run(batch, chosen.method)
        finished = time.perf_counter_ns()
        answers = (
            Classification(
                probability_def=float(probability),
                heat_map=HeatMap(self._over_frame(places, chosen, look), chosen.method),
                preprocess_ms=(prepared - started) / 1e6 / len(images),
                inference_ms=(finished - prepared) / 1e6 / len(plausible),
                type_shares=dict(zip(self._types, map(float, shares), strict=True)),
            )
            for look, probability, places, shares in zip(
                plausible, probabilities, raw, types, strict=True
            )
        )
        return [look if isinstance(look, ImplausibleImage) else next(answers) for look in looked_at]

    def run(
        self, batch: NDArray[np.float32], method: str
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """P(def) (N) and the raw map (N x h x w) for a prepared batch N x H x W x C."""
        probability, raw, _ = self._run(batch, method)
        return probability, raw

    def _run(self, batch: NDArray[np.float32], method: str) -> list[NDArray[np.float32]]:
        """P(def), the raw map, and P(type | def): N x K, with K = 0 where no type is told."""
        if self._types:
            answers = self._session.run([PROBABILITY, method, TYPES], {INPUT: batch})
        else:
            answers = self._session.run([PROBABILITY, method], {INPUT: batch})
            answers.append(np.empty((len(batch), 0), np.float32))
        return list(answers)

    def run_type_maps(
        self, batch: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """P(type | def) (N x K), and each type's raw map (N x K x h x w) on the evidence's scale.

        For whoever asks: a verdict doesn't wait for these. Raises `PackageError` where the types
        have no maps.
        """
        if not self.package.manifest.type_maps:
            raise PackageError("this model has no map for each type of defect")
        scale = self.package.manifest.evidence_scale
        asked = [TYPES, EVIDENCE, TYPES_OF_PLACES]
        types, evidence, logits = self._session.run(asked, {INPUT: batch})
        return types, shared_out(evidence, scale, places_shares(logits))

    def type_heat(self, image: Image, bits_per_sample: int = 8) -> TypeHeat:
        """Each type's heat over the frame, in a pass of its own; `image` is as for `classify`.

        Raises `ImplausibleImage`, and `PackageError` where the types have no maps.
        """
        look = self._look(image, bits_per_sample)
        if isinstance(look, ImplausibleImage):
            raise look
        _, maps = self.run_type_maps(to_tensor(look.fitted[np.newaxis], self._input))
        scale = self.package.manifest.evidence_scale
        return TypeHeat(
            self._types, np.stack([self._over_frame(raw, scale, look) for raw in maps[0]])
        )

    def _look(self, image: Image, bits_per_sample: int) -> _Look | ImplausibleImage:
        try:
            area = part_area(image, self._input, bits_per_sample)
        except PartNotFound as error:
            return ImplausibleImage(str(error), error.remedy)
        fitted = fit_area(image, area, self._input, bits_per_sample)
        why_not = self._seen.why_not(fitted) if self._seen else None
        if why_not is not None:
            return ImplausibleImage(f"the picture is {why_not}")
        return _Look(fitted, area, image.shape)

    def _over_frame(
        self, raw: NDArray[np.float32], scale: MapScale, look: _Look
    ) -> NDArray[np.float32]:
        """On the map's fixed scale, over the whole frame, read-only."""
        heat = over_frame(_on_fixed_scale(raw, scale), look.area, self._input, look.frame_shape)
        heat.flags.writeable = False
        return heat

    def warm_up(self) -> None:
        """The first run allocates: do it before a part waits."""
        spec = self._input
        self.run(np.zeros((1, spec.height, spec.width, spec.channels), np.float32), self.method)


def _choose_map(package: ModelPackage, method: str | None) -> MapScale:
    maps = package.manifest.maps
    for scale in maps:
        if method in (None, scale.method):
            return scale
    has = ", ".join(scale.method for scale in maps)
    raise PackageError(f"this model draws no {method!r} map; it has: {has}")


def _on_fixed_scale(raw: NDArray[np.float32], scale: MapScale) -> NDArray[np.float32]:
    span = scale.ceiling - scale.floor
    heat: NDArray[np.float32] = np.clip((raw - scale.floor) / span, 0.0, 1.0).astype(np.float32)
    return heat
