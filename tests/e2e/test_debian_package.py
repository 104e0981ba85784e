"""The package for Debian, made of a stand-in: what it installs where, and that it takes it away."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.program import ROOT

pytestmark = pytest.mark.skipif(not shutil.which("dpkg-deb"), reason="dpkg is not here")


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "lineside-station"
    (folder / "_internal").mkdir(parents=True)
    (folder / "version.txt").write_text("lineside-station 0.1.0\n", "utf-8")
    (folder / "lineside").write_text("#!/bin/sh\necho here\n", "utf-8")
    (folder / "lineside").chmod(0o755)
    (folder / "_internal/libreal.so").write_bytes(b"x" * 5000)
    (folder / "_internal/liblink.so").symlink_to("libreal.so")
    shutil.copy(ROOT / "packaging/lineside.desktop", folder)
    words = [sys.executable, str(ROOT / "packaging/debian.py"), str(folder)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.strip())


def test_it_says_what_it_is_and_what_it_needs(package: Path) -> None:
    words = ["dpkg-deb", "--show", "--showformat=${Package} ${Version}\n${Depends}", str(package)]
    said = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    named, needed = said.splitlines()
    assert named == "lineside-station 0.1.0"
    script = (ROOT / "lineside").read_text("utf-8").split("DEBIAN_PACKAGES=(")[1].split(")")[0]
    assert {name.split(" |")[0] for name in needed.split(", ")} == set(script.split())
    subprocess.run(
        ["sha256sum", "--check", "--quiet", f"{package.name}.sha256"],
        cwd=package.parent,
        check=True,
    )


needs_linux = pytest.mark.skipif(
    sys.platform != "linux", reason="dpkg works on a root of its own on Linux"
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A machine without any package."""
    root = tmp_path / "root"
    (root / "var/lib/dpkg").mkdir(parents=True)
    (root / "var/lib/dpkg/status").touch()
    return root


@needs_linux
def test_installed_and_taken_away_with_all_data_left(package: Path, root: Path) -> None:
    home = root / "home/line/.local/share/lineside/records.sqlite3"
    home.parent.mkdir(parents=True)
    home.write_text("kept", "utf-8")
    dpkg(root, "--install", str(package))
    program = root / "opt/lineside-station"
    assert (
        subprocess.run([program / "lineside"], capture_output=True, check=True).stdout == b"here\n"
    )
    assert (program / "_internal/liblink.so").is_symlink()
    assert (root / "usr/bin/lineside-station").readlink() == Path("/opt/lineside-station/lineside")
    entry = (root / "usr/share/applications/lineside-station.desktop").read_text("utf-8")
    assert "Exec=/opt/lineside-station/lineside" in entry
    assert try_dpkg(root, "--verify").stdout == ""
    (program / "_internal/libreal.so").write_bytes(b"y" * 5000)
    assert "/opt/lineside-station/_internal/libreal.so" in try_dpkg(root, "--verify").stdout
    dpkg(root, "--purge", "lineside-station")
    assert not program.exists()
    assert not (root / "usr/bin/lineside-station").is_symlink()
    assert home.read_text("utf-8") == "kept"


@needs_linux
def test_a_running_program_is_neither_replaced_nor_taken_away(package: Path, root: Path) -> None:
    dpkg(root, "--install", str(package))
    program = root / "opt/lineside-station/lineside"
    program.unlink()
    shutil.copy("/bin/sh", program)  # a script's process would be that of its shell
    real = program.read_bytes()
    running = subprocess.Popen([program, "-c", "read held"], stdin=subprocess.PIPE)
    try:
        for words in (("--install", str(package)), ("--purge", "lineside-station")):
            done = try_dpkg(root, *words)
            assert done.returncode != 0
            assert "lineside-station is running. Close it" in done.stderr
            assert program.read_bytes() == real
            assert try_dpkg(root, "--audit").stdout == ""
        goes_back = run_script(package, root, "preinst", "abort-upgrade", "0.1.0")
        assert (goes_back.returncode, goes_back.stderr) == (0, "")
        assert run_script(package, root, "preinst", "upgrade", "0.1.0").returncode == 1
    finally:
        running.communicate(timeout=600)
    dpkg(root, "--install", str(package))
    assert program.read_text("utf-8") == "#!/bin/sh\necho here\n"
    dpkg(root, "--purge", "lineside-station")
    assert not program.exists()


def run_script(
    package: Path, root: Path, name: str, *words: str
) -> subprocess.CompletedProcess[str]:
    """One of the package's, as dpkg does when a disk is full in the middle of an update."""
    folder = package.with_name("control")
    subprocess.run(["dpkg-deb", "--control", str(package), str(folder)], check=True)
    return subprocess.run(
        [folder / name, *words], env={"DPKG_ROOT": str(root), "PATH": "/usr/bin:/bin"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def dpkg(root: Path, *words: str) -> None:
    done = try_dpkg(root, *words)
    assert done.returncode == 0, done.stderr


def try_dpkg(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    # Into a root of its own, by whoever runs the tests; what it depends on isn't there, no shell.
    forced = ("not-root", "depends", "bad-path", "script-chrootless")
    options = [f"--root={root}", *(f"--force-{each}" for each in forced)]
    words = ("dpkg", *options, *words)
    return subprocess.run(words, capture_output=True, text=True, check=False)
