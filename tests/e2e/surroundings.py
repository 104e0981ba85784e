"""A machine that lacks something, for one program: mounts that nobody else sees."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

_ALONE = ("unshare", "--map-root-user", "--mount")


def _is_permitted() -> bool:
    if not shutil.which("unshare"):
        return False
    tried = subprocess.run([*_ALONE, "mount", "-t", "tmpfs", "none", "/mnt"], check=False,
                           capture_output=True)  # fmt: skip
    return tried.returncode == 0


needs_mounts = pytest.mark.skipif(
    not _is_permitted(), reason="this system lets nobody make mounts of their own (unshare -rm)"
)


def within(*commands: str) -> list[str]:
    """The words before a program that comes after these shell commands, in the same process."""
    return [*_ALONE, "bash", "-ec", "\n".join([*commands, 'exec "$@"']), "bash"]


def beside(process: subprocess.Popen[str]) -> list[str]:
    """The words before a program that sees what this one sees."""
    return ["nsenter", f"--target={process.pid}", "--user", "--mount", "--preserve-credentials"]


def instead(of: Path, place: Path) -> str:
    """`place` stands for `of`."""
    return shlex.join(["mount", "--bind", str(place), str(of)])


def read_only(folder: Path) -> str:
    at = shlex.quote(str(folder))
    return f"mount --bind {at} {at}\nmount -o remount,bind,ro {at}"


def small_disk(folder: Path, size: str) -> str:
    return shlex.join(["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(folder)])
