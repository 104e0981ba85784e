"""The licences of all that was really bundled, as one text."""

from __future__ import annotations

import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Collection, Iterable
from importlib.metadata import Distribution
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
_KEPT = _ROOT / "packaging/licences"
_FONTS = _ROOT / "resources/fonts/LICENSE.txt"
_LICENCE_FILE = re.compile(r"(licen[cs]e|copying|notice|third.?party)", re.IGNORECASE)
_LINE = "=" * 78
NOT_FOUND = "Files whose licence was not found"
"""The title of a chapter that should not be there."""


def licences(sources: Iterable[str]) -> str:
    """A chapter for each package and each Debian package that any of the files belongs to.

    What belongs to nobody is listed in a chapter of its own. Links are not looked at.
    """
    files = {os.path.realpath(source) for source in sources if Path(source).is_absolute()}
    owners = _owners()
    used = {owners[file].name: owners[file] for file in files if file in owners}
    used["pyinstaller"] = importlib.metadata.distribution("pyinstaller")  # its start code is in it
    chapters = [_of_python(), _chapter("Inter: SIL Open Font License 1.1", [_text(_FONTS)])]
    chapters += [_of_package(used[name]) for name in sorted(used, key=str.lower)]
    return "\n".join([*chapters, *_of_system(path for path in files if _is_foreign(path, owners))])


def _text(path: Path) -> str:
    return path.read_text("utf-8", "replace")


def _is_foreign(path: str, owners: Collection[str]) -> bool:
    """Neither of a package, nor Python's, nor our own."""
    pythons = [sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")]
    if sys.platform == "win32":
        pythons.append(sys.base_prefix)
    ours = (str(_ROOT), *map(os.path.realpath, pythons))
    name = Path(path).name
    is_pythons = name == "base_library.zip" or name.startswith("libpython")
    return path not in owners and not is_pythons and not path.startswith(ours)


def _owners() -> dict[str, Distribution]:
    """Each installed file's package. The environment itself may be a link."""
    return {
        os.path.normpath(f"{place}/{file}"): owner
        for owner in importlib.metadata.distributions()
        for place in (os.path.realpath(str(owner.locate_file(""))),)
        for file in owner.files or ()
    }


def _chapter(title: str, texts: Iterable[str]) -> str:
    said = "\n\n".join(text.strip() for text in texts) or "(it brings no text of its licence)"
    return f"{_LINE}\n{title}\n{_LINE}\n\n{said}\n\n"


def _of_python() -> str:
    places = (Path(sysconfig.get_path("stdlib")), Path(sys.base_prefix))  # the latter on Windows
    texts = [_text(place / "LICENSE.txt") for place in places if (place / "LICENSE.txt").exists()]
    title = f"Python {sys.version.split()[0]}: Python Software Foundation License"
    return _chapter(title, texts[:1])


def _of_package(owner: Distribution) -> str:
    short = _short_licence(owner)
    texts = [_text(path) for path in _licence_files(owner)]
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
    """Of the libraries that came from a Debian or Ubuntu system, and of those from nowhere."""
    packages = {path: _with_licence(_debian_packages(path)) for path in sorted(files)}
    texts = {package: text for found in packages.values() for package, text in found.items()}
    chapters = [_chapter(f"{name} (system library)", [texts[name]]) for name in sorted(texts)]
    unknown = [path for path, found in packages.items() if not found]
    return [*chapters, _chapter(NOT_FOUND, unknown)] if unknown else chapters


def _with_licence(packages: Iterable[str]) -> dict[str, str]:
    texts = {package: Path(f"/usr/share/doc/{package}/copyright") for package in packages}
    return {package: _text(text) for package, text in texts.items() if text.exists()}


def _debian_packages(library: str) -> set[str]:
    if not shutil.which("dpkg-query"):
        return set()
    # Where /lib is a link to /usr/lib, the package may know the file by either name.
    name = f"*/{Path(library).resolve().name}"
    found = subprocess.run(["dpkg-query", "-S", name], capture_output=True, text=True, check=False)
    return {line.split(":")[0] for line in found.stdout.splitlines()}
