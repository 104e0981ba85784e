"""The licences of all that was really bundled, as one text."""

from __future__ import annotations

import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from importlib.metadata import Distribution
from pathlib import Path

_KEPT = Path(__file__).resolve().parent / "licences"
_LICENCE_FILE = re.compile(r"(licen[cs]e|copying|notice|third.?party)", re.IGNORECASE)
_LINE = "=" * 78


def licences(sources: Iterable[str]) -> str:
    """A chapter for each package and each Debian package that any of the files belongs to."""
    files = {os.path.normpath(source) for source in sources if source}
    owners = _owners()
    used = {owners[file].name: owners[file] for file in files if file in owners}
    used["pyinstaller"] = importlib.metadata.distribution("pyinstaller")  # its start code is in it
    chapters = [_of_python(), *(_of_package(used[name]) for name in sorted(used, key=str.lower))]
    return "\n".join([*chapters, *_of_system(files - owners.keys())])


def _owners() -> dict[str, Distribution]:
    """Each installed file's package."""
    return {
        os.path.normpath(str(owner.locate_file(file))): owner
        for owner in importlib.metadata.distributions()
        for file in owner.files or ()
    }


def _chapter(title: str, texts: Iterable[str]) -> str:
    said = "\n\n".join(text.strip() for text in texts) or "(it brings no text of its licence)"
    return f"{_LINE}\n{title}\n{_LINE}\n\n{said}\n\n"


def _of_python() -> str:
    text = Path(sysconfig.get_path("stdlib")) / "LICENSE.txt"
    texts = [text.read_text("utf-8", "replace")] if text.exists() else []
    return _chapter(f"Python {sys.version.split()[0]}: Python Software Foundation License", texts)


def _of_package(owner: Distribution) -> str:
    short = _short_licence(owner)
    texts = [path.read_text("utf-8", "replace") for path in _licence_files(owner)]
    return _chapter(f"{owner.name} {owner.version}: {short}", texts or _kept_texts(short))


def _short_licence(owner: Distribution) -> str:
    said = owner.metadata
    licences = [*said.get_all("License-Expression", []), *said.get_all("License", [])]
    named = next((licence for licence in licences if licence), "")
    if named:
        return named.splitlines()[0]
    kinds = [row for row in said.get_all("Classifier", []) if row.startswith("License ::")]
    return ", ".join(row.split("::")[-1].strip() for row in kinds) or "see below"


def _licence_files(owner: Distribution) -> list[Path]:
    named = [file for file in owner.files or () if _LICENCE_FILE.match(file.name)]
    paths = [Path(str(owner.locate_file(file))) for file in named]
    return [path for path in paths if path.suffix not in (".py", ".pyc") and path.is_file()]


def _kept_texts(short: str) -> list[str]:
    """For packages that name their licence and bring no text of it, as Qt's does."""
    kept = sorted(_KEPT.glob("*.txt"))
    return [text.read_text("utf-8") for text in kept if text.stem in short]


def _of_system(files: Iterable[str]) -> list[str]:
    """Of the libraries that came from a Debian or Ubuntu system."""
    libraries = sorted(path for path in files if path.startswith(("/usr/", "/lib")))
    packages = sorted({package for path in libraries for package in _debian_packages(path)})
    texts = {package: Path(f"/usr/share/doc/{package}/copyright") for package in packages}
    return [
        _chapter(f"{package} (system library)", [text.read_text("utf-8", "replace")])
        for package, text in texts.items()
        if text.exists()
    ]


def _debian_packages(library: str) -> set[str]:
    if not shutil.which("dpkg-query"):
        return set()
    # Where /lib is a link to /usr/lib, the package may know the file by either name.
    name = f"*/{Path(library).resolve().name}"
    found = subprocess.run(["dpkg-query", "-S", name], capture_output=True, text=True, check=False)
    return {line.split(":")[0] for line in found.stdout.splitlines()}
