"""`main.py prove`: a model on freshly drawn parts, whose truth is known."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from inference.home import DEMO_MODEL, Home

if TYPE_CHECKING:
    from training.evaluation.proof import DefectFigures, Proof

SUMMARY = "judge freshly drawn parts and compare with the truth, heat maps included"
EXAMPLES = """\
  main.py prove --parts 2000 --seed 2
  main.py prove --model models/parts --parts 500 --seed 3 --json
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument(
        "--model", type=Path, default=DEMO_MODEL, metavar="PKG", help="(default: the demo model)"
    )
    parser.add_argument("--parts", type=int, default=2000, metavar="N", help="(default: 2000)")
    parser.add_argument(
        "--seed", type=int, default=2, help="not the one that was trained on (default: 2)"
    )
    parser.add_argument("--defect-share", type=float, default=0.5, metavar="P")
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(arguments: argparse.Namespace, home: Home) -> int:  # noqa: ARG001 - same for each command
    """Judge and print; 2 when the model can't be used or too few parts were asked for."""
    from inference.classifier import Classifier
    from inference.package import PackageError, read_package
    from training.evaluation.proof import prove

    try:
        classifier = Classifier(read_package(arguments.model), threads=2)
        proof = prove(
            classifier,
            parts=arguments.parts,
            seed=arguments.seed,
            defect_share=arguments.defect_share,
        )
    except (PackageError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    print(json.dumps(proof.as_dict()) if arguments.json else _words(proof))
    return 0


def _words(proof: Proof) -> str:
    metrics, automatic = proof.metrics, proof.metrics.auto
    rows = [_row(name, figures) for name, figures in proof.types.items()]
    return "\n".join(
        [
            f"{metrics.n:,} parts: accuracy {metrics.accuracy:.4f}, ROC AUC {metrics.roc_auc:.4f}",
            f"with the band: {automatic.escapes} escapes, {automatic.overkills} overkills",
            f"unsure: {proof.unsure_share:.2%}",
            f"{'defect':14}{'parts':>7}{'def':>7}{'unsure':>8}{'ok':>6}   hottest cell on / by it",
            *rows,
        ]
    )


def _row(name: str, figures: DefectFigures) -> str:
    seen = max(1, figures.called_def + figures.called_unsure)
    return (
        f"{name:14}{figures.n:7}{figures.called_def:7}{figures.called_unsure:8}"
        f"{figures.escaped:6}{figures.hit / seen:15.1%} / {figures.hit_within_a_cell / seen:.1%}"
    )
