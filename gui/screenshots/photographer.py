"""Brings a real station into each state that the documentation shows, and photographs it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from PySide6.QtCore import QCoreApplication

from gui.app import application, open_window
from gui.history.history_page import HistoryPage
from gui.pages import Tab
from gui.screenshots import GROUPS
from gui.screenshots.judged_day import record_day
from gui.screenshots.reviewed_folder import draw_folder, review
from gui.screenshots.staged_camera import StagedCamera
from gui.screenshots.trainer_scenes import TrainerScenes
from gui.waiting import delete_now, process_until
from inference.frame import Frame
from inference.home import DEMO_MODEL, Home
from inference.records.part_record import PartRecord
from inference.records.spans import Span
from inference.sources.settings import FolderSettings, StreamSettings
from inference.station.snapshot import SourceState
from inference.station.station import Station
from inference.verdict import Inspection, Outcome, Thresholds

_SIZE = (1140, 690)
_WIDE = (1280, 780)
_THEMES = ("light", "dark")
_TRAINERS_THEMES = ("light",)
_FIRST_PARTS = 300
_WAIT_S = 300.0
"""A machine that does other things too draws and judges them more slowly."""
_CAMERA_WAIT_S = 15.0
_CAREFUL_DEF_FROM = 0.97
_GLOWS = {Outcome.DEF: 0.5, Outcome.UNSURE: 0.3}
"""A spot as hot as this can be seen in a small picture too; an unsure model's is less hot."""
_BY = "photographer"

Scene = Callable[[], bool]
"""Brings the window there; False when it was not found."""


@dataclass(frozen=True, slots=True)
class Group:
    """Scenes that lead to each other, and the themes they are shown in."""

    name: str
    themes: Sequence[str]
    scenes: Mapping[str, Scene]


class Photographer:
    """One window, the line's scenes in both themes. A scene that is not found is left out."""

    def __init__(
        self, station: Station, scratch: Path, folder: Path, groups: Sequence[str] = GROUPS
    ) -> None:
        application()
        self._station = station
        self._home = Home(scratch)
        self._watched = scratch / "line-in"
        self._folder = folder
        self._frames: list[Frame] = []
        self._released: Thresholds | None = None
        self._window = open_window(station, scratch / "window.ini")
        self._window.resize(*_SIZE)
        trainer = TrainerScenes(self._window, scratch).scenes()
        self._groups = [
            group
            for group in (
                Group("line", _THEMES, self._line_scenes()),
                Group("trainer", _TRAINERS_THEMES, trainer),
            )
            if group.name in groups
        ]

    def _line_scenes(self) -> dict[str, Scene]:
        return {
            "live-ok": lambda: self._comes(Outcome.OK),
            "live-def": lambda: self._comes(Outcome.DEF),
            "live-unsure": self._an_unsure_part,
            "live-fault": self._an_unreadable_part,
            "history": self._looks_back,
            "history-charts": self._draws_charts,
            "review": self._reviews_a_folder,
            "live-no-frames": self._the_camera_goes,
        }

    @property
    def wanted(self) -> int:
        """How many pictures there are when every scene was found."""
        return sum(len(group.scenes) * len(group.themes) for group in self._groups)

    def take_all(self) -> list[Path]:
        """All scenes, in an order in which each leads to the next."""
        self._station.start()
        taken: list[Path] = []
        if process_until(lambda: self._judged() >= _FIRST_PARTS, _WAIT_S):
            for group in self._groups:
                for name, scene in group.scenes.items():
                    taken += self._take(name, group.themes) if scene() else []
        self.close()
        return taken

    def close(self) -> None:
        """Take the window away. The caller closes the station."""
        self._window.close()
        self._window.deleteLater()
        delete_now()

    def _take(self, name: str, themes: Sequence[str]) -> list[Path]:
        """The same moment in each theme: nothing is pulled in between."""
        self._window.bridge.end()
        QCoreApplication.processEvents()  # what has new words is laid out anew
        taken = [self._take_one(f"{name}-{theme}.png", theme) for theme in themes]
        self._window.bridge.begin()
        return taken

    def _take_one(self, name: str, theme: str) -> Path:
        self._window.appearance.change(theme=theme)
        path = self._folder / name
        self._window.grab().save(str(path), None, 0)  # 0: packed as small as PNG can
        return path

    def _judged(self) -> int:
        return self._window.bridge.snapshot.counters.judged

    def _latest(self) -> Inspection | None:
        return self._window.bridge.latest

    def _comes(self, outcome: Outcome, timeout_s: float = _WAIT_S) -> bool:
        """Until a new part with this outcome is on the screen (DEF and UNSURE with a spot)."""
        before = self._latest()

        def is_there() -> bool:
            latest = self._latest()
            if latest is None or latest is before or latest.verdict.outcome is not outcome:
                return False
            return _hottest(latest) >= _GLOWS.get(outcome, 0.0)

        return process_until(is_there, timeout_s)

    def _an_unsure_part(self) -> bool:
        """With a more careful band: a sure model is seldom unsure of a spot that is clear."""
        self._released = released = self._station.snapshot().thresholds
        if released is None:
            return False
        careful = Thresholds(released.unsure_from, max(_CAREFUL_DEF_FROM, released.unsure_from))
        self._station.set_thresholds(careful, by=_BY)
        return self._comes(Outcome.UNSURE)

    def _an_unreadable_part(self) -> bool:
        """The same parts as files in a folder, and then one that was cut off while written."""
        if self._released is not None:
            self._station.set_thresholds(self._released, by=_BY)
        frames = [part.frame for part in self._station.recent()]
        self._frames = [frame for frame in frames if isinstance(frame, Frame)]
        self._watched.mkdir()
        for number, frame in enumerate(self._frames):
            (self._watched / f"part-{number:03d}.png").write_bytes(_encoded(".png", frame))
        half = _encoded(".jpg", self._frames[-1])
        (self._watched / "part-999.jpg").write_bytes(half[: len(half) // 2])
        self._station.set_source(FolderSettings(path=self._watched))
        return self._comes(Outcome.FAULT)

    def _the_camera_goes(self) -> bool:
        """Parts from a camera on the network, which is then unplugged."""
        self._window.show_page(Tab.LIVE)
        self._window.resize(*_SIZE)
        camera = StagedCamera([_encoded(".jpg", frame) for frame in self._frames])
        self._station.set_source(StreamSettings(url=camera.url))
        seen = self._comes(Outcome.OK, _CAMERA_WAIT_S) or self._latest() is not None
        camera.unplug()

        def is_lost() -> bool:
            return self._window.bridge.snapshot.source_state is SourceState.RETRYING

        return seen and process_until(is_lost, _WAIT_S)

    def _looks_back(self) -> bool:
        """The records of all that was judged until now, a defective part opened."""
        record_day(self._home, self._window.bridge.settings.model or DEMO_MODEL)
        self._window.resize(*_WIDE)
        self._window.show_page(Tab.HISTORY)
        page = self._window.pages.page(Tab.HISTORY)
        if not process_until(lambda: page.outcomes.total > 0 and bool(page.parts.parts), _WAIT_S):
            return False
        kept = [row for row, part in enumerate(page.parts.parts) if _is_worth_opening(part)]
        if kept:
            page.table.open_row(kept[0])
        return bool(kept) and process_until(page.view.picture.isVisible, _WAIT_S)

    def _draws_charts(self) -> bool:
        """The last 24 hours: two of them were bad."""
        page: HistoryPage = self._window.pages.page(Tab.HISTORY)
        page.filters.span.setCurrentIndex(page.filters.span.findData(Span.DAY))
        page.show_charts.click()

        def are_drawn() -> bool:
            return page.charts.plots is not None and not page.search.is_drawing

        return process_until(are_drawn, _WAIT_S)

    def _reviews_a_folder(self) -> bool:
        """Drawn parts, good and defective, one that was cut off; the surest DEF large."""
        folder = self._watched.parent / "parts"
        draw_folder(folder)
        return review(self._window, folder)


def _is_worth_opening(part: PartRecord) -> bool:
    """From the line, not from a file: its path would be one of this machine."""
    is_kept = part.image is not None and part.heat_map is not None
    return part.outcome is Outcome.DEF and is_kept and part.source_path is None


def _hottest(part: Inspection) -> float:
    return float(part.heat_map.heat.max()) if part.heat_map else 0.0


def _encoded(suffix: str, frame: Frame) -> bytes:
    bgr = frame.image if frame.image.ndim == 2 else cv2.cvtColor(frame.image, cv2.COLOR_RGB2BGR)
    return bytes(np.asarray(cv2.imencode(suffix, bgr)[1]).tobytes())
