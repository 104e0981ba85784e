"""Where the tiles of the wall lie. Pure geometry: it costs the same for ten and for 100,000."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect

GAP = 10
EDGE = 2
"""Room for the frame of what is chosen."""
CAPTION_PX = 46


@dataclass(frozen=True, slots=True)
class Grid:
    """Tiles of one size, row by row, spread over `width`. Coordinates are the content's."""

    count: int
    width: int
    picture_px: int
    """The side of a tile's picture; its caption comes below."""

    @property
    def columns(self) -> int:
        return max(1, (self.width - 2 * EDGE + GAP) // (self.picture_px + GAP))

    @property
    def tile_width(self) -> int:
        """What is left over goes to the tiles, so that no gap stays at the right."""
        return max(1, (self.width - 2 * EDGE + GAP) // self.columns - GAP)

    @property
    def tile_height(self) -> int:
        return self.picture_px + CAPTION_PX

    @property
    def pitch(self) -> int:
        """From one line of tiles to the next."""
        return self.tile_height + GAP

    @property
    def height(self) -> int:
        lines = -(-self.count // self.columns)
        return max(0, lines * self.pitch - GAP) + 2 * EDGE

    def box(self, place: int) -> QRect:
        """Of the tile at this place of the order."""
        line, column = divmod(place, self.columns)
        x = EDGE + column * (self.tile_width + GAP)
        return QRect(x, EDGE + line * self.pitch, self.tile_width, self.tile_height)

    def visible(self, top: int, height: int) -> range:
        """The places that a window of `height` over the content at `top` shows a part of."""
        first = max(0, (top - EDGE) // self.pitch) * self.columns
        last = ((top + height) // self.pitch + 1) * self.columns
        return range(min(first, self.count), min(last, self.count))

    def place_at(self, point: QPoint) -> int | None:
        """The place of the tile there, None beside all tiles."""
        line = (point.y() - EDGE) // self.pitch
        column = (point.x() - EDGE) // (self.tile_width + GAP)
        place = line * self.columns + column
        within = 0 <= column < self.columns and 0 <= place < self.count
        return place if within and self.box(place).contains(point) else None
