"""What the parameters of the augmentation are called, and how their values read."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from gui.words import percent
from training.augmentation.augment import Augmentation
from training.augmentation.parameters import PARAMETERS, Kind, Parameter

_NAMES = {
    "rotation_deg": QT_TRANSLATE_NOOP("Augment", "Rotation"),
    "zoom": QT_TRANSLATE_NOOP("Augment", "Zoom"),
    "width_shift": QT_TRANSLATE_NOOP("Augment", "Width shift"),
    "height_shift": QT_TRANSLATE_NOOP("Augment", "Height shift"),
    "flip_horizontal": QT_TRANSLATE_NOOP("Augment", "Horizontal flip"),
    "flip_vertical": QT_TRANSLATE_NOOP("Augment", "Vertical flip"),
    "gain": QT_TRANSLATE_NOOP("Augment", "Brightness, factor"),
    "offset": QT_TRANSLATE_NOOP("Augment", "Brightness, offset"),
    "gamma": QT_TRANSLATE_NOOP("Augment", "Gamma"),
    "contrast": QT_TRANSLATE_NOOP("Augment", "Contrast"),
    "light_gradient": QT_TRANSLATE_NOOP("Augment", "Uneven light"),
    "blur_px": QT_TRANSLATE_NOOP("Augment", "Blur"),
    "noise": QT_TRANSLATE_NOOP("Augment", "Noise"),
}
SECTIONS = (
    (
        QT_TRANSLATE_NOOP("Augment", "How the part lies"),
        ("rotation_deg", "zoom", "width_shift", "height_shift", "flip_horizontal", "flip_vertical"),
    ),
    (
        QT_TRANSLATE_NOOP("Augment", "The light"),
        ("gain", "offset", "gamma", "contrast", "light_gradient"),
    ),
    (QT_TRANSLATE_NOOP("Augment", "The camera"), ("blur_px", "noise")),
)
PRESET_NAMES = {
    "none": QT_TRANSLATE_NOOP("Augment", "None"),
    "notebook": QT_TRANSLATE_NOOP("Augment", "Notebook"),
    "gentle": QT_TRANSLATE_NOOP("Augment", "Gentle"),
    "strong": QT_TRANSLATE_NOOP("Augment", "Strong"),
}


def words(text: object) -> str:
    """A text of this page (`QT_TRANSLATE_NOOP` makes it), translated."""
    return QCoreApplication.translate("Augment", str(text))


def name_of(parameter: Parameter) -> str:
    """As it is called on the screen."""
    return words(_NAMES[parameter.name])


def value_words(parameter: Parameter, augmentation: Augmentation) -> str:
    """Such as `up to 1.0 px` or `off`."""
    value = parameter.value(augmentation)
    if parameter.kind is Kind.SWITCH:
        return words("every other image") if value else words("off")
    if parameter.kind is Kind.RANGE:
        low, high = value
        return (
            words("off")
            if low == high == 1.0
            else f"{low:.2f} \N{EN DASH} {high:.2f} \N{MULTIPLICATION SIGN}"
        )
    if not value:
        return words("off")
    return _amount(parameter, value)


def _amount(parameter: Parameter, value: float) -> str:
    amount = {
        "deg": f"{value:.0f}°",
        "%": percent(value, 0),
        "px": f"{value:.1f} px",
        "levels": words("{n} of 255").format(n=f"{value:g}"),
    }[parameter.unit]
    one_way = parameter.unit == "px" or parameter.name == "noise"
    return (
        words("up to {amount}").format(amount=amount) if one_way else f"\N{PLUS-MINUS SIGN}{amount}"
    )


def used(augmentation: Augmentation) -> int:
    """How many of the parameters do anything."""
    return sum(value_words(each, augmentation) != words("off") for each in PARAMETERS)
