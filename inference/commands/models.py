"""`main.py models`: which models there are, which one is on the line, and changing that."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from inference.commands.release import ReleaseRefused, put_on_the_line
from inference.home import Home
from inference.models.person import this_person
from inference.models.release_log import (
    Release,
    ReleaseLog,
    ReleaseLogError,
    last_release,
    roll_back_targets,
)
from inference.models.release_request import NoAnswer, ReleaseRequest
from inference.models.store import ModelStore, StoredModel, describe_package
from inference.package import PackageError
from inference.station.settings import SettingsError, read_settings

EXAMPLES = """\
  main.py models list                          all of this home, the line's marked with *
  main.py models show casting                  lineage, figures, thresholds, releases of one
  main.py models import runs/casting           a copy into the home, checked
  main.py models release casting --by Ada      on the line from the next part on
  main.py models rollback                      what judged before judges again
  main.py models export casting casting.zip    to take along
  main.py models delete casting-1a2b3c4d

A model is named by its id, its name, or the beginning of its id; `release` takes a package too.
A running station of the same home exchanges its model between two parts.

exit status: 0 when it was done, 1 when it was refused, 2 when the home can't be read"""

_REFUSALS = (PackageError, ReleaseRefused, NoAnswer, OSError)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    _action(actions, "list", "which there are").set_defaults(do=_list)
    show = _action(actions, "show", "all that is known of one", "model")
    show.set_defaults(do=_show)
    taken = _action(actions, "import", "check a package and copy it into the home")
    taken.add_argument("package", type=Path, metavar="PKG", help="folder or zip")
    taken.set_defaults(do=_import)
    export = _action(actions, "export", "write one as a zip", "model")
    export.add_argument("to", type=Path, metavar="ZIP")
    export.set_defaults(do=_export)
    release = _action(actions, "release", "put one on the line", "model")
    back = _action(actions, "rollback", "put the one before on the line")
    for changing in (release, back):
        changing.add_argument("--by", default=this_person(), metavar="NAME", help="who does it")
    release.set_defaults(do=_release)
    back.set_defaults(do=_roll_back)
    delete = _action(actions, "delete", "remove one from the home", "model")
    delete.add_argument("--yes", action="store_true", help="even what one could roll back to")
    delete.set_defaults(do=_delete)


def _action(actions: Any, name: str, summary: str, *words: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = actions.add_parser(name, help=summary, description=summary)
    for word in words:
        parser.add_argument(word, metavar=word.upper())
    parser.add_argument("--json", action="store_true", help="one JSON object")
    return parser


class _Shelf:
    """The models of a home, and what is on its line."""

    def __init__(self, home: Home) -> None:
        """Raises `SettingsError` or `ReleaseLogError`."""
        self.home = home
        self.store = ModelStore(home)
        self.active = read_settings(home.settings)[0].model
        self.releases = ReleaseLog(home.releases).releases(self.active)

    def find(self, word: str) -> StoredModel:
        return self.store.find(word, self.active)

    def released(self, model: StoredModel) -> Release | None:
        """When it was put on the line last."""
        return last_release(self.releases, model.path)


def run(arguments: argparse.Namespace, home: Home) -> int:
    """Exit status: see EXAMPLES."""
    try:
        shelf = _Shelf(home)
    except (SettingsError, ReleaseLogError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    do: Callable[[argparse.Namespace, _Shelf], None] = arguments.do
    try:
        do(arguments, shelf)
    except _REFUSALS as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


def _say(arguments: argparse.Namespace, fields: dict[str, Any], words: str) -> None:
    print(json.dumps(fields, ensure_ascii=False) if arguments.json else words)


# Looking


def _list(arguments: argparse.Namespace, shelf: _Shelf) -> None:
    models = shelf.store.models(shelf.active)
    rows = [_line(model, shelf) for model in models]
    header = f"  {'model':32} {'recipe':12} {'made':10}  {'right':>7}  {'escapes':>11}  {'MB':>6}"
    fields = {"models": [_summary(model, shelf) for model in models]}
    _say(arguments, fields, "\n".join([f"{header}  released", *rows]))


def _summary(model: StoredModel, shelf: _Shelf) -> dict[str, Any]:
    release, manifest = shelf.released(model), model.manifest
    return {
        "model_id": model.model_id,
        "path": str(model.folder),
        "active": model.path == shelf.active,
        "comes_with_the_program": model.path is None,
        "recipe": manifest.lineage.get("recipe") if manifest else None,
        "created_at": manifest.created_at.isoformat() if manifest else None,
        "accuracy": manifest.metrics.get("accuracy") if manifest else None,
        "escapes": manifest.metrics.get("escapes") if manifest else None,
        "size_bytes": model.size_bytes,
        "released_at": release.at.isoformat() if release else None,
        "released_by": release.by if release else None,
        "problem": model.problem,
    }


def _line(model: StoredModel, shelf: _Shelf) -> str:
    mark = "*" if model.path == shelf.active else " "
    if model.manifest is None:
        return f"{mark} {model.model_id:32} can't be read: {model.problem}"
    metrics, release = model.manifest.metrics, shelf.released(model)
    right = f"{metrics['accuracy']:.1%}" if "accuracy" in metrics else "-"
    escapes = "{count}/{of}".format(**metrics["escapes"]) if "escapes" in metrics else "-"
    recipe = str(model.manifest.lineage.get("recipe", "-"))
    released = f"{release.at.astimezone():%Y-%m-%d %H:%M} by {release.by}" if release else "-"
    return (
        f"{mark} {model.model_id:32} {recipe:12} {model.manifest.created_at:%Y-%m-%d}  {right:>7}  "
        f"{escapes:>11}  {model.size_bytes / 1e6:6.1f}  {released}"
    )


def _show(arguments: argparse.Namespace, shelf: _Shelf) -> None:
    found = shelf.find(arguments.model)
    model = describe_package(found.folder)
    assert model.manifest is not None
    its = [each for each in shelf.releases if each.new.path == found.path]
    fields = {
        **_summary(found, shelf),
        "manifest": model.manifest.model_dump(mode="json"),
        "releases": [each.model_dump(mode="json") for each in its],
    }
    told = [f"{each.at.astimezone():%Y-%m-%d %H:%M} {each.kind} by {each.by}" for each in its]
    described = json.dumps(
        model.manifest.model_dump(mode="json", exclude={"files"}), ensure_ascii=False, indent=2
    )
    words = "\n".join([model.model_id, str(found.folder), *told, described])
    _say(arguments, fields, words)


# Changing what there is


def _import(arguments: argparse.Namespace, shelf: _Shelf) -> None:
    place = shelf.store.take_in(arguments.package.absolute())
    model = describe_package(place)
    fields = {"model_id": model.model_id, "path": str(place)}
    _say(arguments, fields, f"{model.model_id} lies in {place}")


def _export(arguments: argparse.Namespace, shelf: _Shelf) -> None:
    model = shelf.find(arguments.model)
    shelf.store.export(model, arguments.to)
    fields = {"model_id": model.model_id, "path": str(arguments.to)}
    _say(arguments, fields, f"{model.model_id} written to {arguments.to}")


def _delete(arguments: argparse.Namespace, shelf: _Shelf) -> None:
    model = shelf.find(arguments.model)
    if model.path == shelf.active:
        raise PackageError(f"{model.model_id} is on the line: release another one first")
    targets = roll_back_targets(shelf.releases, shelf.active)[:1]
    if not arguments.yes and model.path in [used.path for used in targets]:
        raise PackageError(
            f"{model.model_id} is what `models rollback` would go back to: say --yes to delete it"
        )
    shelf.store.delete(model)
    _say(arguments, {"deleted": model.model_id}, f"{model.model_id} is deleted")


# Changing what is on the line


def _release(arguments: argparse.Namespace, shelf: _Shelf) -> None:
    given = Path(arguments.model)
    path = given.absolute() if given.exists() else shelf.find(arguments.model).path
    _put_on_the_line(arguments, shelf, ReleaseRequest(by=arguments.by, model=path))


def _roll_back(arguments: argparse.Namespace, shelf: _Shelf) -> None:
    _put_on_the_line(arguments, shelf, ReleaseRequest(by=arguments.by, rolls_back=True))


def _put_on_the_line(arguments: argparse.Namespace, shelf: _Shelf, request: ReleaseRequest) -> None:
    ran = put_on_the_line(shelf.home, request)
    now = _Shelf(shelf.home)
    model = next(m for m in now.store.models(now.active) if m.path == now.active)
    where = "judges now" if ran else "judges from the next start of the station on"
    fields = {"model_id": model.model_id, "path": str(model.folder), "station_is_running": ran}
    _say(arguments, fields, f"{model.model_id} {where}")
