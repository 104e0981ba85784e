"""The other side of `desk.ExplanationDesk`: what runs in the process that explains."""

from __future__ import annotations

import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection

import numpy as np
from numpy.typing import NDArray

from inference.decode import UnreadableImage, read_image
from inference.frame import Image
from inference.overlay import overlay, shrunk
from inference.package import ModelPackage, PackageError, read_package
from inference.part.area import Area
from inference.part.choices import PartNotFound
from inference.preprocess import InputSpec, fit_area, over_frame, part_area, to_tensor
from training.data.loading import bits_per_sample
from training.explanations.desk_messages import (
    MAP_PER_TYPE,
    Answer,
    Ask,
    Explained,
    Opened,
    Refused,
    TypeTold,
    Unexplained,
)
from training.explanations.heat import Map, heat_of
from training.explanations.methods import Explain, Method, methods_for, type_method
from training.explanations.subject import Subject, has_tensorflow
from training.priority import lower_priority

_NICE = 5
_PICTURE_PX = 1600
_OVERLAY_PX = 512
_QUICK_MS = 6000.0
_TYPES = 8
"""As many maps of types at most, the likeliest: the others have next to no heat to show."""


class Overtaken(Exception):
    """A newer question came: nobody waits for the rest of this one."""


def work(asks: Connection, answers: Connection) -> None:
    """Answer until the window is gone."""
    # An interrupt of the program is for the window to act upon.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    lower_priority(_NICE)
    explainer = _Explainer(asks, answers)
    while True:
        try:
            ask = asks.recv()
            explainer.explain(ask)
        except Overtaken:
            continue
        except (EOFError, OSError):
            return


@dataclass(frozen=True, slots=True, eq=False)
class _Look:
    """An image, and what the model sees of it."""

    image: Image
    area: Area | None
    spec: InputSpec
    batch: NDArray[np.float32]
    """1 x H x W x C, prepared."""


class _Explainer:
    """Keeps the last model and its methods warm."""

    def __init__(self, asks: Connection, answers: Connection) -> None:
        self._asks, self._answers = asks, answers
        self._subject: Subject | None = None
        self._ready: dict[str, Explain] = {}

    def explain(self, ask: Ask) -> None:
        try:
            subject = self._subject_of(read_package(ask.package))
            look = _look(read_image(ask.image), subject.package.manifest.input.spec())
        except (PackageError, UnreadableImage, PartNotFound, OSError) as error:
            self._say(Refused(ask.generation, str(error)))
            return
        opened = _opened(ask, subject, look)
        self._say(opened)
        wanted = _wanted(subject, ask.methods, opened)
        for method in wanted:
            self._say(self._answer(ask, subject, method, look))

    def _subject_of(self, package: ModelPackage) -> Subject:
        if self._subject is None or self._subject.package.sha256 != package.sha256:
            self._ready.clear()
            self._subject = Subject(package)
        return self._subject

    def _say(self, answer: Answer) -> None:
        self._answers.send(answer)
        if self._asks.poll():
            raise Overtaken

    def _answer(self, ask: Ask, subject: Subject, method: Method, look: _Look) -> Answer:
        try:
            raw, ms = self._timed(subject, method, look.batch)
        except Exception as error:  # noqa: BLE001 - the border: whatever it is, the tile gets words
            return Unexplained(ask.generation, method.name, str(error) or type(error).__name__)
        heat = over_frame(heat_of(raw, method.scale), look.area, look.spec, look.image.shape)
        colours = overlay(heat, look.image.shape, _OVERLAY_PX)
        return Explained(
            ask.generation, method.name, method.title, colours, ms, method.scale is not None
        )

    def _timed(
        self, subject: Subject, method: Method, batch: NDArray[np.float32]
    ) -> tuple[Map, float]:
        """The map, and what it costs once the method is warm."""
        is_cold = method.name not in self._ready
        if is_cold:
            self._ready[method.name] = method.build(subject)
        raw, ms = _run(self._ready[method.name], batch)
        return _run(self._ready[method.name], batch) if is_cold and ms < _QUICK_MS else (raw, ms)


def _run(explain: Explain, batch: NDArray[np.float32]) -> tuple[Map, float]:
    started = time.perf_counter()
    raw = explain(batch)
    return raw, (time.perf_counter() - started) * 1e3


def _wanted(subject: Subject, names: Sequence[str], opened: Opened) -> list[Method]:
    """The live map, those of the types, and those named."""
    live, *others = methods_for(subject)
    told = opened.types if MAP_PER_TYPE in names else ()
    types = [type_method(subject, each.name) for each in told]
    asked = (method for method in others if method.name in names)
    return [live, *types, *(method for method in asked if method.name not in opened.left_out)]


def _left_out(subject: Subject, names: Sequence[str]) -> tuple[str, ...]:
    """What can't be had here of what is asked for."""
    if has_tensorflow():
        return ()
    needing = (method.name for method in methods_for(subject) if method.needs_keras)
    return tuple(name for name in needing if name in names)


def _types(subject: Subject, look: _Look) -> tuple[TypeTold, ...]:
    shares = subject.type_shares(look.batch)
    told = (TypeTold(type_method(subject, name).name, name, shares[name]) for name in shares)
    return tuple(told)[:_TYPES]


def _look(image: Image, spec: InputSpec) -> _Look:
    """Raises `PartNotFound`."""
    area = part_area(image, spec, bits_per_sample(image))
    fitted = fit_area(image, area, spec, bits_per_sample(image))
    return _Look(image, area, spec, to_tensor(fitted, spec)[np.newaxis])


def _opened(ask: Ask, subject: Subject, look: _Look) -> Opened:
    return Opened(
        ask.generation,
        shrunk(look.image, _PICTURE_PX, bits_per_sample(look.image)),
        float(subject.probability_def(look.batch)[0]),
        methods_for(subject)[0].name,
        _left_out(subject, ask.methods),
        _types(subject, look),
    )
