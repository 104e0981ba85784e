"""A product's name as the name of its file: one for each, which every system takes, and back."""

from __future__ import annotations

import re
from unicodedata import normalize
from urllib.parse import unquote

_NO_FILES = re.compile(r'[\x00-\x1f<>:"/\\|?*%]|^\.')
_DEVICE = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³]) *(?:\.|$)", re.IGNORECASE
)
"""Windows takes these for devices, also with something behind a dot."""


def stem_of(product: str) -> str:
    """As it is read, but for what a file's name can't hold: that is written as in an address.

    `Lid 4711/b` is `Lid 4711%2Fb`, and `CON` is `%43ON`.
    """
    named = normalize("NFC", product)
    stem = _NO_FILES.sub(lambda found: _escaped(found[0]), named)
    return _escaped(stem[0]) + stem[1:] if _DEVICE.match(stem) else stem


def product_of(stem: str) -> str:
    """The name that `stem_of` was given."""
    return unquote(stem)


def same_name(product: str) -> str:
    """Equal for two names that some systems take for one: they differ in capitals or in coding."""
    return normalize("NFC", product).lower()


def _escaped(character: str) -> str:
    """One of ASCII."""
    return f"%{ord(character):02X}"
