"""What was judged, kept on disk as it happens: a review that was cut off goes on from there."""

from __future__ import annotations

import hashlib
import json
import os
import time
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from inference.files_on_disk import write_atomically, write_whole
from inference.review.fault_file import FaultFile, FaultWords
from inference.review.judged_image import JudgedImage
from inference.review.map_file import MapFile
from inference.sources.folder_scan import Stamp

_ENTRY = np.dtype(
    [
        ("key", "<u8"),
        ("rest", "<u8"),
        ("slot", "<i4"),
        ("probability", "<f4"),
        ("type", "<i4"),
        ("width", "<i4"),
        ("height", "<i4"),
    ]
)
_SYNC_EVERY_S = 2.0


class Kept(NamedTuple):
    """Where an image's map and the words of its FAULT stand on disk; -1 where it has none."""

    slot: int = -1
    fault_at: int = -1


class Journal:
    """One folder on disk: an entry of 36 bytes and a map for each image that was judged.

    An entry is written after its map is safe on the disk, so a crash costs the last two seconds'
    work at most and what is found again is whole. A FAULT is not remembered: it is tried again.
    The key is path, size and time of the file; the folder stands for one model. One thread writes.
    """

    def __init__(self, folder: Path) -> None:
        """Reads what was kept. Raises `OSError`."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._types: list[str] = _read_json(folder / "types.json", [])
        shape = _read_json(folder / "map.json", None)
        self.maps = None if shape is None else MapFile(folder / "maps.bin", (shape[0], shape[1]))
        self._kept = _read_entries(
            folder / "judged.bin", 0 if self.maps is None else len(self.maps)
        )
        self._keys = np.ascontiguousarray(self._kept["key"])  # or each look would copy all of them
        self._entries = (folder / "judged.bin").open("ab", buffering=0)
        self._faults = FaultFile(folder / "faults.jsonl")
        self._fresh: list[tuple[int, int, int, float, int, int, int]] = []
        self._synced_at = time.monotonic()

    def __len__(self) -> int:
        """How many were kept from before."""
        return len(self._kept)

    def known(self, path: str, stamp: Stamp) -> JudgedImage | None:
        """What was said of this very file before; from any thread."""
        key, rest = _key(path, stamp)
        at = int(np.searchsorted(self._keys, np.uint64(key)))
        if at == len(self._kept) or (self._kept["key"][at], self._kept["rest"][at]) != (key, rest):
            return None
        entry = self._kept[at]
        kind = self._types[entry["type"]] if entry["type"] >= 0 else None
        size = int(entry["width"]), int(entry["height"])
        slot = int(entry["slot"])
        return JudgedImage(stamp, float(entry["probability"]), kind, None, size, slot=slot)

    def keep(self, path: str, judged: JudgedImage) -> Kept:
        """Where it is kept. Raises `OSError` when the disk is full."""
        if judged.slot is not None:
            return Kept(slot=judged.slot)
        if judged.heat is None:
            return Kept(fault_at=self._faults.append(judged.error, judged.remedy))
        slot = self._map_file(judged.heat).append(judged.heat)
        if judged.stamp is not None:
            kind = self._type_code(judged.likeliest_type)
            key = _key(path, judged.stamp)
            self._fresh.append((*key, slot, judged.probability_def, kind, *judged.size))
            self._sync_now_and_then()
        return Kept(slot=slot)

    def fault(self, at: int) -> FaultWords:
        """From any thread."""
        return self._faults.read(at)

    def sync(self) -> None:
        """Maps first, then the entries that point at them. Raises `OSError`."""
        if self._fresh and self.maps is not None:
            self.maps.sync()
            write_whole(self._entries, np.array(self._fresh, _ENTRY).tobytes())
            os.fsync(self._entries.fileno())
            self._fresh.clear()
        self._synced_at = time.monotonic()

    def close(self) -> None:
        """Raises nothing: what could not be written is judged again."""
        self._entries.close()
        self._faults.close()
        if self.maps is not None:
            self.maps.close()

    def _sync_now_and_then(self) -> None:
        if time.monotonic() - self._synced_at > _SYNC_EVERY_S:
            self.sync()

    def _map_file(self, heat: NDArray[np.uint8]) -> MapFile:
        if self.maps is None:
            write_atomically(self._folder / "map.json", json.dumps(heat.shape).encode())
            self.maps = MapFile(self._folder / "maps.bin", (heat.shape[0], heat.shape[1]))
        return self.maps

    def _type_code(self, name: str | None) -> int:
        if name is None:
            return -1
        if name not in self._types:
            self._types.append(name)
            write_atomically(self._folder / "types.json", json.dumps(self._types).encode())
        return self._types.index(name)


def _key(path: str, stamp: Stamp) -> tuple[int, int]:
    identity = f"|{stamp.size}|{stamp.mtime_ns}".encode()
    digest = hashlib.blake2b(os.fsencode(os.path.normcase(path)) + identity, digest_size=16)
    both = digest.digest()
    return int.from_bytes(both[:8], "little"), int.from_bytes(both[8:], "little")


def _read_entries(path: Path, maps: int) -> NDArray[Any]:
    """Whole entries whose map is there, sorted by key; what else the file holds is cut off."""
    if not path.exists():
        return np.empty(0, _ENTRY)
    content = path.read_bytes()
    entries = np.frombuffer(content, _ENTRY, count=len(content) // _ENTRY.itemsize)
    whole = entries[(entries["slot"] >= 0) & (entries["slot"] < maps)]
    if whole.nbytes != len(content):
        write_atomically(path, whole.tobytes())
    return whole[np.argsort(whole["key"])]  # `order=` compares whole entries, which is slow


def _read_json(path: Path, otherwise: Any) -> Any:
    try:
        return json.loads(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return otherwise
