"""Results as one HTML file that opens anywhere: counts, and the pictures most worth a look."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.files_on_disk import write_atomically
from inference.review.counts import Counts
from inference.review.html_style import STYLE
from inference.review.results import ReviewedImage
from inference.review.thumbnail import draw_thumbnail
from inference.sources.image_file import printable
from inference.verdict import Outcome

MOST_SHOWN = 300
"""Some 20 KB a picture: the report stays below some 7 MB."""
_SIDE_PX = 240
_QUALITY = 80


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What the report says beside its pictures."""

    sources: Sequence[Path]
    model_id: str
    counts: Counts
    notes: Sequence[str] = ()


def write_html(images: Iterable[ReviewedImage], path: Path, facts: ReportFacts) -> int:
    """The first `MOST_SHOWN` of `images` with their heat maps, and how many there are in all.

    How many are shown. Sort before: see `orders`. Raises `OSError`, and whatever `images` raises.
    """
    cards: list[str] = []
    for image in images:
        if len(cards) == MOST_SHOWN:
            break
        cards.append(_card(image))
    write_atomically(path, _page(facts, cards).encode("utf-8", "backslashreplace"))
    return len(cards)


def _page(facts: ReportFacts, cards: Sequence[str]) -> str:
    named = ", ".join(escape(printable(str(source))) for source in facts.sources)
    notes = "".join(f"<li>{escape(note)}</li>" for note in facts.notes)
    shown = f"{len(cards):,} of {facts.counts.total:,} images are shown."
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Review: {named}</title><style>{STYLE}</style></head>\n<body><main>"
        f"<header><h1>Review</h1><p>{named}</p><p>Model {escape(facts.model_id)}</p></header>"
        f"{_tiles(facts.counts)}{_confusion(facts.counts)}"
        f"<section><h2>Images</h2><p>{shown}</p>{f'<ul>{notes}</ul>' if notes else ''}"
        f'<div class="gallery">{"".join(cards)}</div></section></main></body></html>\n'
    )


def _tiles(counts: Counts) -> str:
    tiles = [("judged", counts.total), *((o.value.upper(), n) for o, n in counts.outcomes.items())]
    cells = (f'<div class="tile"><b>{n:,}</b><span>{name}</span></div>' for name, n in tiles)
    return f'<div class="tiles">{"".join(cells)}</div>'


def _confusion(counts: Counts) -> str:
    if not counts.confusion:
        return ""
    head = "".join(f"<th>{outcome.value.upper()}</th>" for outcome in Outcome)
    rows = "".join(
        f"<tr><th>{escape(label)}</th>{''.join(f'<td>{n:,}</td>' for n in said.values())}</tr>"
        for label, said in counts.confusion.items()
    )
    return (
        "<section><h2>What the folders say, and what the model says</h2>"
        f"<table><tr><th>folder</th>{head}</tr>{rows}</table></section>"
    )


def _card(image: ReviewedImage) -> str:
    plain = draw_thumbnail(image.path, image.size, _SIDE_PX)
    name, where = escape(image.path.name), escape(printable(str(image.path)))
    if plain.pixels is None:
        pictures = f'<div class="none">{escape(plain.error or "")}</div>'
    else:
        hot = draw_thumbnail(image.path, image.size, _SIDE_PX, image.heat)
        pictures = _picture(plain.pixels, name)
        pictures += "" if hot.pixels is None else _picture(hot.pixels, "its heat map")
    return (
        f'<figure><div class="pair">{pictures}</div><figcaption>'
        f'<span class="file" title="{where}">{name}</span>{_said(image)}</figcaption></figure>'
    )


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
