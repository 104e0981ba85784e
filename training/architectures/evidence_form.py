"""The form of an `evidence` network: whose opinions its verdict is the mean of, and its size."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

_BLOCK_OF_FIELD = {19: 3, 67: 5, 147: 8}
"""What a place sees, in px -> after which block of EfficientNet-Lite0; strides of 4, 8 and 16. A
wider field still would let the network move its evidence to where no defect is."""
_WHOLE = "whole"
_WORDS = re.compile(r"(?P<opinions>[a-z0-9+]+?)(@(?P<size>\d{2,3}))?")
_SIZES_PX = range(64, 513)


@dataclass(frozen=True, slots=True)
class Form:
    """The fields that places see, the narrowest first, and whether the whole image has a say."""

    fields_px: tuple[int, ...] = (67, 147)
    sees_whole: bool = True
    size_px: int = 224
    """Of the square that the network is given."""

    @property
    def blocks(self) -> tuple[int, ...]:
        """After which blocks, counted from 1, the heads of the fields come."""
        return tuple(_BLOCK_OF_FIELD[field] for field in self.fields_px)

    def __str__(self) -> str:
        """As `from_words` reads it, such as "67+147+whole@224"."""
        opinions = [*map(str, self.fields_px), *([_WHOLE] if self.sees_whole else [])]
        return f"{'+'.join(opinions)}@{self.size_px}"

    @classmethod
    def from_words(cls, words: str) -> Self:
        """Such as "67+147+whole@224"; without a size 224. Raises `ValueError`."""
        read = _WORDS.fullmatch(words)
        opinions = read["opinions"].split("+") if read else []
        fields = sorted({int(each) for each in opinions if each.isdigit()})
        is_known = set(opinions) <= {*map(str, _BLOCK_OF_FIELD), _WHOLE}
        size_px = int(read["size"] or 224) if read else 0
        if not (fields and is_known and size_px in _SIZES_PX):
            raise ValueError(
                f"{words!r} is no form of evidence: one at least of the fields of "
                f"{', '.join(map(str, _BLOCK_OF_FIELD))} px, and {_WHOLE!r} where it is to have a "
                "say, such as 67+147+whole, or 67+147@300"
            )
        return cls(tuple(fields), _WHOLE in opinions, size_px)
