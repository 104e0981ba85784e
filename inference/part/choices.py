"""What a model may look at instead of the whole picture: a chosen region, or the part found."""

from __future__ import annotations

from dataclasses import dataclass

from inference.part.area import Area

_SAME_PROPORTIONS = 0.01
_SMALLER, _LARGER = 0.8, 1.25
"""Of the sizes that were learnt: another lens is another model, a little play is none."""
_SMALLEST_SHARE = 0.1
"""What is smaller than this share of the picture's longest side is not taken for a part."""
_MOST_CELLS = 1024
"""Along each side of a map of the whole picture: a map for each part has to be kept."""


class PartNotFound(Exception):
    """The picture shows no part where one has to be. `str()` says why, in the operator's words."""

    def __init__(self, error: str, remedy: str) -> None:
        super().__init__(error)
        self.remedy = remedy
        """What to do about it."""


@dataclass(frozen=True, slots=True)
class PartRegion:
    """Always the same place of the picture, in px of the picture that it was chosen on."""

    x: int
    y: int
    width: int
    height: int
    picture_width: int
    picture_height: int

    def __post_init__(self) -> None:
        if min(self.x, self.y) < 0 or min(self.width, self.height) < 1:
            raise ValueError(f"a region has a place and a size, not {self.words}")
        over = self.x + self.width > self.picture_width
        if over or self.y + self.height > self.picture_height:
            raise ValueError(
                f"the region {self.words} is not inside the picture, "
                f"{self.picture_width} x {self.picture_height} px"
            )

    @property
    def words(self) -> str:
        """As on the command line."""
        return f"{self.x},{self.y},{self.width},{self.height}"

    def area_in(self, width: int, height: int) -> Area:
        """In a picture of this size. Raises `PartNotFound` where it has other proportions.

        A camera that delivers the same view larger or smaller is the same camera; one that shows
        more or less would have the region look elsewhere.
        """
        across, down = width / self.picture_width, height / self.picture_height
        if abs(across - down) > _SAME_PROPORTIONS * down:
            raise PartNotFound(
                f"the picture is {width} x {height} px; the part's region was chosen on one of "
                f"{self.picture_width} x {self.picture_height} px",
                "set the camera as it was when the model was trained, or train with such pictures",
            )
        left, top = round(self.x * across), round(self.y * down)
        right, bottom = round((self.x + self.width) * across), round((self.y + self.height) * down)
        return Area(left, top, max(1, right - left), max(1, bottom - top))

    def cells_for(self, map_shape: tuple[int, int]) -> tuple[int, int]:
        """Rows and columns of a map of the whole picture, as fine as the model's is here."""
        rows, columns = map_shape
        return (
            _at_most(rows * self.picture_height / self.height),
            _at_most(columns * self.picture_width / self.width),
        )


@dataclass(frozen=True, slots=True)
class FoundPart:
    """Where the part lies: searched for in each picture, see `find_part`."""

    margin: float = 0.03
    """Of the part's longest side, added on each side: nothing that sticks out is cut off."""
    size_from: float = _SMALLEST_SHARE
    size_to: float = 1.0
    """The part's size as a share of the picture's longest side; what is smaller or larger is no
    part. Its size is its longest side, where the model's input is a square."""

    def __post_init__(self) -> None:
        if not (0.0 <= self.margin <= 0.5 and 0.0 < self.size_from <= self.size_to <= 1.0):
            raise ValueError("a part needs 0 <= margin <= 0.5 and 0 < size_from <= size_to <= 1")

    def learnt(self, smallest: float, largest: float) -> FoundPart:
        """With the sizes of the parts that were learnt from, and some play."""
        size_from = max(_SMALLEST_SHARE, min(1.0, smallest) * _SMALLER)
        return FoundPart(self.margin, size_from, max(size_from, min(1.0, largest * _LARGER)))

    def area_around(self, part: Area, picture: tuple[int, int], proportions: float) -> Area:
        """What the model sees: the part in the middle, `proportions` wide for 1 high, undistorted.

        `picture` is the picture's width and height. Raises `PartNotFound` for a size out of range.
        """
        grown = 1.0 + 2.0 * self.margin
        height = max(part.height, part.width / proportions)
        share = height / max(picture)
        if not self.size_from <= share <= self.size_to:
            raise PartNotFound(
                f"what was found is no part that the model knows: {share:.0%} of the picture's "
                f"longest side, the model knows {self.size_from:.0%} to {self.size_to:.0%}",
                "take away what does not belong there; if the lens or its distance was changed, "
                "train with such pictures",
            )
        height *= grown
        width = height * proportions
        x, y = part.x + (part.width - width) / 2, part.y + (part.height - height) / 2
        return Area(round(x), round(y), max(1, round(width)), max(1, round(height)))

    def share_of(self, area: Area, picture: tuple[int, int]) -> float:
        """How large the part is that `area_around` made this of: what `learnt` wants to know."""
        return area.height / (1.0 + 2.0 * self.margin) / max(picture)

    def cells_for(self, map_shape: tuple[int, int]) -> tuple[int, int]:
        """Rows and columns of a map of the whole picture, as fine as the model's for any part."""
        finer = 1.0 / (self.size_from * (1.0 + 2.0 * self.margin))
        rows, columns = (max(side, _at_most(side * finer)) for side in map_shape)
        return rows, columns


def _at_most(cells: float) -> int:
    return round(min(cells, _MOST_CELLS))


PartChoice = PartRegion | FoundPart
"""None, where one may be, is the whole picture."""
