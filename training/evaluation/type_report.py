"""How well the types of defects are told: per type, over all, and what is taken for what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

TypeReport = dict[str, Any]
"""`n`, `accuracy`, `macro_f1`, `classes` (of each type `precision`, `recall`, `f1-score` and
`support`), `confusion` (`labels`, and in `rows` first the true type, then the one told), `unknown`
(types that the model doesn't know, and how many parts have them)."""
Told = Sequence[str | None]


def type_report(names: Sequence[str], shares: NDArray[np.float32], true: Told) -> TypeReport | None:
    """Of defective parts, whatever their verdict: N x K P(type | def), and N true types.

    Parts whose type nobody said, or that the model doesn't know, are counted nowhere but in
    `unknown`. The macro-F1 is the mean over the types that there are. None where none is left.
    """
    known = np.array([name in names for name in true], np.bool_)
    if not known.any():
        return None
    said = [names[place] for place in shares[known].argmax(axis=1)]
    are = [name for name in true if name is not None and name in names]
    rows = _confusion(names, said, are)
    unknown = Counter(name for name in true if name is not None and name not in names)
    classes = {name: _figures(rows, place) for place, name in enumerate(names)}
    return {
        "n": len(are),
        "accuracy": float(np.trace(rows) / rows.sum()),
        "macro_f1": macro_f1(rows),
        "classes": classes,
        "confusion": {"labels": list(names), "rows": rows.tolist()},
        "unknown": dict(unknown),
    }


def macro_f1(rows: NDArray[np.int64]) -> float:
    """The mean F1 of the classes that there are, from a confusion matrix."""
    present = [place for place, support in enumerate(rows.sum(axis=1)) if support]
    return float(np.mean([_figures(rows, place)["f1-score"] for place in present]))


def verdict_and_type_f1(
    names: Sequence[str], shares: NDArray[np.float32], is_def: NDArray[np.bool_],
    said_def: NDArray[np.bool_], true: Told,
) -> float:  # fmt: skip
    """Macro-F1 of `ok` and the types as classes of one kind: an escape is a type taken for OK.

    N parts, good ones too; a defect whose type isn't known to the model is left out.
    """
    types = [names[place] for place in shares.argmax(axis=1)]
    pairs = [
        (said if called_def else "ok", name if defective else "ok")
        for said, called_def, name, defective in zip(types, said_def, true, is_def, strict=True)
        if not defective or name in names
    ]
    said_all, are = zip(*pairs, strict=True)
    return macro_f1(_confusion(("ok", *names), said_all, are))


def report_lines(report: TypeReport) -> list[str]:
    """For people: the figures of each type, then what is taken for what."""
    width = max(14, *(len(name) + 2 for name in report["classes"]))
    lines = [f"{'type':{width}}{'precision':>10}{'recall':>10}{'F1':>10}{'support':>10}"]
    lines += [
        f"{name:{width}}{each['precision']:10.3f}{each['recall']:10.3f}{each['f1-score']:10.3f}"
        f"{each['support']:10,}"
        for name, each in report["classes"].items()
    ]
    lines.append(
        f"macro-F1 over types {report['macro_f1']:.3f}, accuracy {report['accuracy']:.3f}, "
        f"of {report['n']:,} defective parts, whatever their verdict"
    )
    if report.get("macro_f1_with_ok") is not None:
        lines.append(f"macro-F1 with OK as a class {report['macro_f1_with_ok']:.3f}")
    lines += [
        f"not counted: {count:,} of type {name}, which the model doesn't know"
        for name, count in report["unknown"].items()
    ]
    return [*lines, "", *_confusion_lines(report["confusion"], width)]


def _confusion(names: Sequence[str], said: Sequence[str], are: Sequence[str]) -> NDArray[np.int64]:
    places = {name: place for place, name in enumerate(names)}
    rows = np.zeros((len(names), len(names)), np.int64)
    for one, other in zip(are, said, strict=True):
        rows[places[one], places[other]] += 1
    return rows


def _figures(rows: NDArray[np.int64], place: int) -> dict[str, float]:
    """A share of nothing is 0."""
    right, said, support = rows[place, place], rows[:, place].sum(), rows[place].sum()
    return {
        "precision": float(right / said) if said else 0.0,
        "recall": float(right / support) if support else 0.0,
        "f1-score": float(2 * right / (said + support)) if said + support else 0.0,
        "support": int(support),
    }


def _confusion_lines(confusion: dict[str, Any], width: int) -> list[str]:
    names = confusion["labels"]
    head = "".join(f"{number:>6}" for number in range(1, len(names) + 1))
    return [
        f"{'is, and told':{width}}{head}",
        *(
            f"{f'{number} {name}':{width}}{''.join(f'{count:6,}' for count in row)}"
            for number, (name, row) in enumerate(zip(names, confusion["rows"], strict=True), 1)
        ),
    ]
