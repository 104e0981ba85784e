"""A folder that was built on Linux -> a package for Debian and Ubuntu, below /opt.

python packaging/debian.py dist/lineside-station
"""

from __future__ import annotations

import argparse
import hashlib
import os
import platform
import shutil
import subprocess
import tempfile
from pathlib import Path

from checksums import write_checksum

_NEEDED = (
    "libgl1", "libegl1", "libxkbcommon0", "libfontconfig1", "libdbus-1-3",
    "libglib2.0-0 | libglib2.0-0t64", "libxcb-cursor0", "libxkbcommon-x11-0", "libxcb-icccm4",
    "libxcb-keysyms1", "libxcb-shape0", "libstdc++6",
)  # fmt: skip
"""Qt's own, which belong to the system's drivers and display: see docs/deploy.md."""
_ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
_REFUSE_WHILE_RUNNING = """\
#!/bin/sh
# A running program reads its files as it goes: they may not change under it.
case "$1" in
  install | upgrade | remove) ;;
  *) exit 0 ;; # dpkg goes back: refusing that would leave the package half installed
esac
for process in /proc/[0-9]*/exe; do
  # The same file, not the same path: that may be another one in a container.
  if [ "$process" -ef "$DPKG_ROOT/opt/{name}/lineside" ]; then
    echo "{name} is running. Close it, then do this again. Nothing was changed." >&2
    exit 1
  fi
done
"""


def main() -> None:
    """Says where the package is; its sha256 lies beside it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="as `lineside build` made it")
    folder: Path = parser.parse_args().folder.absolute()
    name, version = (folder / "version.txt").read_text("utf-8").split()
    machine = _ARCHITECTURES[platform.machine()]
    package = folder.with_name(f"{name}_{version}_{machine}.deb")
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        root = Path(scratch)
        root.chmod(0o755)
        _lay_out(folder, root, name)
        _describe(root, name, version, machine)
        _ask_before(root, name)
        _list_sums(root)
        # As small as a level that takes seconds makes it.
        words = ["dpkg-deb", "--root-owner-group", "-Zxz", "-z1", "--build"]
        subprocess.run([*words, root, package], check=True, stdout=subprocess.DEVNULL)
    write_checksum(package)
    print(package)


def _lay_out(folder: Path, root: Path, name: str) -> None:
    program = root / "opt" / name
    program.parent.mkdir()
    shutil.copytree(folder, program, symlinks=True, copy_function=os.link)
    command = root / "usr/bin" / name
    command.parent.mkdir(parents=True)
    command.symlink_to(Path("/opt") / name / "lineside")
    entry = root / f"usr/share/applications/{name}.desktop"
    entry.parent.mkdir(parents=True)
    said = (folder / "lineside.desktop").read_text("utf-8")
    entry.write_text(said.replace("/opt/lineside/", f"/opt/{name}/"), "utf-8")


def _describe(root: Path, name: str, version: str, machine: str) -> None:
    kilobytes = sum(path.lstat().st_size for path in root.rglob("*")) // 1024
    lines = [
        f"Package: {name}",
        f"Version: {version}",
        f"Architecture: {machine}",
        "Maintainer: Lineside <lineside@localhost>",
        f"Installed-Size: {kilobytes}",
        f"Depends: {', '.join(_NEEDED)}",
        "Section: science",
        "Priority: optional",
        "Description: Visual inspection station",
        " A verdict for each part, and the map that made it. All of it lies in /opt;",
        " what it writes lies with each user, and stays when it is taken away.",
    ]
    control = root / "DEBIAN/control"
    control.parent.mkdir()
    control.write_text("\n".join(lines) + "\n", "utf-8")


def _ask_before(root: Path, name: str) -> None:
    """Before it is replaced, and before it is taken away."""
    for moment in ("preinst", "prerm"):
        script = root / "DEBIAN" / moment
        script.write_text(_REFUSE_WHILE_RUNNING.format(name=name), "utf-8")
        script.chmod(0o755)


def _list_sums(root: Path) -> None:
    """What `dpkg --verify` compares with."""
    files = sorted(path for path in root.rglob("*") if path.is_file() and not path.is_symlink())
    rows = []
    for path in files:
        name = path.relative_to(root)
        if name.parts[0] != "DEBIAN":
            with path.open("rb") as file:
                rows.append(f"{hashlib.file_digest(file, 'md5').hexdigest()}  {name}\n")
    (root / "DEBIAN/md5sums").write_text("".join(rows), "utf-8")


if __name__ == "__main__":
    main()
