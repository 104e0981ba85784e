"""The report's tables: confusion, classification report, intervals; settings and lineage."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from training.evaluation.class_report import class_report
from training.evaluation.evaluate import Rate, further_to_prove
from training.report.material import Material

_PROOF = 0.001
_COLUMNS = ("precision", "recall", "f1-score")


def confusion_table(material: Material) -> str:
    """What the part is in rows, what was said of it in columns."""
    confusion = material.metrics.confusion
    rows = (
        ("is ok", confusion.ok_ok, "right", confusion.ok_def, "wrong"),
        ("is def", confusion.def_ok, "wrong", confusion.def_def, "right"),
    )
    body = "".join(
        f"<tr><th>{name}</th>{_cell(left, how_left)}{_cell(right, how_right)}</tr>"
        for name, left, how_left, right, how_right in rows
    )
    head = "<tr><th></th><th>said ok</th><th>said def</th></tr>"
    return f'<table class="confusion">{head}{body}</table>'


def _cell(count: int, how: str) -> str:
    return f'<td class="{how if count else "none"}">{count:,}</td>'


def class_table(material: Material) -> str:
    """Precision, recall, F1 and support, three digits."""
    report = class_report(material.probability_def >= material.thresholds.def_from, material.is_def)
    names = {"ok": "ok", "def": "def", "macro avg": "macro", "weighted avg": "weighted"}
    body = "".join(
        f"<tr><th>{shown}</th>"
        + "".join(f"<td>{report[name][column]:.3f}</td>" for column in _COLUMNS)
        + f"<td>{int(report[name]['support']):,}</td></tr>"
        for name, shown in names.items()
    )
    head = "<tr><th></th><th>precision</th><th>recall</th><th>F1</th><th>support</th></tr>"
    accuracy = (
        f"<tr><th>accuracy</th><td></td><td></td><td>{report['accuracy']:.3f}</td>"
        f"<td>{material.metrics.n:,}</td></tr>"
    )
    return f'<table class="figures">{head}{body}{accuracy}</table>'


def proof_table(material: Material) -> str:
    """Escapes and overkills with what they prove."""
    rows = (
        ("escapes", material.metrics.escapes, "defective"),
        ("overkills", material.metrics.overkills, "good"),
    )
    head = (
        "<tr><th></th><th>count</th><th>of</th><th>rate</th><th>95% interval</th>"
        f"<th>more without one<br>to prove {_PROOF:.1%}</th></tr>"
    )
    body = "".join(_proof_row(name, rate, kind) for name, rate, kind in rows)
    return f'<table class="figures">{head}{body}</table>'


def _proof_row(name: str, rate: Rate, kind: str) -> str:
    more = further_to_prove(rate.count, rate.of, _PROOF)
    return (
        f"<tr><th>{name}</th><td>{rate.count:,}</td><td>{rate.of:,} {kind}</td>"
        f"<td>{rate.rate:.2%}</td><td>{rate.low:.2%} to {rate.high:.2%}</td>"
        f"<td>{f'{more:,}' if more else 'proven'}</td></tr>"
    )


def lineage_list(facts: Mapping[str, Any]) -> str:
    """Name and value, one inside the other as a path: `settings · augmentation · zoom`."""
    rows = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>"
        for name, value in _flat(facts)
    )
    return f'<dl class="facts">{rows}</dl>'


def _flat(facts: Mapping[str, Any], above: str = "") -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for name, value in facts.items():
        path = f"{above}{name}".replace("_", " ")
        if isinstance(value, Mapping):
            rows += _flat(value, f"{path} · ")
        else:
            rows.append((path, _words(value)))
    return rows


def _words(value: Any) -> str:
    match value:
        case None:
            return "none"
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:.6g}"
        case list() | tuple():
            return " to ".join(_words(each) for each in value)
    return str(value)
