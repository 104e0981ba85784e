"""One image of the HTML report: its picture, its heat map with boxes, and what was said of it."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from html import escape

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.review.regions import Region
from inference.review.results import ReviewedImage
from inference.review.thumbnail import draw_thumbnail
from inference.sources.image_file import printable

_SIDE_PX = 240
_QUALITY = 80
_REGIONS_SAID = 3


def card(image: ReviewedImage, regions: Sequence[Region]) -> str:
    """`regions` are drawn into its heat map, and the hottest of them said."""
    plain = draw_thumbnail(image.path, image.size, _SIDE_PX)
    name, where = escape(image.path.name), escape(printable(str(image.path)))
    if plain.pixels is None:
        pictures = f'<div class="none">{escape(plain.error or "")}</div>'
    else:
        hot = draw_thumbnail(image.path, image.size, _SIDE_PX, image.heat)
        pictures = _picture(plain.pixels, name)
        if hot.pixels is not None:
            pictures += _picture(_boxed(hot.pixels, image.size, regions), "its heat map")
    return (
        f'<figure><div class="pair">{pictures}</div><figcaption>'
        f'<span class="file" title="{where}">{name}</span>{_said(image)}{_regions(regions)}'
        "</figcaption></figure>"
    )


def _boxed(
    pixels: NDArray[np.uint8], size: tuple[int, int], regions: Sequence[Region]
) -> NDArray[np.uint8]:
    """White on black, to be seen on any part; the hottest is drawn last."""
    drawn = pixels.copy()
    scale = pixels.shape[1] / max(1, size[0])
    for region in reversed(regions):
        first = (round(region.x * scale), round(region.y * scale))
        second = (
            round((region.x + region.width) * scale),
            round((region.y + region.height) * scale),
        )
        cv2.rectangle(drawn, first, second, (0, 0, 0), 3)
        cv2.rectangle(drawn, first, second, (255, 255, 255), 1)
    return drawn


def _regions(regions: Sequence[Region]) -> str:
    """The hottest: of which type, how large and where, in px of the image."""
    if not regions:
        return ""
    said = [_region(region) for region in regions[:_REGIONS_SAID]]
    if (more := len(regions) - len(said)) > 0:
        said.append(f"and {more:,} more")
    return f'<ol class="hot">{"".join(f"<li>{each}</li>" for each in said)}</ol>'


def _region(region: Region) -> str:
    kind = f"{escape(region.defect_type)}, " if region.defect_type else ""
    where = f"{region.width:,} &times; {region.height:,} px at {region.x:,}, {region.y:,}"
    return f"{kind}{where}, {region.area_px:,} px&sup2;, peak {region.peak:.2f}"


def _said(image: ReviewedImage) -> str:
    outcome = image.outcome.value
    known = f", folder {escape(image.label)}" if image.label is not None else ""
    kind = f" {escape(image.defect_type)}" if image.defect_type else ""
    figure = "" if image.probability_def is None else f" P(def) {image.probability_def:.4f}"
    trouble = f"<br>{escape(image.error)}" if image.error else ""
    return f'<span><b class="{outcome}">{outcome.upper()}</b>{kind}{figure}{known}{trouble}</span>'


def _picture(pixels: NDArray[np.uint8], words: str) -> str:
    bgr = cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)
    content = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1].tobytes()
    return f'<img src="data:image/jpeg;base64,{base64.b64encode(content).decode()}" alt="{words}">'
