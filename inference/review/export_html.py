"""Results as one HTML file that opens anywhere: counts, and the pictures most worth a look."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from inference.files_on_disk import write_atomically
from inference.review.boxes import Boxes
from inference.review.counts import Counts
from inference.review.html_card import card
from inference.review.html_style import STYLE
from inference.review.results import ReviewedImage
from inference.sources.image_file import printable
from inference.verdict import Outcome

MOST_SHOWN = 300
"""Some 20 KB a picture: the report stays below some 7 MB."""


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What the report says beside its pictures."""

    sources: Sequence[Path]
    model_id: str
    counts: Counts
    notes: Sequence[str] = ()


def write_html(
    images: Iterable[ReviewedImage], path: Path, facts: ReportFacts, boxes: Boxes
) -> int:
    """The first `MOST_SHOWN` of `images` with their heat maps, and how many there are in all.

    Their hot regions are drawn as `boxes` finds them, and the hottest three said.

    How many are shown. Sort before: see `orders`. Raises `OSError`, and whatever `images` raises.
    """
    cards: list[str] = []
    for image in images:
        if len(cards) == MOST_SHOWN:
            break
        cards.append(card(image, boxes.of_image(image)))
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
