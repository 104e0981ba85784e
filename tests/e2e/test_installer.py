"""The installer for Windows, made here and run under 64-bit Wine.

What it packs is a stand-in, for the program itself can only be built on Windows: this proves the
installer's own doing, not that of the program on Windows.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.e2e.program import ROOT
from tests.e2e.surroundings import instead, needs_mounts, small_disk, within

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="there the workflow does the same"),
    pytest.mark.skipif(not shutil.which("makensis"), reason="NSIS (makensis) is not installed"),
]
needs_wine = pytest.mark.skipif(not shutil.which("wine"), reason="Wine is not installed")
needs_signing = pytest.mark.skipif(
    not (shutil.which("osslsigncode") and shutil.which("openssl")),
    reason="osslsigncode or openssl is not installed",
)
_WITHIN_S = 600.0
_STAND_IN = """
Unicode true
Target amd64-unicode
Name stand-in
OutFile "${OUTPUT}"
RequestExecutionLevel user
SilentInstall silent
!include LogicLib.nsh
Function .onInit
  FileOpen $0 "$EXEDIR\\started" w
  FileClose $0
  ${While} ${FileExists} "$EXEDIR\\hold"
    Sleep 50
  ${EndWhile}
  Quit
FunctionEnd
Section
SectionEnd
"""
"""A program that runs as long as a file `hold` lies beside it."""
_KEY = r"HKLM\Software\Microsoft\Windows\CurrentVersion\Uninstall\Lineside-station"


def make_program(folder: Path) -> Path:
    """A folder such as a build on Windows leaves."""
    (folder / "_internal/deep").mkdir(parents=True)
    script = folder.parent / "stand-in.nsi"
    script.write_text(_STAND_IN, "utf-8")
    words = ["makensis", "-V1", f"-DOUTPUT={folder / 'lineside.exe'}", str(script)]
    subprocess.run(words, check=True)
    shutil.copy(folder / "lineside.exe", folder / "lineside-console.exe")
    (folder / "version.txt").write_text("lineside-station 0.1.0\n", "utf-8")
    (folder / "_internal/deep/Prüfling.txt").write_text("first", "utf-8")
    (folder / "docs").mkdir()
    for paper in ("LICENSE", "README.md", "docs/deploy.md"):
        shutil.copy(ROOT / paper, folder / paper)
    (folder / "THIRD-PARTY.txt").write_text("", "utf-8")
    icon = (
        "import sys; sys.path.insert(0, 'packaging'); from pathlib import Path;"
        "from windows_resources import as_ico, icon_pngs;"
        "pngs = icon_pngs(Path('resources/icons/lineside.svg'));"
        "Path(sys.argv[1]).write_bytes(as_ico(pngs))"
    )
    words = [sys.executable, "-c", icon, str(folder / "lineside.ico")]
    subprocess.run(words, cwd=ROOT, check=True)
    return folder


def make_installer(folder: Path, *words: object) -> Path:
    script = str(ROOT / "packaging/installer.py")
    done = subprocess.run(
        [sys.executable, script, str(folder), *map(str, words)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_program(tmp_path_factory.mktemp("built") / "lineside-station")


class Windows(NamedTuple):
    """A Wine of its own."""

    prefix: Path
    environment: dict[str, str]

    @property
    def installed(self) -> Path:
        return self.prefix / "drive_c/Program Files/Lineside Station"

    def start(self, *words: object, within: Sequence[str] = ()) -> subprocess.Popen[str]:
        """`within`: words before it that change its surroundings."""
        return subprocess.Popen(
            [*within, "wine", *map(str, words)], env=self.environment, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def run(self, *words: object, within: Sequence[str] = ()) -> tuple[int, str]:
        process = self.start(*words, within=within)
        said, _ = process.communicate(timeout=_WITHIN_S)
        return process.returncode, said

    def run_within(self, surroundings: Sequence[str], *words: object) -> int:
        """Files are opened by a server of all its programs: it has to see the surroundings too."""
        self.end()
        status, _ = self.run(*words, within=surroundings)
        self.end()
        return status

    def end(self) -> None:
        """All its programs, and their server."""
        for word in ("-k", "-w"):
            words = ["wineserver", word]
            subprocess.run(words, env=self.environment, timeout=_WITHIN_S, check=False)

    def registered(self, value: str) -> str | None:
        status, said = self.run("reg", "query", _KEY, "/v", value)
        return None if status else said.split("    ")[-1].strip()


@pytest.fixture(scope="module")
def windows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Windows]:
    place = tmp_path_factory.mktemp("wine")
    chosen = {
        "WINEPREFIX": str(place / "prefix"),
        "HOME": str(place),
        "WINEDEBUG": "-all",
        # Neither entries in this desktop's menus nor .NET nor a browser.
        "WINEDLLOVERRIDES": "winemenubuilder.exe=d;mscoree=;mshtml=",
    }
    machine = Windows(place / "prefix", os.environ | chosen)
    machine.environment.pop("DISPLAY", None)
    assert machine.run("wineboot", "-i")[0] == 0
    yield machine
    machine.end()
    shutil.rmtree(place)


def wait_until(what: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _WITHIN_S
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@needs_wine
def test_silently_installed_updated_and_taken_away_with_all_data_left(
    program: Path, windows: Windows
) -> None:
    installer = make_installer(program)
    assert windows.run(installer, "/S")[0] == 0
    here = windows.installed
    packed = {path.relative_to(program) for path in program.rglob("*")}
    assert packed | {Path("uninstall.exe")} == {path.relative_to(here) for path in here.rglob("*")}
    assert windows.registered("DisplayName") == "Lineside Station"
    assert windows.registered("DisplayVersion") == "0.1.0"
    links = windows.prefix.rglob("Lineside Station.lnk")
    assert len(list(links)) == 1

    data = [here / "data/records.sqlite3", windows.prefix / "drive_c/users/records.sqlite3"]
    for file in data:
        file.parent.mkdir(exist_ok=True)
        file.write_text("kept", "utf-8")
    inside = program / "_internal/deep/Prüfling.txt"
    inside.rename(inside.with_name("new.txt"))
    assert windows.run(make_installer(program), "/S")[0] == 0
    assert [path.name for path in (here / "_internal/deep").iterdir()] == ["new.txt"]

    assert windows.run(here / "uninstall.exe", "/S")[0] == 0
    wait_until(lambda: not (here / "uninstall.exe").exists())  # it went on as a copy of itself
    wait_until(lambda: windows.registered("DisplayName") is None)
    assert {path.name for path in here.iterdir()} == {"data"}
    assert not list(windows.prefix.rglob("Lineside Station.lnk"))
    assert [file.read_text("utf-8") for file in data] == ["kept", "kept"]


@needs_wine
@pytest.mark.parametrize("name", ["lineside.exe", "lineside-console.exe"])
def test_a_running_program_is_neither_replaced_nor_taken_away(
    name: str, program: Path, windows: Windows
) -> None:
    installer = make_installer(program)
    here = windows.prefix / "drive_c/plant"
    assert windows.run(installer, "/S", r"/D=C:\plant")[0] == 0
    before = {path: path.read_bytes() for path in here.rglob("*") if path.is_file()}
    (here / "hold").touch()
    running = windows.start(here / name)
    try:
        wait_until((here / "started").exists)
        assert windows.run(installer, "/S", r"/D=C:\plant")[0] == 3
        assert windows.run(here / "uninstall.exe", "/S", r"_?=C:\plant")[0] == 3
        assert before == {path: path.read_bytes() for path in before}
    finally:
        (here / "hold").unlink()
        running.communicate(timeout=_WITHIN_S)
    (here / "started").unlink()
    assert windows.run(here / "uninstall.exe", "/S", r"_?=C:\plant")[0] == 0
    assert [path.name for path in here.rglob("*")] == ["uninstall.exe"]  # `_?=`: it is not a copy
    shutil.rmtree(here)


def content_of(folder: Path) -> dict[Path, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder): path.read_bytes() for path in files}


@needs_wine
@needs_mounts
def test_files_that_something_holds_are_neither_replaced_nor_taken_away(
    program: Path, windows: Windows
) -> None:
    installer = make_installer(program)
    here = windows.prefix / "drive_c/held"
    assert windows.run(installer, "/S", r"/D=C:\held")[0] == 0
    before = content_of(here)
    assert windows.run(installer, "/S")[0] == 0
    assert not (windows.installed / "lineside.exe").exists(), "an update goes where it lies"
    assert content_of(here) == before
    inside = here / "_internal"
    held = within(instead(inside, inside))  # a mount can't be moved, as a folder with a held file
    assert windows.run_within(held, installer, "/S", r"/D=C:\held") == 3
    assert windows.run_within(held, here / "uninstall.exe", "/S", r"_?=C:\held") == 3
    assert content_of(here) == before
    assert windows.run(here / "uninstall.exe", "/S", r"_?=C:\held")[0] == 0
    assert set(content_of(here)) == {Path("uninstall.exe")}


@needs_wine
@needs_mounts
@pytest.mark.parametrize("held", ["lineside.ico", "_internal.new"])
def test_where_one_file_cannot_be_replaced_all_of_the_old_program_comes_back(
    held: str, program: Path, windows: Windows
) -> None:
    here = windows.prefix / "drive_c/whole"
    assert windows.run(make_installer(program), "/S", r"/D=C:\whole")[0] == 0
    (here / "_internal/deep/of the old one").touch()
    (here / "LICENSE").write_text("that of the old one", "utf-8")
    before = content_of(here)
    at = here / held
    if held == "_internal.new":  # a disk of its own: files can be moved from there, folders can't
        at.mkdir()
        surroundings = within(small_disk(at, "2m"))
    else:
        surroundings = within(instead(at, at))
    assert windows.run_within(surroundings, make_installer(program), "/S", r"/D=C:\whole") == 3
    assert content_of(here) == before
    assert not (here / "_internal.old").exists()
    shutil.rmtree(here)


@needs_wine
def test_what_lay_in_the_chosen_folder_before_stays(program: Path, windows: Windows) -> None:
    here = windows.prefix / "drive_c/tools"
    theirs = [here / name / "mine.txt" for name in ("docs", "new", "old")]
    for file in theirs:
        file.parent.mkdir(parents=True)
        file.write_text("kept", "utf-8")
    installer = make_installer(program)
    for _ in range(2):
        assert windows.run(installer, "/S", r"/D=C:\tools")[0] == 0
    assert (here / "_internal").is_dir()
    assert windows.run(here / "uninstall.exe", "/S", r"_?=C:\tools")[0] == 0
    assert set(content_of(here)) == {
        Path("uninstall.exe"), *(file.relative_to(here) for file in theirs)
    }  # fmt: skip


@needs_wine
@needs_mounts
def test_where_there_is_no_room_the_old_program_stays(program: Path, windows: Windows) -> None:
    here = windows.prefix / "drive_c/small"
    here.mkdir()
    install = shlex.join(["wine", str(make_installer(program)), "/S", r"/D=C:\small"])
    machine = within(
        small_disk(here, "480k"),  # for one program, not for two
        install,
        f"status=0; {install} || status=$?; test $status = 4",
        f"rm {shlex.quote(str(here / 'uninstall.exe'))}",
        shlex.join(["diff", "-r", str(program), str(here)]),
    )
    windows.end()
    done = subprocess.run([*machine, "true"], env=windows.environment, timeout=_WITHIN_S,
                          capture_output=True, text=True, check=False)  # fmt: skip
    windows.end()
    assert done.returncode == 0, done.stdout + done.stderr
    here.rmdir()


@needs_signing
def test_signed_with_the_certificate_that_is_given(tmp_path: Path) -> None:
    folder = make_program(tmp_path / "lineside-station")
    certificate, words = make_certificate(tmp_path)
    installer = make_installer(folder, *words)
    for file in (installer, folder / "lineside.exe", folder / "lineside-console.exe"):
        assert is_signed(file, certificate)
    for name in ("lineside-station.sha256", f"{installer.name}.sha256"):
        checked = subprocess.run(
            ["sha256sum", "--check", "--quiet", name], cwd=tmp_path, check=True
        )
        assert checked.returncode == 0
    content = bytearray(installer.read_bytes())
    content[len(content) // 2] ^= 1
    installer.write_bytes(content)
    assert not is_signed(installer, certificate)


def make_certificate(folder: Path) -> tuple[Path, list[object]]:
    """Self-signed; the words that give it to the installer's script."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    pfx, password = folder / "plant.pfx", folder / "password.txt"
    password.write_text("secret", "utf-8")
    made = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate]
    purpose = ["-days", "30", "-subj", "/CN=Plant", "-addext", "extendedKeyUsage=codeSigning"]
    packed = ["pkcs12", "-export", "-inkey", key, "-in", certificate, "-out", pfx]
    for words in ([*made, *purpose], [*packed, "-passout", f"file:{password}"]):
        subprocess.run(["openssl", *map(str, words)], capture_output=True, check=True)
    return certificate, ["--certificate", pfx, "--password-file", password]


def is_signed(file: Path, certificate: Path) -> bool:
    words = ["osslsigncode", "verify", "-CAfile", str(certificate), "-in", str(file)]
    return subprocess.run(words, capture_output=True, check=False).returncode == 0
