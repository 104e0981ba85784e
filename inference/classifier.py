"""The exported graph on ONNX Runtime: image -> probability and heat map, in one pass."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from inference.frame import Image
from inference.manifest import MapScale
from inference.package import ModelPackage, PackageError
from inference.part.area import Area
from inference.part.choices import PartNotFound
from inference.preprocess import fit_area, over_frame, part_area, to_tensor
from inference.verdict import HeatMap

if TYPE_CHECKING:
    import onnxruntime as ort

INPUT = "image"
PROBABILITY = "probability_def"
TYPES = "types"
"""The output of a model that tells defect types: P(type | def), N x K."""


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
        self._session = _open_session(package, threads)
        _check_graph(package, self._session)

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


def _open_session(package: ModelPackage, threads: int) -> ort.InferenceSession:
    import onnxruntime as ort  # noqa: PLC0415 - the window is painted without it

    # Plants are offline, and what they judge is their own.
    ort.disable_telemetry_events()
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Several threads wait for each other awake, which takes up to a quarter off a run. Between two
    # runs all of them sleep: an idle station must not keep a core busy.
    options.add_session_config_entry("session.intra_op.allow_spinning", str(int(threads != 1)))
    options.add_session_config_entry("session.force_spinning_stop", "1")
    try:
        return ort.InferenceSession(package.graph, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # the runtime raises types of its own
        raise PackageError(f"the exported graph can't be loaded: {error}") from error


def _check_graph(package: ModelPackage, session: ort.InferenceSession) -> None:
    outputs = {output.name: output for output in session.get_outputs()}
    types = package.manifest.defect_types
    wanted = {PROBABILITY, *(scale.method for scale in package.manifest.maps)}
    wanted |= {TYPES} if types else set()
    if not wanted <= outputs.keys():
        raise PackageError(f"the exported graph lacks the output {min(wanted - outputs.keys())!r}")
    if types and outputs[TYPES].shape[-1] != len(types):
        raise PackageError(
            f"the exported graph tells {outputs[TYPES].shape[-1]} types of defect, "
            f"the manifest names {len(types)}"
        )
    _check_input(package, session)
    _check_labels(package, session)


def _check_input(package: ModelPackage, session: ort.InferenceSession) -> None:
    spec = package.manifest.input.spec()
    wanted = [spec.height, spec.width, spec.channels]
    node = session.get_inputs()[0]
    if node.name != INPUT or list(node.shape[1:]) != wanted:
        raise PackageError(
            f"the exported graph takes {node.name} {node.shape}, the manifest says {INPUT} {wanted}"
        )


def _check_labels(package: ModelPackage, session: ort.InferenceSession) -> None:
    stored = session.get_modelmeta().custom_metadata_map.get("labels", "[]")
    if _as_labels(stored) != package.manifest.labels:
        raise PackageError(
            f"label order: the exported graph was made for {stored:.100}, "
            f"the manifest says {list(package.manifest.labels)}"
        )


def _as_labels(stored: str) -> tuple[object, ...] | None:
    """None when it is no list at all."""
    try:
        labels = json.loads(stored)
    except (ValueError, RecursionError):
        return None
    return tuple(labels) if isinstance(labels, list) else None


def _on_fixed_scale(raw: NDArray[np.float32], scale: MapScale) -> NDArray[np.float32]:
    span = scale.ceiling - scale.floor
    heat: NDArray[np.float32] = np.clip((raw - scale.floor) / span, 0.0, 1.0).astype(np.float32)
    return heat
