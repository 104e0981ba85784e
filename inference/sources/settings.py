"""What can be set of each source: frozen, checked, told apart by `kind`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal, get_args
from urllib.parse import urlsplit, urlunsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    NonNegativeInt,
    PlainSerializer,
    PositiveInt,
)

DefectType = Literal["blowhole", "pinhole", "scratch", "chipped_edge", "shrinkage", "flash"]
DEFECT_TYPES: tuple[DefectType, ...] = get_args(DefectType)
SOFTWARE_TRIGGER = "software"
STREAM_SCHEMES = ("http", "https", "rtsp", "rtsps")
_SECRET_IN_QUERY = re.compile(r"([^&=]*(?:pass|pwd|token|secret|key)[^&=]*)=[^&]*", re.IGNORECASE)


def _absolute(path: Path) -> Path:
    # Without resolving links: a watched folder keeps the name that the user gave it.
    return path.expanduser().absolute()


def _stream_url(url: str) -> str:
    try:
        parts = urlsplit(url)
        whole = parts.scheme in STREAM_SCHEMES and bool(parts.hostname)
    except ValueError:  # its words may repeat a password
        whole = False
    if not whole:
        raise ValueError(f"a stream's address starts with {', '.join(STREAM_SCHEMES)}, then a host")
    return url


def without_password(url: str) -> str:
    """The address as it may be shown, logged and recorded: each secret in it is `***`."""
    parts = urlsplit(url)
    query = _SECRET_IN_QUERY.sub(r"\1=***", parts.query)
    netloc = parts.netloc
    if parts.password is not None:
        netloc = f"{parts.username}:***@{netloc.rpartition('@')[2]}"
    return urlunsplit(parts._replace(netloc=netloc, query=query))


AbsolutePath = Annotated[Path, AfterValidator(_absolute)]
Limit = Annotated[
    float | None,
    Field(ge=0),
    AfterValidator(lambda value: value or None),
    PlainSerializer(lambda value: value or 0, when_used="json"),
]
"""Above 0, or None for no limit. A file knows no None: there it is 0."""


class _Settings(BaseModel):
    # What was typed may hold a password, so an error does not repeat it.
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class SimulatedSettings(_Settings):
    """The simulated line."""

    kind: Literal["simulated"] = "simulated"
    parts: int | None = Field(default=None, ge=1)
    """How many parts; None goes on for ever."""
    rate_hz: Limit = 2.0
    """Parts per second; None (in a file: 0) is as fast as they are judged."""
    seed: int = Field(default=0, ge=0)
    defect_share: float = Field(default=0.2, ge=0, le=1)
    defect_types: tuple[DefectType, ...] = Field(default=DEFECT_TYPES, min_length=1)
    size_px: int = Field(default=300, ge=64, le=4096)

    @property
    def name(self) -> str:
        return "simulated"


class FolderSettings(_Settings):
    """A folder into which somebody else writes images."""

    kind: Literal["folder"] = "folder"
    path: AbsolutePath
    recursive: bool = False
    """Whether images in sub-folders count. Links to folders are not followed."""
    existing: Literal["all", "new"] = "all"
    """`new`: what lies there at the very first start is never judged."""
    scan_interval_s: float = Field(default=0.2, ge=0.2, le=60)
    """At most so long between two looks at the folder (longer where a look itself is slow)."""
    unreadable_after_s: float = Field(default=2.0, ge=0.5, le=600)
    """A file that stands still for so long and is no whole image is unreadable, not unfinished."""
    quarantine: AbsolutePath | None = None
    """Where unreadable files are moved once they are recorded; None leaves them."""

    @property
    def name(self) -> str:
        return f"folder:{self.path}"


class FilesSettings(_Settings):
    """Given images, and folders of images, once through."""

    kind: Literal["files"] = "files"
    paths: tuple[AbsolutePath, ...] = Field(min_length=1)

    @property
    def name(self) -> str:
        more = len(self.paths) - 1
        return f"files:{self.paths[0]}" + (f" and {more} more" if more else "")


class UsbSettings(_Settings):
    """A camera that the operating system knows, through OpenCV."""

    kind: Literal["usb"] = "usb"
    device: Annotated[int, Field(ge=0)] | Annotated[str, Field(min_length=1)] = 0
    """The index, the name or the device path, as `list_cameras` gives them.

    An index counts within one backend and moves when cameras come and go: a name is safer.
    """
    backend: Literal["auto", "dshow", "msmf", "v4l2"] = "auto"
    """`auto`: V4L2 on Linux; on Windows DSHOW, then MSMF if it knows a camera of the same name."""
    width: int | None = Field(default=None, ge=1)
    height: int | None = Field(default=None, ge=1)
    fps: float | None = Field(default=None, gt=0)
    exposure_us: float | None = Field(default=None, gt=0)
    """None leaves the exposure to the camera."""

    @property
    def name(self) -> str:
        return f"usb:{self.device}"


class StreamSettings(_Settings):
    """A camera on the network: MJPEG over HTTP, or RTSP."""

    kind: Literal["stream"] = "stream"
    url: Annotated[str, AfterValidator(_stream_url)] = Field(repr=False)
    """May hold a user and a password; only `name` may be shown or recorded."""
    open_timeout_s: float = Field(default=5.0, gt=0, le=60)
    read_timeout_s: float = Field(default=5.0, gt=0, le=60)
    """No picture for so long means that the camera is lost."""

    @property
    def name(self) -> str:
        return without_password(self.url)


class VideoSettings(_Settings):
    """A video file, every frame once."""

    kind: Literal["video"] = "video"
    path: AbsolutePath

    @property
    def name(self) -> str:
        return f"video:{self.path}"


class IndustrialSettings(_Settings):
    """What every industrial camera takes, in GenICam's words. None: as the camera has it."""

    kind: str
    serial: str = ""
    """Which camera; empty is the first that is found."""
    pixel_format: str | None = None
    """`Mono8`, `Mono12`, `BayerRG8`, `RGB8Packed` ...: as the camera calls it."""
    exposure_us: float | None = Field(default=None, gt=0)
    gain_db: float | None = None
    fps: float | None = Field(default=None, gt=0)
    region: tuple[NonNegativeInt, NonNegativeInt, PositiveInt, PositiveInt] | None = None
    """x, y, width, height on the sensor, in px."""
    trigger: str = Field(default="off", min_length=1)
    """`off`: free running; `software`: one part for each trigger; else the line (`Line1`)."""
    trigger_timeout_s: float = Field(default=1.0, gt=0, le=10)
    """No picture for so long after a software trigger makes the part a FAULT."""
    stall_after_s: float = Field(default=5.0, ge=0.5, le=600)
    """Free running: no picture for so long means that the camera is lost."""
    nodes: dict[str, bool | int | float | str] = Field(default_factory=dict)
    """Further features by their GenICam names, set first: `Gamma`, `BalanceWhiteAuto` ..."""

    @property
    def name(self) -> str:
        return f"{self.kind}:{self.serial}" if self.serial else self.kind


class BaslerSettings(IndustrialSettings):
    """A Basler camera, through pypylon."""

    kind: Literal["basler"] = "basler"
    features: AbsolutePath | None = None
    """A feature file of pylon's (`.pfs`): loaded before anything else is set."""


class GenicamSettings(IndustrialSettings):
    """Any maker's camera, through the maker's GenTL producer."""

    kind: Literal["genicam"] = "genicam"
    producers: tuple[AbsolutePath, ...] = ()
    """The makers' `.cti` files; none: those in the folders that GENICAM_GENTL64_PATH names."""


class AravisSettings(IndustrialSettings):
    """A GigE Vision or USB3 Vision camera on Linux, through libaravis."""

    kind: Literal["aravis"] = "aravis"


CameraSettings = BaslerSettings | GenicamSettings | AravisSettings
"""The industrial cameras, each through its own library."""
SourceSettings = Annotated[
    SimulatedSettings
    | FolderSettings
    | FilesSettings
    | UsbSettings
    | StreamSettings
    | VideoSettings
    | BaslerSettings
    | GenicamSettings
    | AravisSettings,
    Field(discriminator="kind"),
]


def takes_triggers(source: SourceSettings) -> bool:
    """Whether the program itself says when there is a part."""
    return isinstance(source, IndustrialSettings) and source.trigger == SOFTWARE_TRIGGER
