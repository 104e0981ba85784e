"""The sha256 of each file of a folder, beside it, as `sha256sum -c` reads them."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path


def write_checksums(folder: Path) -> Path:
    """`<folder>.sha256`, whose names start at the folder's own: to be checked from above it."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    rows = [f"{_sha256(path)}  {path.relative_to(folder.parent).as_posix()}\n" for path in files]
    written = folder.with_name(f"{folder.name}.sha256")
    written.write_text("".join(rows), "utf-8", newline="\n")
    return written


def write_checksum(file: Path) -> Path:
    """`<file>.sha256`, of the one file."""
    written = file.with_name(f"{file.name}.sha256")
    written.write_text(f"{_sha256(file)}  {file.name}\n", "utf-8", newline="\n")
    return written


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


if __name__ == "__main__":
    write_checksum(Path(sys.argv[1]))
