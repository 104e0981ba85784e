"""The report as one page: what the model is worth, why its thresholds, where it comes from."""

from __future__ import annotations

from html import escape

from training.report import charts, pictures, robustness, tables, types
from training.report.material import Material
from training.report.style import STYLE

REPORT = "report.html"


def report_html(material: Material) -> str:
    """A whole HTML document. Nothing in it is fetched from anywhere."""
    title = f"Training report: {escape(material.name)}"
    parts = _of_all(material) if material.knows_good else _of_types_only(material)
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{STYLE}</style></head>\n"
        f"<body><main>{''.join(parts)}</main></body></html>\n"
    )


def _of_all(material: Material) -> tuple[str, ...]:
    return (
        _header(material),
        _tiles(material),
        _verdicts(material),
        *_types(material),
        *_test(material),
        _thresholds(material),
        _probability(material),
        _robustness(material),
        _training(material),
        _examples(material),
        _lineage(material),
    )


def _of_types_only(material: Material) -> tuple[str, ...]:
    return (
        types.types_only_header(material),
        *_types(material),
        *_test(material),
        _training(material),
        _lineage(material),
    )


def _types(material: Material) -> tuple[str, ...]:
    report = material.types
    if not report:
        return ()
    return (_section("Defect types", types.types_content(report), _type_examples(material)),)


def _type_examples(material: Material) -> str:
    if not material.type_examples:
        return ""
    return (
        '<h3>Where each type was seen</h3><p class="soft">The surest part of each type that was '
        "called DEF and told rightly: as it is, with the verdict's map, and with what of that heat "
        f"goes to its type.</p>{pictures.type_gallery(material)}"
    )


def _test(material: Material) -> tuple[str, ...]:
    return (_section("Test", types.test_content(material.test)),) if material.test else ()


def _header(material: Material) -> str:
    lineage = material.lineage
    return (
        f"<header><h1>{escape(material.name)}</h1><p>Recipe {escape(str(lineage['recipe']))}, "
        f"learnt from {lineage['training_images']:,} images. All figures below are of "
        f"{material.metrics.n:,} validation images that it did not learn from; the thresholds and "
        "the best epoch were chosen on them.</p></header>"
    )


def _tiles(material: Material) -> str:
    metrics = material.metrics
    tiles = (
        (f"{metrics.accuracy:.2%}", "accuracy"),
        (f"{metrics.escapes.count:,}", f"escapes of {metrics.escapes.of:,} defective"),
        (f"{metrics.overkills.count:,}", f"overkills of {metrics.overkills.of:,} good"),
        (f"{metrics.auto.share:.1%}", "need no person"),
        (f"{metrics.roc_auc:.4f}", "area under ROC"),
    )
    cells = "".join(
        f'<div class="tile"><b>{value}</b><span>{name}</span></div>' for value, name in tiles
    )
    return f'<div class="tiles">{cells}</div>'


def _section(title: str, *content: str) -> str:
    return f"<section><h2>{title}</h2>{''.join(content)}</section>"


def _verdicts(material: Material) -> str:
    return _section(
        "Verdicts",
        f'<p class="soft">DEF from P(def) = {material.thresholds.def_from:.4f}, the unsure band '
        "left aside.</p>",
        f'<div class="two"><div>{tables.confusion_table(material)}</div>'
        f"<div>{tables.class_table(material)}</div></div>",
        f"<h3>What this proves</h3>{tables.proof_table(material)}",
    )


def _thresholds(material: Material) -> str:
    legend = (
        '<div class="legend"><span><i class="escapes"></i>escapes</span>'
        '<span><i class="overkills"></i>overkills</span>'
        '<span><i class="box"></i>UNSURE: a person decides</span></div>'
    )
    return _section(
        "Thresholds",
        f"<p>{_rule(material)}</p>",
        f"<h3>Where the parts lie</h3>{charts.distribution_chart(material)}",
        f"<h3>Had the threshold been elsewhere</h3>{charts.threshold_chart(material)}{legend}",
    )


def _rule(material: Material) -> str:
    low, high = material.thresholds.unsure_from, material.thresholds.def_from
    automatic = material.metrics.auto
    wrong = (
        f"{_counted(automatic.escapes, 'escape')} and {_counted(automatic.overkills, 'overkill')}"
    )
    if low == high:
        return (
            f"Below P(def) = {high:.4f} a part is OK, from there on DEF, with {wrong}. Good and "
            "defective parts overlap too far for a band between them that a person could review."
        )
    return (
        f"Below P(def) = {low:.4f} a part is OK, from {high:.4f} on DEF, between them UNSURE. So "
        f"{automatic.share:.1%} are decided without a person, with {wrong} among them."
    )


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'s' * (count != 1)}"


def _probability(material: Material) -> str:
    roc, roc_area = charts.roc_chart(material)
    precision_recall, precision_area = charts.precision_recall_chart(material)
    legend = (
        '<div class="legend"><span><i class="ring"></i>at the threshold of DEF</span>'
        "<span>ECE: the calibration error, how far P(def) is from what came true; "
        "a dot's area grows with its images</span></div>"
        f'<p class="soft after">{_calibration(material)}</p>'
    )
    return _section(
        "Probability",
        f'<div class="three"><div><h3>ROC <small>area {roc_area:.4f}</small></h3>{roc}</div>'
        "<div><h3>Precision, recall <small>area "
        f"{precision_area:.4f}</small></h3>{precision_recall}</div>"
        f"<div><h3>Reliability <small>ECE {material.metrics.ece:.4f}</small>"
        f"</h3>{charts.reliability_chart(material)}</div></div>{legend}",
    )


def _calibration(material: Material) -> str:
    calibration = material.lineage["calibration"]
    return (
        f"The logit was divided by a temperature of {calibration['temperature']:.2f}, chosen on "
        f"these images. Before that, ECE was {calibration['ece_before']:.4f}."
    )


def _robustness(material: Material) -> str:
    found = material.robustness
    if found is None:
        return ""
    legend = (
        '<div class="legend"><span><i class="validation"></i>right at the threshold of DEF</span>'
        '<span><i class="ring"></i>as it was</span></div>'
    )
    return _section(
        "Robustness",
        f"<p>{found.images:,} of the {found.of:,} validation images ({found.good:,} good, "
        f"{found.defective:,} defective), changed on purpose and judged again by the exported "
        "graph. A picture that is so far changed that the station refuses it is a FAULT.</p>",
        f'<div class="three">{robustness.charts(found)}</div>{legend}',
        robustness.table(found),
    )


def _training(material: Material) -> str:
    history, lineage = material.history, material.lineage
    legend = (
        '<div class="legend"><span><i class="training"></i>training, while it learnt</span>'
        '<span><i class="validation"></i>validation, after the epoch</span>'
        '<span><i class="ring"></i>the epoch that was kept</span></div>'
    )
    return _section(
        "Training",
        f'<p class="soft">{_counted(lineage["epochs_run"], "epoch")} in '
        f"{sum(history['seconds']):.0f} s; the weights are those of epoch "
        f"{lineage['best_epoch']}, whose validation loss is the lowest.</p>",
        f'<div class="two"><div>{charts.loss_chart(history)}</div>'
        f"<div>{charts.accuracy_chart(history)}</div></div>{legend}",
    )


def _examples(material: Material) -> str:
    wrong = pictures.worst_errors(material)
    unsure = pictures.most_unsure(material, wrong)
    errors = (
        pictures.gallery(material, wrong)
        if wrong
        else f"<p>None of the {material.metrics.n:,} validation images was judged wrongly.</p>"
    )
    return _section(
        "Examples",
        '<p class="soft">Each image as the model sees it, and with its heat map on the scale that '
        "the line uses: what good parts show stays dark.</p>",
        f"<h3>Worst errors</h3>{errors}",
        f"<h3>Nearest to the thresholds</h3>{pictures.gallery(material, unsure)}",
    )


def _lineage(material: Material) -> str:
    return _section("Settings and lineage", tables.lineage_list(material.lineage))
