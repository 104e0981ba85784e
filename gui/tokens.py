"""The colours of the window, by what they mean. Red, amber, violet are kept for verdicts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class Tone(StrEnum):
    """What a coloured thing says. Each tone has its own mark too: never colour alone."""

    OK = "ok"
    DEF = "def"
    UNSURE = "unsure"
    FAULT = "fault"
    QUIET = "quiet"
    """No verdict: stopped, waiting, on hold."""
    LOST = "lost"
    """No frames come."""


@dataclass(frozen=True, slots=True)
class Paint:
    """Fill, text upon it, edge; `stripe` where the fill is striped."""

    fill: str
    text: str
    edge: str
    stripe: str | None = None


@dataclass(frozen=True, slots=True)
class Tokens:
    """One theme. `marks` are the tones' colours as small marks on a surface."""

    dark: bool
    window: str
    surface: str
    raised: str
    pressed: str
    border: str
    text: str
    muted: str
    accent: str
    on_accent: str
    backdrop: str
    """Behind the picture."""
    paints: dict[Tone, Paint]
    marks: dict[Tone, str]


LIGHT = Tokens(
    dark=False,
    window="#e6e8eb",
    surface="#f4f5f7",
    raised="#ffffff",
    pressed="#dfe3e8",
    border="#c3c9d1",
    text="#171b21",
    muted="#56606c",
    accent="#1c5fc4",
    on_accent="#ffffff",
    backdrop="#d3d7dc",
    paints={
        Tone.OK: Paint("#dce0e5", "#2b333d", "#c3c9d1"),
        Tone.DEF: Paint("#c8102e", "#ffffff", "#a30c25"),
        Tone.UNSURE: Paint("#f5ac00", "#241a00", "#c98d00"),
        Tone.FAULT: Paint("#5a3fc0", "#ffffff", "#4630a0", stripe="#5035b0"),
        Tone.QUIET: Paint("#f4f5f7", "#3f4853", "#c3c9d1"),
        Tone.LOST: Paint("#22272e", "#ffffff", "#22272e", stripe="#2b313a"),
    },
    marks={
        Tone.OK: "#56606c",
        Tone.DEF: "#c8102e",
        Tone.UNSURE: "#a86f00",
        Tone.FAULT: "#5a3fc0",
        Tone.QUIET: "#56606c",
        Tone.LOST: "#171b21",
    },
)

DARK = Tokens(
    dark=True,
    window="#14171b",
    surface="#1c2026",
    raised="#272c34",
    pressed="#333a44",
    border="#363e49",
    text="#e9ecf0",
    muted="#9ba6b3",
    accent="#6ca8ff",
    on_accent="#0b1422",
    backdrop="#0c0e11",
    paints={
        Tone.OK: Paint("#2a3038", "#dde2e8", "#3b444f"),
        Tone.DEF: Paint("#d7183a", "#ffffff", "#f0506b"),
        Tone.UNSURE: Paint("#f7b21b", "#241a00", "#ffcf66"),
        Tone.FAULT: Paint("#6146d3", "#ffffff", "#8a73ee", stripe="#563bc4"),
        Tone.QUIET: Paint("#1c2026", "#b9c2cc", "#363e49"),
        Tone.LOST: Paint("#e9ecf0", "#14171b", "#e9ecf0", stripe="#dde1e7"),
    },
    marks={
        Tone.OK: "#9ba6b3",
        Tone.DEF: "#ff5a73",
        Tone.UNSURE: "#f7b21b",
        Tone.FAULT: "#a08cff",
        Tone.QUIET: "#9ba6b3",
        Tone.LOST: "#e9ecf0",
    },
)


def classic(tokens: Tokens) -> Tokens:
    """The same theme with a green OK, as on older machines."""
    green = Paint("#16803a", "#ffffff", "#3fa863" if tokens.dark else "#0f662d")
    return replace(
        tokens,
        paints={**tokens.paints, Tone.OK: green},
        marks={**tokens.marks, Tone.OK: "#4cc274" if tokens.dark else "#16803a"},
    )
