"""`main.py train`: labelled folders -> a model package."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from inference.home import Home
from training.augmentation.augment import NO_AUGMENTATION, Augmentation
from training.commands.augment_arguments import (
    add_augmentation_arguments,
    augmentation_asked_for,
)
from training.events import BatchFinished, Event, Failed, Listener, as_json

if TYPE_CHECKING:
    from inference.part.choices import PartChoice
    from training.runs.order import TrainingOrder
    from training.runs.run_folder import RunFolder

SUMMARY = "train a model on a folder of class folders, and write it as a package"
EXAMPLES = """\
  main.py train parts --out models/parts          # parts/ok and parts/def
  main.py train tiles --good MT_Free --out tiles.zip    # the others are types of defects
  main.py train steel --good none --out steel     # types alone: it tells the type only
  main.py train parts --out models/cnn --recipe notebook --epochs 20 --seed 1 --json
  main.py train parts --out models/first --mode quick    # the first model, in a minute
  main.py train parts --out models/p --rotation 15 --zoom 0.9:1.1 --no-flip-horizontal
  main.py train parts --out models/p --part found       # wherever it lies on plain ground
  main.py train parts --out models/p --part 120,40,600,600
  main.py train --resume 20261122-213500-4f1a     # after a power cut
"""
_CANNOT = 2
_INTERRUPTED = 130


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folder",
        type=Path,
        nargs="?",
        metavar="DIR",
        help="ok/ and def/ (or ok_front/ and def_front/), or one folder per defect type",
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar="PKG",
        help="where the package goes: a folder, or a .zip; a package there is replaced",
    )
    parser.add_argument(
        "--recipe",
        help="evidence (the default), evidence-300 (the default where most images are longer than "
        "300 px, and no more than 3,000), evidence-67, transfer, demo, notebook or pooled",
    )
    parser.add_argument(
        "--mode",
        help="of what is pretrained (evidence, transfer): quick (the heads alone, in seconds), or "
        "full (the default)",
    )
    parser.add_argument(
        "--good",
        metavar="CLASS",
        help="which class folder holds the good parts; none: all are types of defects, and the "
        "model tells the type only",
    )
    parser.add_argument("--name", help="the model's name (default: that of PKG)")
    parser.add_argument("--seed", type=int, default=0, help="the same seed, the same split and run")
    parser.add_argument(
        "--split",
        type=Path,
        metavar="FILE",
        help="keep to this split, new images aside: a split.csv, or a package with one "
        "(default: that of the package at PKG, where there is one)",
    )
    parser.add_argument("--epochs", type=int, help="how often to go through the images")
    parser.add_argument("--batch", type=int, help="images per step")
    parser.add_argument(
        "--balance",
        action="store_true",
        help="weigh good and defective parts as if there were as many of each",
    )
    parser.add_argument(
        "--resume",
        metavar="RUN",
        help="go on with a run that was cut off, after its last whole epoch; without DIR and --out",
    )
    parser.add_argument(
        "--keep", action="store_true", help="keep the run's folder when its package is written"
    )
    parser.add_argument(
        "--part",
        default="whole",
        metavar="PLACE",
        help="what the model sees of each picture, in training and on the line: whole (the "
        "default), found (the part, searched for on plain ground), or a region X,Y,W,H in px",
    )
    parser.add_argument(
        "--leave-out",
        type=Path,
        metavar="LIST",
        help="a text file with the images to leave out, one path a line",
    )
    parser.add_argument(
        "--tensorboard", type=Path, metavar="DIR", help="write event files for TensorBoard there"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    add_augmentation_arguments(parser)


def run(arguments: argparse.Namespace, home: Home) -> int:
    """Train; 0 when the package is written, 2 when it can't be, 130 on Ctrl-C."""
    from training.runs.order import UnusableOrder

    say = _say_json if arguments.json else _say_words
    try:
        order, run_folder = _order_and_run(arguments, home)
    except UnusableOrder as error:
        say(Failed(str(error)))
        return _CANNOT
    return _train(order, run_folder, say, keeps_run=arguments.keep)


def _train(order: TrainingOrder, run_folder: RunFolder, say: Listener, *, keeps_run: bool) -> int:
    from training.runs.job import train
    from training.runs.refusals import REFUSALS, words_for

    try:
        train(order, say, run=run_folder, keeps_run=keeps_run)
    except REFUSALS as error:
        say(Failed(words_for(error, run_folder)))
        return _CANNOT
    except KeyboardInterrupt:
        run_folder.remove()
        say(Failed("stopped; nothing was written"))
        return _INTERRUPTED
    return 0


def _order_and_run(arguments: argparse.Namespace, home: Home) -> tuple[TrainingOrder, RunFolder]:
    from training.runs.order import UnusableOrder
    from training.runs.run_folder import RunFolder, new_run

    has_order = arguments.folder is not None and arguments.out is not None
    if arguments.resume is None:
        if not has_order:
            raise UnusableOrder("say what to learn from and where to put it: DIR --out PKG")
        return _order(arguments), new_run(home.runs)
    if arguments.folder is not None or arguments.out is not None:
        raise UnusableOrder(
            "--resume goes on with what was asked for then: leave out DIR and --out"
        )
    found = RunFolder(home.runs / arguments.resume)
    return found.order(), found


def _order(arguments: argparse.Namespace) -> TrainingOrder:
    from training.runs.order import TrainingOrder

    recipe = arguments.recipe or _recommended(arguments)
    return TrainingOrder(
        folder=arguments.folder,
        out=arguments.out,
        recipe=recipe,
        mode=arguments.mode,
        good=arguments.good,
        name=arguments.name,
        seed=arguments.seed,
        epochs=arguments.epochs,
        batch=arguments.batch,
        balances_classes=arguments.balance,
        augmentation=_augmentation(arguments, recipe),
        excluded=_left_out(arguments.leave_out),
        split=arguments.split,
        part=_part(arguments),
        tensorboard=arguments.tensorboard,
    )


def _recommended(arguments: argparse.Namespace) -> str:
    """For the folder's images; a folder that is no use is refused later, in its own words."""
    from training.data.dataset import UnusableDataset, find_dataset
    from training.runs.order import DEFAULT_RECIPE
    from training.runs.recommended import recommended_for

    try:
        return recommended_for(find_dataset(arguments.folder, arguments.good).files)
    except (UnusableDataset, OSError):
        return DEFAULT_RECIPE


def _part(arguments: argparse.Namespace) -> PartChoice | None:
    from training.data.dataset import UnusableDataset
    from training.data.part_choice import part_choice
    from training.runs.order import UnusableOrder

    try:
        return part_choice(arguments.part, arguments.folder, arguments.good)
    except (UnusableDataset, ValueError) as error:
        raise UnusableOrder(f"--part: {error}") from error


def _left_out(listed: Path | None) -> tuple[Path, ...]:
    from training.data.left_out import read_list
    from training.runs.order import UnusableOrder

    try:
        return read_list(listed) if listed else ()
    except (OSError, ValueError) as error:
        raise UnusableOrder(f"the list of --leave-out can't be read: {error}") from error


def _augmentation(arguments: argparse.Namespace, recipe: str) -> Augmentation | None:
    from training.fitting.fit_settings import fit_settings
    from training.runs.order import UnusableOrder

    try:
        recipes_own = fit_settings(recipe, arguments.mode).augmentation
    except (ValueError, KeyError):
        recipes_own = NO_AUGMENTATION  # the job refuses such a recipe in better words
    try:
        return augmentation_asked_for(arguments, recipes_own)
    except ValueError as error:
        raise UnusableOrder(str(error)) from error


def _say_json(event: Event) -> None:
    print(as_json(event), flush=True)


def _say_words(event: Event) -> None:
    if isinstance(event, Failed):
        print(event, file=sys.stderr)
    elif isinstance(event, BatchFinished):
        if sys.stdout.isatty():
            print(f"\r{event}", end="", flush=True)
    else:
        # Over the line of progress, where there is one.
        print(f"\r\x1b[K{event}" if sys.stdout.isatty() else event, flush=True)
