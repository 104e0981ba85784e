from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_LOG = """
import sys
from pathlib import Path
from inference import logs

def full(path):
    raise OSError({words})

logs._file = full  # a disk is not filled for this
logs.log_to(Path(sys.argv[1]))
"""


def said(words: str, folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", _LOG.format(words=words), str(folder)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stderr.strip()


def test_a_log_that_cannot_be_written_is_said_with_the_file_or_else_the_folder(
    tmp_path: Path,
) -> None:
    told = said("28, 'No space left on device'", tmp_path)
    assert told == f"ERROR: no log file {tmp_path}: No space left on device"
    told = said("13, 'Permission denied', 'lineside.log'", tmp_path)
    assert told == "ERROR: no log file lineside.log: Permission denied"
