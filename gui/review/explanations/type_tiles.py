"""A tile for each type of defect: as many as the model has maps for, none for most models."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gui.review.explanations.tile import Tile
from gui.words import probability
from training.explanations.desk_messages import TypeTold


class TypeTiles:
    """Stay where they are from image to image, and change their names: the likeliest is first."""

    def __init__(self, make: Callable[[str], Tile]) -> None:
        self._make = make
        self._told: tuple[TypeTold, ...] = ()
        self.tiles: list[Tile] = []

    def name(self, told: Sequence[TypeTold]) -> None:
        """These are the types of the image that is shown now."""
        self._told = tuple(told)
        while len(self.tiles) < len(told):
            self.tiles.append(self._make(""))
        for tile in self.tiles[len(told) :]:
            tile.hide()
            tile.deleteLater()
        del self.tiles[len(told) :]
        for tile, each in zip(self.tiles, told, strict=True):
            tile.set_title(f"{each.name}, P\N{NO-BREAK SPACE}{probability(each.probability)}")

    def tile_of(self, method: str) -> Tile | None:
        """The tile of the map that comes under this name."""
        return next(
            (
                tile
                for tile, each in zip(self.tiles, self._told, strict=True)
                if each.method == method
            ),
            None,
        )
