"""Images of the validation set inside the report: as they are, and with their heat maps."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from html import escape

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.overlay import blended
from training.report.material import Material, TypeExample

_SIDE_PX = 260
_QUALITY = 82
_SHOWN = 8


def worst_errors(material: Material) -> list[int]:
    """Which images were judged wrongly at the def threshold, the furthest from it first."""
    said_def = material.probability_def >= material.thresholds.def_from
    wrong = np.flatnonzero(said_def != material.is_def)
    distance = np.abs(material.probability_def[wrong] - material.thresholds.def_from)
    return [int(index) for index in wrong[np.argsort(-distance, kind="stable")][:_SHOWN]]


def most_unsure(material: Material, besides: list[int]) -> list[int]:
    """Which images lie nearest to the middle between OK and DEF."""
    middle = (material.thresholds.unsure_from + material.thresholds.def_from) / 2
    nearest = np.argsort(np.abs(material.probability_def - middle), kind="stable")
    return [int(index) for index in nearest if index not in besides][:_SHOWN]


def gallery(material: Material, indices: list[int]) -> str:
    """A row of cards."""
    return f'<div class="gallery">{"".join(_card(material, index) for index in indices)}</div>'


def type_gallery(material: Material) -> str:
    """A card for each type: the part, the verdict's map, and the map of its type."""
    cards = "".join(_type_card(material, example) for example in material.type_examples)
    return f'<div class="gallery">{cards}</div>'


def _card(material: Material, index: int) -> str:
    truth = "def" if material.is_def[index] else "ok"
    said = _said(float(material.probability_def[index]), material)
    words = (
        f'is <b class="{truth}">{truth.upper()}</b>, said '
        f'<b class="{said}">{said.upper()}</b>, P = {material.probability_def[index]:.4f}'
    )
    return _figure(material, index, {"its heat map": material.heat[index]}, words)


def _type_card(material: Material, example: TypeExample) -> str:
    name = escape(example.name)
    maps = {"the verdict's map": material.heat[example.index], f"its map of {name}": example.heat}
    return _figure(material, example.index, maps, f"{name}, P = {example.share:.4f}")


def _figure(
    material: Material, index: int, maps: Mapping[str, NDArray[np.float32]], words: str
) -> str:
    """The image, and each of the maps over it, which are told by name. `words` are HTML."""
    image = material.images[index]
    image = image[:, :, 0] if image.shape[2] == 1 else image
    caption = escape(material.captions[index])
    heats = {caption: np.zeros((2, 2), np.float32), **maps}
    pictures = "".join(
        f'<img src="{_embedded(blended(image, heat, longest_px=_SIDE_PX))}" alt="{name}">'
        for name, heat in heats.items()
    )
    side_by_side = "pair" if len(heats) == 2 else "pair triple"
    return (
        f'<figure class="card"><div class="{side_by_side}">{pictures}</div>'
        f'<figcaption><span class="file" title="{caption}">{caption}</span>'
        f'<span class="said">{words}</span></figcaption></figure>'
    )


def _said(probability_def: float, material: Material) -> str:
    if probability_def >= material.thresholds.def_from:
        return "def"
    return "unsure" if probability_def >= material.thresholds.unsure_from else "ok"


def _embedded(picture: NDArray[np.uint8]) -> str:
    bgr = cv2.cvtColor(picture, cv2.COLOR_RGB2BGR)
    content = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1].tobytes()
    return f"data:image/jpeg;base64,{base64.b64encode(content).decode('ascii')}"
