"""How `main.py train` is told the augmentation: a file or a preset, and single flags over it."""

from __future__ import annotations

import argparse
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from training.augmentation.parameters import PARAMETERS, PRESETS, Kind, Parameter, augmentation_of

if TYPE_CHECKING:
    from training.augmentation.augment import Augmentation

_FLAGS = {"rotation_deg": "rotation", "gain": "brightness", "blur_px": "blur"}
_WORDS = {
    "rotation_deg": "turned by up to so many degrees, either way",
    "zoom": "made larger by a factor between these",
    "width_shift": "moved across by up to this share of the width (0.1 is a tenth)",
    "height_shift": "moved up or down by up to this share of the height",
    "flip_horizontal": "mirrored left for right, every other time",
    "flip_vertical": "mirrored upside down, every other time",
    "gain": "made brighter by a factor between these",
    "offset": "up to so many of 255 levels brighter or darker",
    "gamma": "the mid-tones bent by an exponent between these",
    "contrast": "the contrast changed by a factor between these",
    "light_gradient": "light from one side, up to this share brighter there",
    "blur_px": "out of focus, by a Gaussian of up to so many px",
    "noise": "the sensor's noise, up to so many of 255 levels",
}


def add_augmentation_arguments(parser: argparse.ArgumentParser) -> None:
    """`--augment` and a flag for each parameter."""
    group = parser.add_argument_group(
        "augmentation",
        "how far each image is changed, drawn anew for each epoch. What isn't said is as the "
        "recipe has it, or as --augment says",
    )
    group.add_argument(
        "--augment",
        metavar="FILE",
        help=f"a preset ({', '.join(PRESETS)}), or a TOML file with lines such as "
        "`zoom = [0.9, 1.1]`, `noise = 3` and `flip_vertical = true`; what it doesn't name is "
        f"left out. It may name: {', '.join(each.name for each in PARAMETERS)}",
    )
    for parameter in PARAMETERS:
        _add_flag(group, parameter)


def _add_flag(group: argparse._ArgumentGroup, parameter: Parameter) -> None:
    flag = "--" + _FLAGS.get(parameter.name, parameter.name).replace("_", "-")
    words = _WORDS[parameter.name]
    if parameter.kind is Kind.SWITCH:
        action = argparse.BooleanOptionalAction
        group.add_argument(flag, dest=parameter.name, action=action, default=None, help=words)
        return
    reads, metavar = (_range, "LOW:HIGH") if parameter.kind is Kind.RANGE else (float, "MOST")
    bounds = f"{parameter.lowest:g} to {parameter.highest:g}"
    group.add_argument(
        flag, dest=parameter.name, type=reads, metavar=metavar, help=f"{words}; {bounds}"
    )


def _range(words: str) -> list[float]:
    try:
        low, high = (float(word) for word in words.split(":"))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{words!r} is no range such as 0.9:1.1") from None
    return [low, high]


def augmentation_asked_for(
    arguments: argparse.Namespace, recipes_own: Augmentation
) -> Augmentation | None:
    """None when nothing was said: then it is the recipe's.

    Raises `ValueError` with words: what is wrong, and where.
    """
    fields = {
        parameter.name: getattr(arguments, parameter.name)
        for parameter in PARAMETERS
        if getattr(arguments, parameter.name) is not None
    }
    if arguments.augment is None and not fields:
        return None
    base = recipes_own if arguments.augment is None else _named(arguments.augment)
    return augmentation_of(fields, base)


def _named(name: str) -> Augmentation:
    if name in PRESETS:
        return PRESETS[name]
    path = Path(name)
    try:
        return augmentation_of(_read(path), PRESETS["none"])
    except OSError as error:
        why = error.strerror or str(error)
        presets = ", ".join(PRESETS)
        raise ValueError(f"--augment {path}: {why}; presets are: {presets}") from error
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from error


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
