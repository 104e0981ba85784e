"""A model that tells the type of a defect: from its graph to records and lines."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import onnx
import pytest
from onnx import helper

from inference.classifier import Classifier
from inference.frame import Frame
from inference.package import GRAPH, PackageError, write_package
from inference.records.part_record import RecordedPart
from inference.records.records import Records
from inference.station.judge import Judge
from inference.verdict import Inspection, Outcome
from main import main
from tests.inference.tiny_package import (
    TYPE_LABELS,
    grey,
    tiny_files,
    tiny_graph,
    tiny_manifest,
    write_tiny_package,
    write_tiny_types_package,
)


def _judged(classifier: Classifier, level: int) -> Inspection:
    return Judge(classifier).judge(Frame(grey(level), "test"))


def test_the_shares_of_the_types_come_with_the_verdict(tmp_path: Path) -> None:
    classifier = Classifier(write_tiny_types_package(tmp_path / "model"))

    answer = classifier.classify(grey(204))

    assert dict(answer.type_shares) == pytest.approx({"bright": 0.8, "dim": 0.2}, abs=1e-5)
    assert answer.defect_type == "bright"
    assert classifier.classify(grey(102)).defect_type == "dim"


def test_a_type_is_told_of_defects_and_doubts_alone(tmp_path: Path) -> None:
    classifier = Classifier(write_tiny_types_package(tmp_path / "model"))

    verdicts = [_judged(classifier, level).verdict for level in (100, 125, 200)]

    assert [(each.outcome, each.defect_type) for each in verdicts] == [
        (Outcome.OK, None),
        (Outcome.UNSURE, "dim"),
        (Outcome.DEF, "bright"),
    ]


def test_a_model_without_types_tells_none(tmp_path: Path) -> None:
    classifier = Classifier(write_tiny_package(tmp_path / "model"))

    assert dict(classifier.classify(grey(200)).type_shares) == {}
    assert _judged(classifier, 200).verdict.defect_type is None


def test_types_that_are_no_numbers_are_not_told(tmp_path: Path) -> None:
    model = onnx.load_from_string(tiny_graph(TYPE_LABELS))
    model.graph.node.append(helper.make_node("Log", ["minus"], ["nan"]))
    model.graph.node.append(helper.make_node("Neg", ["one"], ["minus"]))
    next(node for node in model.graph.node if node.output[0] == "bright").input[0] = "unknown"
    model.graph.node.append(helper.make_node("Mul", ["mean", "nan"], ["unknown"]))
    ordered = sorted(model.graph.node, key=lambda n: _ORDER.index(n.output[0]))
    del model.graph.node[:]
    model.graph.node.extend(ordered)
    files = tiny_files(**{GRAPH: model.SerializeToString()})
    package = write_package(tmp_path / "model", files, tiny_manifest(labels=TYPE_LABELS))

    verdict = _judged(Classifier(package), 200).verdict

    assert (verdict.outcome, verdict.defect_type) == (Outcome.DEF, None)


_ORDER = (
    "mean", "centred", "logit", "probability_def", "nchw", "cells", "evidence", "gradcam",
    "minus", "nan", "unknown", "darkness", "bright", "dim", "types",
)  # fmt: skip


def test_a_graph_that_tells_other_types_than_the_manifest_is_refused(tmp_path: Path) -> None:
    labels = (*TYPE_LABELS, "scratch")
    model = onnx.load_from_string(tiny_graph(TYPE_LABELS))
    helper.set_model_props(model, {"labels": json.dumps(labels)})
    files = tiny_files(**{GRAPH: model.SerializeToString()})
    package = write_package(tmp_path / "more", files, tiny_manifest(labels=labels))
    with pytest.raises(PackageError, match="tells 2 types of defect, the manifest names 3"):
        Classifier(package)

    none = onnx.load_from_string(tiny_graph())
    helper.set_model_props(none, {"labels": json.dumps(TYPE_LABELS)})
    files = tiny_files(**{GRAPH: none.SerializeToString()})
    package = write_package(tmp_path / "none", files, tiny_manifest(labels=TYPE_LABELS))
    with pytest.raises(PackageError, match="lacks the output 'types'"):
        Classifier(package)


def test_the_type_reaches_the_records_and_the_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    package = write_tiny_types_package(tmp_path / "model")
    with Records(tmp_path / "records.sqlite3") as records:
        part = _judged(Classifier(package), 200)
        records.add([RecordedPart(part)])
        record = records.part(part.frame.part_id)
    assert record is not None
    assert record.defect_type == "bright"
    image = tmp_path / "part.png"
    cv2.imwrite(str(image), np.asarray(grey(200)))

    assert main(["inspect", str(image), "--model", str(package.path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["defect_type"] == "bright"
    assert main(["inspect", str(image), "--model", str(package.path)]) == 0
    assert capsys.readouterr().out.rstrip().endswith("part.png  bright")
