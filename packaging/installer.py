"""A built folder -> an installer for Windows, signed where there is a certificate.

python packaging/installer.py dist/lineside-station --certificate plant.pfx --password-file pass.txt
"""

from __future__ import annotations

import argparse
import shlex
import subprocess
import sys
from pathlib import Path

from checksums import write_checksum, write_checksums
from signing import add_certificate, certificate_words, sign

_HERE = Path(__file__).resolve().parent


def main() -> None:
    """Says where the installer is; its sha256 lies beside it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="as `lineside build` made it on Windows")
    parser.add_argument("--makensis", default="makensis", help="where it isn't on the path")
    add_certificate(parser)
    given = parser.parse_args()
    if given.certificate:
        _sign_programs(given.folder, given)
    setup = _make(given.folder.absolute(), given)
    write_checksum(setup)
    print(setup)


def _sign_programs(folder: Path, given: argparse.Namespace) -> None:
    """Before they are packed; they are other files then, with other checksums."""
    for program in sorted(folder.glob("*.exe")):
        sign(program, given)
    write_checksums(folder)


def _make(folder: Path, given: argparse.Namespace) -> Path:
    name, version = (folder / "version.txt").read_text("utf-8").split()
    setup = folder.with_name(f"{name}-{version}-setup.exe")
    defined = {
        "FLAVOUR": name.removeprefix("lineside-"),
        "VERSION": version,
        "FOLDER": str(folder),
        "OUTPUT": str(setup),
    }
    if sys.platform != "win32":  # the NSIS of Windows itself has none of 64 bits
        defined["TARGET"] = "amd64-unicode"
    if given.certificate:
        signing = [sys.executable, str(_HERE / "signing.py"), *certificate_words(given)]
        defined["SIGN"] = _as_one(signing)
    words = [f"-D{name}={value}" for name, value in defined.items()]
    subprocess.run([given.makensis, "-V2", *words, _HERE / "lineside.nsi"], check=True)
    return setup


def _as_one(words: list[str]) -> str:
    return subprocess.list2cmdline(words) if sys.platform == "win32" else shlex.join(words)


if __name__ == "__main__":
    main()
