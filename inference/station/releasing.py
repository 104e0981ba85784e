"""A model's way onto the line, on disk: into the home, into the list of releases."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from inference.home import Home
from inference.models.release_log import (
    Release,
    ReleaseKind,
    ReleaseLog,
    ReleaseLogError,
    UsedModel,
    roll_back_targets,
)
from inference.models.store import ModelStore, model_id_at
from inference.package import PackageError

_log = logging.getLogger(__name__)


class Releasing:
    """For the station's own thread: copying a package takes its time."""

    def __init__(self, home: Home) -> None:
        self._store = ModelStore(home)
        self._log = ReleaseLog(home.releases)

    def shelve(self, model: Path | None) -> Path | None:
        """A copy in the home, so that who deletes the original stops no line.

        Raises `PackageError` or `OSError`.
        """
        return None if model is None else self._store.take_in(model.absolute())

    @contextmanager
    def written_down(
        self, old: Path | None, new: Path | None, *, by: str, kind: ReleaseKind
    ) -> Iterator[None]:
        """Around the change of the settings: the log says it exactly if the settings do.

        Raises `ReleaseLogError` before anything is changed.
        """
        if old == new:
            yield
            return
        used = (UsedModel(path=path, model_id=model_id_at(path)) for path in (old, new))
        self._log.begin(Release(kind=kind, by=by, old=next(used), new=next(used)), active=old)
        yield
        try:
            self._log.finish()
        except ReleaseLogError:
            # What was begun counts: the settings name the new model.
            _log.exception("the release is not finished in the list")

    def roll_back_target(self, active: Path | None) -> UsedModel:
        """What judged before `active` and is still there. Raises `PackageError`."""
        for used in roll_back_targets(self._log.releases(active), active):
            if used.path is None or used.path.exists():
                return used
        raise PackageError("there is no model to roll back to: none was released before this one")
