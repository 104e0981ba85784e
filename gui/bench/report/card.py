"""A chart as a file of its own: a card that is read on light pages and on dark ones."""

from __future__ import annotations

from html import escape

WAYS = 8
"""So many colours there are, told apart by those who see fewer too: `way0` is ours."""

_STYLE = """
:root { --card: #ffffff; --ink: #1b2129; --soft: #5b6672; --rule: #e3e7ec; --grey: #8a94a0;
  --c0: #1f5fa8; --c1: #d1651b; --c2: #1a8a66; --c3: #a3478f; --c4: #8a6d00; --c5: #5b6672;
  --c6: #2f9bb8; --c7: #b3404a; }
@media (prefers-color-scheme: dark) { :root { --card: #1d2126; --ink: #e6e9ed; --soft: #9aa5b1;
  --rule: #323941; --grey: #7b8692; --c0: #6ea8e6; --c1: #f0955a; --c2: #4fc39b; --c3: #d78cc8;
  --c4: #d6b84a; --c5: #9aa5b1;
  --c6: #58c3de; --c7: #ff8f88; } }
text { font: 12px Inter, "Segoe UI", system-ui, -apple-system, "Helvetica Neue", sans-serif;
  fill: var(--soft); font-variant-numeric: tabular-nums; }
.title { font-size: 16px; font-weight: 600; fill: var(--ink); }
.label, .note { fill: var(--ink); } svg { overflow: visible; }
.note { paint-order: stroke; stroke: var(--card); stroke-width: 4px; stroke-linejoin: round; }
.end { text-anchor: end; } .middle { text-anchor: middle; }
.card { fill: var(--card); stroke: var(--rule); }
.grid { stroke: var(--rule); } .axis, .tickmark { stroke: var(--grey); }
.ours { stroke: var(--c0); stroke-width: 1.5; } .span { stroke: var(--rule); stroke-width: 6;
  stroke-linecap: round; }
.line { fill: none; stroke-width: 2.2; stroke-linejoin: round; stroke-linecap: round; }
.line.limit { stroke: var(--grey); stroke-dasharray: 5 4; stroke-width: 1.5; }
""" + "".join(
    f".line.way{way} {{ stroke: var(--c{way}); }} .dot.way{way} {{ fill: var(--c{way}); }}\n"
    for way in range(WAYS)
)


def card(title: str, width: int, height: int, *marks: str) -> str:
    """A whole SVG file of this size in px, its marks in drawing order."""
    heading = words(24, 34, title[0].upper() + title[1:], "title")
    begin = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" aria-label="{escape(title)}">'
    )
    paper = f'<rect class="card" x=".5" y=".5" width="{width - 1}" height="{height - 1}" rx="10"/>'
    return "\n".join([begin, f"<style>{_STYLE}</style>", paper, heading, *marks, "</svg>\n"])


def words(x: float, y: float, text: str, kind: str = "label") -> str:
    """A line of text whose baseline begins there; `kind` may hold `end` or `middle`."""
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}">{escape(text)}</text>'


def dot(x: float, y: float, way: int, radius: float = 5.0) -> str:
    """In the colour of this way."""
    return f'<circle class="dot way{way % WAYS}" cx="{x:.1f}" cy="{y:.1f}" r="{radius}"/>'


def stroke(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    """A straight line."""
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def placed(chart: str, x: float, y: float, width: int, height: int) -> str:
    """A chart of its own, inside the card."""
    return f'<svg x="{x}" y="{y}" width="{width}" height="{height}">{chart}</svg>'
