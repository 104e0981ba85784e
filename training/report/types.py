"""The report's section on defect types, and that on the test images."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from training.evaluation.type_report import TypeReport
from training.report.material import Material

TELLS_TYPE_ONLY = (
    "This model has seen no good part: it calls each part DEF, and tells the type only. It can't "
    "be used to find defects."
)


def types_content(report: TypeReport) -> str:
    """What is told of the defective parts' types, whatever their verdict."""
    words = (
        f"Macro-F1 over types {report['macro_f1']:.3f}, accuracy {report['accuracy']:.3f}, of "
        f"{report['n']:,} defective parts, whatever their verdict."
    )
    if report.get("macro_f1_with_ok") is not None:
        words += f" With OK as one more class, {report['macro_f1_with_ok']:.3f}."
    return f"<p>{words}</p>{_classes(report)}<h3>What is taken for what</h3>{_confusion(report)}"


def _classes(report: TypeReport) -> str:
    head = "<tr><th>type</th><th>precision</th><th>recall</th><th>F1</th><th>support</th></tr>"
    rows = "".join(
        f"<tr><th>{escape(name)}</th><td>{each['precision']:.3f}</td><td>{each['recall']:.3f}</td>"
        f"<td>{each['f1-score']:.3f}</td><td>{each['support']:,}</td></tr>"
        for name, each in report["classes"].items()
    )
    return f'<table class="figures">{head}{rows}</table>'


def _confusion(report: TypeReport) -> str:
    """What it is in rows, what was told in columns."""
    labels, rows = report["confusion"]["labels"], report["confusion"]["rows"]
    head = "<tr><th></th>" + "".join(f"<th>told {escape(name)}</th>" for name in labels) + "</tr>"
    body = "".join(
        f"<tr><th>is {escape(name)}</th>"
        + "".join(f"<td>{count:,}</td>" for count in row)
        + "</tr>"
        for name, row in zip(labels, rows, strict=True)
    )
    return f'<table class="figures">{head}{body}</table>'


def test_content(test: Mapping[str, Any]) -> str:
    """The images of the test folder, on which nothing was chosen."""
    words = f"{test['n']:,} images of the folder's test part. Nothing was chosen on them."
    if test["identical_to_training"]:
        words += (
            f" {test['identical_to_training']:,} of them are, byte by byte, images that the model "
            "learnt from or was checked on: these prove nothing."
        )
    if "accuracy" in test:
        escapes, overkills = test["escapes"], test["overkills"]
        words += (
            f" Accuracy {test['accuracy']:.4f}, {escapes['count']:,} escapes of "
            f"{escapes['of']:,} (95% interval {escapes['low']:.2%} to {escapes['high']:.2%}), "
            f"{overkills['count']:,} overkills of {overkills['of']:,} ({overkills['low']:.2%} to "
            f"{overkills['high']:.2%}), area under ROC {test['roc_auc']:.4f}."
        )
    types = types_content(test["types"]) if "types" in test else ""
    return f"<p>{words}</p>{types}"


def types_only_header(material: Material) -> str:
    """Instead of all that is said of verdicts."""
    return (
        f"<header><h1>{escape(material.name)}</h1><p><b>{TELLS_TYPE_ONLY}</b></p>"
        f"<p>Recipe {escape(str(material.lineage['recipe']))}, learnt from "
        f"{material.lineage['training_images']:,} images, checked on {material.metrics.n:,} that "
        "it did not learn from.</p></header>"
    )
