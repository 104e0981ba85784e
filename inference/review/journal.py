"""What was judged, kept on disk as it happens: a review that was cut off goes on from there."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Sequence
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
_Entry = tuple[int, int, int, float, int, int, int]
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
        self._fresh: list[_Entry] = []
        self._synced_at = time.monotonic()

    def __len__(self) -> int:
        """How many were kept from before."""
        return len(self._kept)

    def known(
        self, paths: Sequence[str], stamps: Sequence[Stamp | None]
    ) -> list[JudgedImage | None]:
        """What was said of each of these very files before; from any thread."""
        if not len(self._kept):
            return [None] * len(paths)
        asked = [
            (0, 0) if stamp is None else _key(path, stamp)
            for path, stamp in zip(paths, stamps, strict=True)
        ]
        sought = np.array([key for key, _ in asked], np.uint64)
        places = np.minimum(np.searchsorted(self._keys, sought), len(self._kept) - 1)
        entries = self._kept[places].tolist()
        return [
            self._judged(stamp, entry) if stamp is not None and entry[:2] == key else None
            for stamp, entry, key in zip(stamps, entries, asked, strict=True)
        ]

    def _judged(self, stamp: Stamp, entry: _Entry) -> JudgedImage:
        _, _, slot, probability, kind, *size = entry
        likeliest = self._types[kind] if kind >= 0 else None
        return JudgedImage(stamp, probability, likeliest, None, (size[0], size[1]), slot=slot)

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
