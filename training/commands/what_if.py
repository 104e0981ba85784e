"""What `evaluate` tells when asked: the band that costs least, and what other pictures do."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from inference.package import ModelPackage
from training.evaluation.costs import Bill, Costs, bill, cheapest_band
from training.evaluation.judging import Judged

if TYPE_CHECKING:
    from training.evaluation.robustness import Robustness

_COSTS = ("escape_cost", "overkill_cost", "review_cost", "defect_share")


class UnusableCosts(Exception):
    """`str()` says what is wrong with what was said of costs."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    costs = parser.add_argument_group("the band that costs least; all four")
    costs.add_argument("--escape-cost", type=float, metavar="C", help="of one defective part as OK")
    costs.add_argument("--overkill-cost", type=float, metavar="C", help="of one good part rejected")
    costs.add_argument("--review-cost", type=float, metavar="C", help="of one look by a person")
    costs.add_argument(
        "--defect-share", type=float, metavar="P", help="of the line's parts, as 0.02"
    )
    parser.add_argument(
        "--robustness",
        action="store_true",
        help="also judge some of the images in other light, blurred, noisy, shifted and turned",
    )


def costs_asked_for(arguments: argparse.Namespace) -> Costs | None:
    """None where nothing was said of costs. Raises `UnusableCosts`."""
    given = [getattr(arguments, name) for name in _COSTS]
    if all(value is None for value in given):
        return None
    if None in given:
        named = ", ".join(f"--{name.replace('_', '-')}" for name in _COSTS)
        raise UnusableCosts(f"the band that costs least needs all of {named}")
    try:
        return Costs(*given)
    except ValueError as error:
        raise UnusableCosts(str(error)) from error


def bills(package: ModelPackage, judged: Judged, costs: Costs) -> tuple[Bill, Bill]:
    """Of the package's own band, and of the one that costs least on these images."""
    answers = judged.probability_def, judged.is_def
    own = package.manifest.thresholds.thresholds()
    return bill(*answers, own, costs), bill(*answers, cheapest_band(*answers, costs), costs)


def costs_as_dict(package: ModelPackage, judged: Judged, costs: Costs) -> dict[str, Any]:
    present, cheapest = bills(package, judged, costs)
    return {"given": asdict(costs), "present": asdict(present), "cheapest": asdict(cheapest)}


def cost_lines(package: ModelPackage, judged: Judged, costs: Costs) -> list[str]:
    present, cheapest = bills(package, judged, costs)
    head = (
        f"{'per 1,000 parts of the line':28}{'UNSURE from':>12}{'DEF from':>10}"
        f"{'escapes':>9}{'overkills':>11}{'reviews':>9}{'cost':>12}"
    )
    return ["", head, _bill_line("with the package's band", present),
            _bill_line("with the cheapest band", cheapest)]  # fmt: skip


def _bill_line(name: str, of: Bill) -> str:
    band = of.thresholds
    return (
        f"{name:28}{band.unsure_from:12.4f}{band.def_from:10.4f}{of.escapes:9.2f}"
        f"{of.overkills:11.2f}{of.reviews:9.2f}{of.cost:12,.2f}"
    )


def robustness_lines(found: Robustness) -> list[str]:
    head = f"{'':10}{'level':>8}{'right':>9}{'escapes':>9}{'overkills':>11}{'FAULT':>7}"
    rows = [
        f"{point.disturbance:10}{point.level:8g}{point.accuracy:9.1%}{point.escapes:9,}"
        f"{point.overkills:11,}{point.faults:7,}   {point.unit}"
        for point in found.points
    ]
    title = (
        f"changed on purpose: {found.good:,} good and {found.defective:,} defective of "
        f"{found.of:,} images"
    )
    return ["", title, head, *rows]
