"""Adds parts for ever and prints each id once it is acknowledged; the test kills it."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

from parts import judged  # a script's own folder is on its path

from inference.records.part_record import RecordedPart
from inference.records.records import Records

if __name__ == "__main__":
    database, run = Path(sys.argv[1]), sys.argv[2]
    with Records(database) as records:
        for number in itertools.count():
            batch = [judged(part_id=f"run{run}-{number}-{k}") for k in range(1 + number % 8)]
            records.add([RecordedPart(inspection) for inspection in batch])
            print(*(inspection.frame.part_id for inspection in batch), flush=True)
