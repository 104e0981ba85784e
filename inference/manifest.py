"""The manifest of a model package: what the model wants, answers and descends from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from inference.part.choices import FoundPart, PartChoice, PartRegion
from inference.plausibility import SeenRange
from inference.preprocess import Colour, InputSpec
from inference.verdict import Thresholds

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class RegionSection(_Frozen):
    """The part lies in this place of the picture; see `PartRegion`."""

    kind: Literal["region"] = "region"
    x: int
    y: int
    width: int
    height: int
    picture_width: int
    picture_height: int

    def choice(self) -> PartRegion:
        return PartRegion(**self.model_dump(exclude={"kind"}))


class FoundSection(_Frozen):
    """The part is searched for in each picture; see `FoundPart`."""

    kind: Literal["found"] = "found"
    margin: float
    size_from: float
    size_to: float

    def choice(self) -> FoundPart:
        return FoundPart(**self.model_dump(exclude={"kind"}))


def _is_whole_picture(part: object) -> bool:
    return part is None


def _is_false(value: object) -> bool:
    return value is False


class InputSection(_Frozen):
    """The image as the model wants it; see `InputSpec`."""

    height: int = Field(ge=8, le=4096)
    width: int = Field(ge=8, le=4096)
    colour: Colour
    offset: float = 0.0
    scale: float = Field(default=1.0 / 255.0, gt=0)
    # Left out for the whole picture: a program that knows of no parts goes on reading those.
    part: RegionSection | FoundSection | None = Field(
        default=None, discriminator="kind", exclude_if=_is_whole_picture
    )

    @classmethod
    def of(cls, spec: InputSpec) -> InputSection:
        """What a package says of `spec`."""
        return cls.model_validate(asdict(spec) | {"part": part_fields(spec.part)})

    def spec(self) -> InputSpec:
        part = None if self.part is None else self.part.choice()
        return InputSpec(self.height, self.width, self.colour, self.offset, self.scale, part)

    @model_validator(mode="after")
    def _part_can_be(self) -> InputSection:
        self.spec()
        return self


def part_fields(part: PartChoice | None) -> dict[str, Any] | None:
    """For JSON; `part_of_fields` reads it."""
    if part is None:
        return None
    kind = "region" if isinstance(part, PartRegion) else "found"
    return {"kind": kind, **asdict(part)}


def part_of_fields(fields: Mapping[str, Any] | None) -> PartChoice | None:
    """What `part_fields` gave. Raises `ValueError` for anything else."""
    if fields is None:
        return None
    section = RegionSection if fields.get("kind") == "region" else FoundSection
    return section.model_validate(fields).choice()


class MapScale(_Frozen):
    """The fixed scale of one kind of map: raw `floor` is drawn as 0, raw `ceiling` as 1."""

    method: Literal["evidence", "gradcam"]
    floor: float
    ceiling: float

    @model_validator(mode="after")
    def _rises(self) -> MapScale:
        if not self.ceiling > self.floor:
            raise ValueError(f"ceiling {self.ceiling} must be above floor {self.floor}")
        return self


class ThresholdSection(_Frozen):
    """The thresholds that the model was released with. The station's own go before them."""

    unsure_from: float
    def_from: float

    @model_validator(mode="after")
    def _in_order(self) -> ThresholdSection:
        self.thresholds()
        return self

    def thresholds(self) -> Thresholds:
        return Thresholds(self.unsure_from, self.def_from)


class SeenSection(_Frozen):
    """Brightness and contrast of the training images, with margins; see `SeenRange`."""

    brightness_from: float
    brightness_to: float
    contrast_from: float

    def seen(self) -> SeenRange:
        return SeenRange(self.brightness_from, self.brightness_to, self.contrast_from)


class Manifest(_Frozen):
    """`manifest.json` in a model package."""

    format: Literal["lineside-model-package"] = "lineside-model-package"
    format_version: Literal[1] = 1
    name: str = Field(min_length=1, max_length=80, pattern=r"^[\w .-]+$")
    created_at: datetime = Field(default_factory=lambda: datetime.now(UTC))
    labels: tuple[str, ...] = Field(min_length=2)
    """The good label first, then `def`; or the types of defect, where the model tells several."""
    knows_good: bool = True
    """False: it learnt from defects alone. It calls each part DEF, and tells the type only."""
    input: InputSection
    maps: tuple[MapScale, ...] = Field(min_length=1)
    """What the exported graph draws; the first is shown unless another is chosen."""
    # Left out where there are none: a program that knows of no such maps goes on reading those.
    type_maps: bool = Field(default=False, exclude_if=_is_false)
    """Whether each type of defect has a map of its own: the `evidence` map's share of it."""
    thresholds: ThresholdSection
    seen: SeenSection | None = None
    """A picture outside of it is a FAULT; None lets every picture in."""
    metrics: dict[str, Any] = Field(default_factory=dict)
    lineage: dict[str, Any] = Field(default_factory=dict)
    """Recipe, seed, data, versions, history: how it was made."""
    files: dict[str, Sha256]
    """sha256 of each file of the package but this one."""

    @property
    def defect_types(self) -> tuple[str, ...]:
        """Those that the model tells apart, in the order of its answer."""
        return self.labels[1:] if len(self.labels) > 2 else ()

    @property
    def limits(self) -> str:
        """What must be said wherever the model is used; empty for an ordinary one."""
        if self.knows_good:
            return ""
        return "it has seen no good part: it calls each part DEF, and tells the type only"

    @property
    def evidence_scale(self) -> MapScale:
        """Of the `evidence` map, which the types share: there is one where they have maps."""
        (scale,) = (scale for scale in self.maps if scale.method == "evidence")
        return scale

    @model_validator(mode="after")
    def _types_have_maps(self) -> Manifest:
        if self.type_maps and not (self.defect_types and self._draws_evidence):
            raise ValueError("type_maps need several types of defect and an evidence map")
        return self

    @property
    def _draws_evidence(self) -> bool:
        return any(scale.method == "evidence" for scale in self.maps)

    @model_validator(mode="after")
    def _labels_in_order(self) -> Manifest:
        if self.labels[0] != "ok" or "ok" in self.labels[1:]:
            raise ValueError(
                f"labels must start with the good one, 'ok', then the defects; not {self.labels}"
            )
        return self
