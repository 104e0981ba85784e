"""A whole model package whose model is two lines of arithmetic: bright parts are defective.

P(def) is the sigmoid of 20 x (mean brightness - 0.5); the map is the brightness in 8 x 8 cells.
With TYPE_LABELS it tells two types: `bright` with the mean brightness, else `dim`; with maps for
them a cell is `bright` from a brightness of 0.75 on.
"""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from inference.manifest import InputSection, Manifest, MapScale, ThresholdSection
from inference.package import GRAPH, KERAS_MODEL, ModelPackage, write_package
from inference.preprocess import Colour

LABELS = ("ok", "def")
TYPE_LABELS = ("ok", "bright", "dim")
INPUT_PX = 32
CELLS = 8


def tiny_graph(
    labels: tuple[str, ...] = LABELS, input_px: int = INPUT_PX, *, type_maps: bool = False
) -> bytes:
    cell = input_px // CELLS
    nodes = [
        helper.make_node("ReduceMean", ["image", "axes"], ["mean"], keepdims=0),
        helper.make_node("Sub", ["mean", "half"], ["centred"]),
        helper.make_node("Mul", ["centred", "slope"], ["logit"]),
        helper.make_node("Sigmoid", ["logit"], ["probability_def"]),
        helper.make_node("Transpose", ["image"], ["nchw"], perm=[0, 3, 1, 2]),
        helper.make_node(
            "AveragePool", ["nchw"], ["cells"], kernel_shape=[cell, cell], strides=[cell, cell]
        ),
        helper.make_node("Squeeze", ["cells", "channel"], ["evidence"]),
        helper.make_node("Sub", ["evidence", "half"], ["gradcam"]),
    ]
    constants = {
        "axes": np.array([1, 2, 3], np.int64),
        "channel": np.array([1], np.int64),
        "half": np.array(0.5, np.float32),
        "slope": np.array(20.0, np.float32),
    }
    image = helper.make_tensor_value_info("image", TensorProto.FLOAT, ["n", input_px, input_px, 1])
    outputs = [
        helper.make_tensor_value_info("probability_def", TensorProto.FLOAT, ["n"]),
        helper.make_tensor_value_info("evidence", TensorProto.FLOAT, ["n", CELLS, CELLS]),
        helper.make_tensor_value_info("gradcam", TensorProto.FLOAT, ["n", CELLS, CELLS]),
    ]
    if len(labels) > 2:
        nodes.append(helper.make_node("Sub", ["one", "mean"], ["darkness"]))
        nodes.append(helper.make_node("Unsqueeze", ["mean", "channel"], ["bright"]))
        nodes.append(helper.make_node("Unsqueeze", ["darkness", "channel"], ["dim"]))
        nodes.append(helper.make_node("Concat", ["bright", "dim"], ["types"], axis=1))
        constants["one"] = np.array(1.0, np.float32)
        outputs.append(helper.make_tensor_value_info("types", TensorProto.FLOAT, ["n", 2]))
    if type_maps:
        nodes += [
            helper.make_node("Sub", ["cells", "three_quarters"], ["above"]),
            helper.make_node("Mul", ["above", "slope"], ["bright_cells"]),
            helper.make_node("Neg", ["bright_cells"], ["dim_cells"]),
            helper.make_node("Concat", ["bright_cells", "dim_cells"], ["types_of_places"], axis=1),
        ]
        constants["three_quarters"] = np.array(0.75, np.float32)
        shape = ["n", 2, CELLS, CELLS]
        outputs.append(helper.make_tensor_value_info("types_of_places", TensorProto.FLOAT, shape))
    graph = helper.make_graph(
        nodes,
        "tiny",
        [image],
        outputs,
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=10)
    helper.set_model_props(model, {"labels": json.dumps(labels)})
    onnx.checker.check_model(model)
    content: bytes = model.SerializeToString()
    return content


def keras_archive(*layers: str) -> bytes:
    """The part of a .keras file that is looked at: its config."""
    config = {
        "class_name": "Functional",
        "config": {"layers": [{"class_name": name, "config": {}} for name in layers]},
    }
    return archive_of(config)


def archive_of(config: object) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        # A fixed date (the default of ZipInfo): the same config is the same bytes at any second.
        archive.writestr(zipfile.ZipInfo("config.json"), json.dumps(config))
    return content.getvalue()


def tiny_files(**changes: bytes) -> dict[str, bytes]:
    return {KERAS_MODEL: keras_archive("InputLayer", "Dense"), GRAPH: tiny_graph(), **changes}


def tiny_manifest(**changes: object) -> Manifest:
    manifest = Manifest(
        name="tiny",
        labels=LABELS,
        input=InputSection(height=INPUT_PX, width=INPUT_PX, colour=Colour.GREY),
        maps=(
            MapScale(method="evidence", floor=0.5, ceiling=1.0),
            MapScale(method="gradcam", floor=0.0, ceiling=0.5),
        ),
        thresholds=ThresholdSection(unsure_from=0.3, def_from=0.7),
        files={},
    )
    return manifest.model_copy(update=changes)


def write_tiny_package(path: Path, **manifest_changes: object) -> ModelPackage:
    return write_package(path, tiny_files(), tiny_manifest(**manifest_changes))


def write_tiny_types_package(path: Path, **manifest_changes: object) -> ModelPackage:
    """Tells `bright` and `dim` beside the verdict."""
    manifest = tiny_manifest(labels=TYPE_LABELS, **manifest_changes)
    files = tiny_files(**{GRAPH: tiny_graph(TYPE_LABELS)})
    return write_package(path, files, manifest)


def write_tiny_type_maps_package(path: Path, **manifest_changes: object) -> ModelPackage:
    """As `write_tiny_types_package`, and each type has a map."""
    manifest = tiny_manifest(labels=TYPE_LABELS, type_maps=True, **manifest_changes)
    return write_package(
        path, tiny_files(**{GRAPH: tiny_graph(TYPE_LABELS, type_maps=True)}), manifest
    )


def grey(level: int, size_px: int = 64) -> np.ndarray:
    """An even image, read-only."""
    image = np.full((size_px, size_px), level, np.uint8)
    image.flags.writeable = False
    return image
