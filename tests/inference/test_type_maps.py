"""A model whose types have maps: asked for apart from the verdict."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
from pydantic import ValidationError

from inference.classifier import Classifier
from inference.home import DEMO_MODEL
from inference.manifest import Manifest, MapScale
from inference.package import GRAPH, MANIFEST, PackageError, read_package, write_package
from inference.preprocess import prepare
from tests.inference.tiny_package import (
    CELLS,
    TYPE_LABELS,
    grey,
    tiny_files,
    tiny_graph,
    tiny_manifest,
    write_tiny_type_maps_package,
    write_tiny_types_package,
)


def _two_spots() -> np.ndarray:
    """Black, with a spot of 0.65 at the top left and a white one at the bottom right."""
    image = np.zeros((64, 64), np.uint8)
    image[:16, :16], image[-16:, -16:] = 166, 255
    return image


def test_each_spot_is_in_the_map_of_its_type_and_they_sum_to_the_verdicts_map(
    tmp_path: Path,
) -> None:
    package = write_tiny_type_maps_package(tmp_path / "model")
    classifier = Classifier(package)
    batch = prepare(_two_spots(), package.manifest.input.spec())

    types, maps = classifier.run_type_maps(batch)

    answer = classifier.classify(_two_spots())
    assert dict(zip(TYPE_LABELS[1:], types[0], strict=True)) == pytest.approx(answer.type_shares)
    assert maps.shape == (1, 2, CELLS, CELLS)
    scale = package.manifest.maps[0]
    bright, dim = (maps[0] - scale.floor) / (scale.ceiling - scale.floor)
    np.testing.assert_allclose(bright + dim, answer.heat_map.heat, atol=1e-6)
    assert bright[-1, -1] > 0.99
    assert dim[-1, -1] < 0.01
    assert dim[0, 0] == pytest.approx(0.3, abs=0.02)
    assert bright[0, 0] < 0.01


def test_the_types_share_the_evidence_whichever_map_the_line_draws(tmp_path: Path) -> None:
    package = write_tiny_type_maps_package(tmp_path / "model")
    batch = prepare(_two_spots(), package.manifest.input.spec())

    evidence, gradcam = (
        Classifier(package, method=name).run_type_maps(batch)[1] for name in ("evidence", "gradcam")
    )

    assert np.array_equal(evidence, gradcam)


def test_a_model_without_such_maps_says_so(tmp_path: Path) -> None:
    package = write_tiny_types_package(tmp_path / "model")
    batch = prepare(grey(200), package.manifest.input.spec())

    with pytest.raises(PackageError, match="no map for each type"):
        Classifier(package).run_type_maps(batch)


def test_a_package_without_such_maps_says_nothing_of_them(tmp_path: Path) -> None:
    """So that it can be read by a program that knows of none, as packages from before can here."""
    plain = write_tiny_types_package(tmp_path / "plain")
    mapped = write_tiny_type_maps_package(tmp_path / "mapped")

    assert "type_maps" not in (plain.path / MANIFEST).read_text("utf-8")
    assert '"type_maps": true' in (mapped.path / MANIFEST).read_text("utf-8")
    assert read_package(mapped.path).manifest.type_maps
    assert not read_package(plain.path).manifest.type_maps
    assert not read_package(DEMO_MODEL).manifest.type_maps


def _of_three_types() -> bytes:
    """Of places three types are told, of the part two."""
    model = onnx.load_from_string(tiny_graph(TYPE_LABELS, type_maps=True))
    [concat] = [node for node in model.graph.node if "types_of_places" in node.output]
    concat.input.append("dim_cells")
    [told] = [each for each in model.graph.output if each.name == "types_of_places"]
    told.type.tensor_type.shape.dim[1].dim_value = 3
    return bytes(model.SerializeToString())


@pytest.mark.parametrize(
    ("graph", "why"),
    [
        (tiny_graph(TYPE_LABELS), "lacks the output 'types_of_places'"),
        (_of_three_types(), "tells 3 types of defect, the manifest names 2"),
    ],
)
def test_a_graph_that_is_not_what_the_manifest_says_is_refused(
    tmp_path: Path, graph: bytes, why: str
) -> None:
    manifest = tiny_manifest(labels=TYPE_LABELS, type_maps=True)
    package = write_package(tmp_path / "model", tiny_files(**{GRAPH: graph}), manifest)

    with pytest.raises(PackageError, match=why):
        Classifier(package)


@pytest.mark.parametrize("change", [{"labels": ("ok", "def")}, {"maps": "gradcam"}])
def test_maps_of_types_need_types_and_evidence_to_share(change: dict[str, object]) -> None:
    fields = tiny_manifest(labels=TYPE_LABELS, type_maps=True).model_dump() | change
    if fields["maps"] == "gradcam":
        fields["maps"] = [MapScale(method="gradcam", floor=0.0, ceiling=0.5).model_dump()]

    with pytest.raises(ValidationError, match="several types of defect and an evidence map"):
        Manifest.model_validate(fields)
