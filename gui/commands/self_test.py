"""`main.py self-test`: the acceptance check on a plant's computer."""

from __future__ import annotations

import argparse
import json
import os
import platform
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from functools import partial
from pathlib import Path

from inference.commands.given_settings import kept_settings
from inference.equipment import has_avx
from inference.home import DEMO_MODEL, Home
from inference.self_test.answers import check_answers, check_model
from inference.self_test.cameras import check_aravis, check_basler, check_gentl
from inference.self_test.check import Check, CheckFailed, State, carry_out, carry_out_apart
from inference.self_test.drawn_parts import check_drawn_parts, check_records
from inference.station.settings import SettingsError

EXAMPLES = """\
  main.py self-test                        with the model that the station is set to use
  main.py self-test --model casting.zip    with this one
  main.py --self-test --json > accepted.json
  main.py self-test --quick                trains nothing, where that is possible at all

exit status: 0 when nothing failed, 1 otherwise. What is not installed is skipped. The station's own
records are not touched."""

_MARKS = {State.OK: "ok", State.FAILED: "FAILED", State.SKIPPED: "-"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--model", type=Path, metavar="PKG", help="model package (folder or zip)")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--quick", action="store_true", help="leave the training out")


def run(arguments: argparse.Namespace, home: Home) -> int:
    """Exit status: see EXAMPLES."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    checks = []
    with tempfile.TemporaryDirectory(prefix="lineside-self-test-") as scratch:
        for check in _checks(arguments, home, Path(scratch)):
            checks.append(check)
            if not arguments.json:
                print(_line(check), flush=True)
    failed = sum(check.state is State.FAILED for check in checks)
    if arguments.json:
        report = {"passed": not failed, "checks": [asdict(check) for check in checks]}
        print(json.dumps(report, indent=2))
    else:
        print("all is well" if not failed else f"{failed} of {len(checks)} checks FAILED")
    return 1 if failed else 0


def _checks(asked: argparse.Namespace, home: Home, scratch: Path) -> Iterator[Check]:
    yield carry_out("computer", _describe_computer)
    yield carry_out("settings", partial(_check_settings, home))
    path = asked.model or _set_model(home)
    yield carry_out("model", partial(check_model, path))
    yield carry_out("stored answers", partial(check_answers, path))
    yield carry_out("drawn parts", check_drawn_parts)
    yield carry_out("records", partial(check_records, scratch / "records"))
    yield carry_out("home folder", partial(_check_home, home))
    yield carry_out("window", partial(_check_window, scratch / "window"))
    yield carry_out_apart("Basler cameras", check_basler)
    yield carry_out_apart("GenTL cameras", check_gentl)
    yield carry_out_apart("Aravis cameras", check_aravis)
    if not asked.quick:
        yield carry_out("training", partial(_check_trainer, scratch / "training"))


def _describe_computer() -> str:
    avx = "AVX" if has_avx() else "no AVX (enough to judge, not to train)"
    return f"{platform.platform()}, {os.cpu_count()} cores, {avx}"


def _check_settings(home: Home) -> str:
    try:
        kept_settings(home)
    except SettingsError as error:
        raise CheckFailed(str(error)) from error
    return str(home.settings) if home.settings.exists() else "none kept yet: the program's own"


def _set_model(home: Home) -> Path:
    """What the station would load. Settings that can't be read were told before."""
    try:
        return kept_settings(home).model or DEMO_MODEL
    except SettingsError:
        return DEMO_MODEL


def _check_home(home: Home) -> str:
    """The station writes there."""
    try:
        with tempfile.NamedTemporaryFile(dir=home.folder, prefix=".self-test-") as file:
            file.write(b"x" * 4096)
            file.flush()
    except OSError as error:
        raise CheckFailed(f"nothing can be written to {home.folder}: {error.strerror}") from error
    return f"{home.folder} can be written to"


def _check_window(folder: Path) -> str:
    # Qt is loaded here, so that a machine without its libraries still gets the other lines.
    from gui.self_test.window_picture import check_window  # noqa: PLC0415

    folder.mkdir()
    return check_window(folder)


def _check_trainer(folder: Path) -> str:
    from gui.self_test.trained_model import check_trainer  # noqa: PLC0415 - half a second

    return check_trainer(folder)


def _line(check: Check) -> str:
    return f"{_MARKS[check.state]:<7} {check.name:<15} {check.seconds:6.2f} s  {check.said}"
