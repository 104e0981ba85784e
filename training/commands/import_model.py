"""`main.py import-model`: a Keras model from elsewhere -> a model package."""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inference.home import Home

if TYPE_CHECKING:
    from inference.package import ModelPackage
    from training.importing.import_model import Imported
    from training.importing.order import ImportOrder

EXAMPLES = """\
  main.py import-model cnn.keras --look
  main.py import-model cnn.keras --labels def_front,ok_front --out models/cnn --data parts
  main.py import-model cnn.hdf5 --labels def_front,ok_front --rescale 0..1 --out cnn.zip

--labels are in the order of the model's answers. Keras sorts the folder names it learnt from, so
that is their order, and a single sigmoid is the probability of the second. Of a softmax over a good
label and several types of defects, P(def) is 1 - P(good), and the type is told beside the verdict.
With --data the thresholds, the scale of the heat maps and the figures come from these images, which
should be new to the model. Without, what is not clear is UNSURE.

exit status: 0 when the package is written, 2 when the model was refused"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help=".keras, .h5 or .hdf5")
    parser.add_argument("--look", action="store_true", help="say what it holds, and stop")
    parser.add_argument("--labels", metavar="A,B", help="in the order of the model's answers")
    parser.add_argument("--good", metavar="LABEL", help="which label is the good part")
    parser.add_argument("--out", type=Path, metavar="PKG", help="folder, or zip when so named")
    parser.add_argument("--data", type=Path, metavar="DIR", help="class folders to try it on")
    parser.add_argument("--name", help="the model's name; by default that of PKG")
    parser.add_argument(
        "--rescale", choices=("0..1", "-1..1", "0..255"), help="what 0 to 255 became in training"
    )
    parser.add_argument("--size", type=_size, metavar="HxW", help="where the model takes any")
    parser.add_argument("--json", action="store_true", help="steps and result as JSON lines")


def run(arguments: argparse.Namespace, home: Home) -> int:  # noqa: ARG001 - same for each command
    """Exit status: see EXAMPLES."""
    from inference.package import PackageError
    from training.data.dataset import UnusableDataset
    from training.importing.order import ImportRefused

    try:
        return _look(arguments) if arguments.look else _import(arguments)
    except (ImportRefused, PackageError, UnusableDataset, OSError) as error:
        _tell(arguments, {"event": "refused", "error": str(error)}, sys.stderr, f"error: {error}")
        return 2


def _look(arguments: argparse.Namespace) -> int:
    from training.importing.look import look_inside

    look = look_inside(arguments.file)
    fields = {
        "event": "looked",
        "layers": look.layers,
        "size": look.size,
        "colour": look.colour.value,
        "rescale": look.rescale.value if look.rescale else None,
        "answers": look.answers,
        "activation": look.activation,
        "labels": look.wanted_labels,
        "words": look.words(),
    }
    _tell(arguments, fields, sys.stdout, look.words())
    return 0


def _import(arguments: argparse.Namespace) -> int:
    from training.importing.h5_file import H5_SUFFIXES, WARNING
    from training.importing.import_model import import_model

    order = _order(arguments)
    if order.file.suffix.lower() in H5_SUFFIXES:
        _tell(arguments, {"event": "warning", "words": WARNING}, sys.stderr, f"warning: {WARNING}")

    def tell(step: str) -> None:
        _tell(arguments, {"event": "step", "words": step}, sys.stdout, f"{step} ...")

    imported = import_model(order, tell)
    fields = {
        "event": "finished",
        "package": str(imported.package.path),
        "model_id": imported.package.model_id,
        "metrics": imported.package.manifest.metrics or None,
    }
    _tell(arguments, fields, sys.stdout, _words(imported))
    return 0


def _order(arguments: argparse.Namespace) -> ImportOrder:
    from training.importing.order import ImportOrder, ImportRefused, Rescale

    if not arguments.labels or not arguments.out:
        raise ImportRefused("say --labels and --out; --look tells how many labels it needs")
    return ImportOrder(
        file=arguments.file,
        labels=tuple(label.strip() for label in arguments.labels.split(",")),
        out=arguments.out,
        good=arguments.good,
        data=arguments.data,
        name=arguments.name,
        rescale=Rescale(arguments.rescale) if arguments.rescale else None,
        size=arguments.size,
    )


def _words(imported: Imported) -> str:
    package, metrics = imported.package, imported.metrics
    written = f"{package.model_id} is written to {package.path}"
    if metrics is None:
        return f"{written}\nwithout --data nobody knows what it is worth on your parts"
    return (
        f"{written}\n{metrics.accuracy:.2%} right of {metrics.n:,} images; escapes "
        f"{metrics.escapes.count} of {metrics.escapes.of:,}, overkills {metrics.overkills.count} "
        f"of {metrics.overkills.of:,}; thresholds were chosen on the same images"
        f"{_types_words(package)}"
    )


def _types_words(package: ModelPackage) -> str:
    types = package.manifest.metrics.get("types")
    if types is None:
        return ""
    return f"\ntypes of {types['n']:,} defective images: macro-F1 {types['macro_f1']:.3f}"


def _tell(arguments: argparse.Namespace, fields: dict[str, Any], stream: Any, words: str) -> None:
    """JSON goes to the output, whatever it says."""
    if arguments.json:
        print(json.dumps(fields, ensure_ascii=False), flush=True)
    else:
        print(words, file=stream, flush=True)


def _size(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d+)x(\d+)", text)
    if found is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no size such as 300x300 (height x width)")
    return int(found[1]), int(found[2])
