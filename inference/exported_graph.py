"""The exported graph: what it is called that goes in and comes out, opened and checked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from inference.package import ModelPackage, PackageError

if TYPE_CHECKING:
    import onnxruntime as ort

INPUT = "image"
"""N x H x W x C, float32, as `preprocess.to_tensor` makes it."""
PROBABILITY = "probability_def"
EVIDENCE = "evidence"
"""The map that is the verdict: a logit for each place, N x h x w, where the model has one."""
TYPES = "types"
"""The output of a model that tells defect types: P(type | def), N x K."""
TYPES_OF_PLACES = "types_of_places"
"""Where types have maps: the types' logits at each place of the evidence map, N x K x h x w."""


def open_graph(package: ModelPackage, threads: int) -> ort.InferenceSession:
    """The package's graph, ready to run.

    Raises `PackageError` when it can't be loaded, or isn't what the manifest says.
    """
    session = _open_session(package, threads)
    _check_outputs(package, session)
    _check_input(package, session)
    _check_labels(package, session)
    return session


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


def _check_outputs(package: ModelPackage, session: ort.InferenceSession) -> None:
    manifest = package.manifest
    shapes = {output.name: output.shape for output in session.get_outputs()}
    wanted = {PROBABILITY, *(scale.method for scale in manifest.maps)}
    wanted |= {TYPES} if manifest.defect_types else set()
    wanted |= {TYPES_OF_PLACES} if manifest.type_maps else set()
    if not wanted <= shapes.keys():
        raise PackageError(f"the exported graph lacks the output {min(wanted - shapes.keys())!r}")
    for name in wanted & {TYPES, TYPES_OF_PLACES}:
        told, named = [*shapes[name], None, None][1], len(manifest.defect_types)
        if told != named:
            raise PackageError(
                f"the exported graph tells {told} types of defect, the manifest names {named}"
            )


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
