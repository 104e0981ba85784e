"""`demo-data`: labelled pictures from the simulated line, with masks of their defects."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

from inference.commands.argument_types import at_least_one
from inference.frame import Image
from inference.home import Home
from inference.sources.settings import DEFECT_TYPES, DefectType
from inference.sources.simulated import DrawnPart, draw_part, order_defect

EXAMPLES = """\
  main.py demo-data parts --parts 400 --seed 1
  main.py demo-data parts --parts 400 --seed 1 --types-as-folders --types blowhole,scratch
  main.py demo-data parts --parts 50 --seed 2 --defect-share 1 --size 600 --force --json
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folder",
        metavar="DIR",
        type=Path,
        help="where ok/, def/ and masks/ are written; made if it does not exist",
    )
    parser.add_argument("--parts", metavar="N", type=at_least_one, required=True, help="how many")
    parser.add_argument(
        "--seed",
        metavar="S",
        type=_seed,
        default=0,
        help="the same seed gives the same pictures (default 0)",
    )
    parser.add_argument(
        "--defect-share",
        metavar="P",
        type=_share,
        default=0.5,
        help="chance of a part to be defective, 0 to 1 (default 0.5)",
    )
    parser.add_argument(
        "--types",
        metavar="T,...",
        type=_types,
        help="only these defects: blowhole, pinhole, scratch, chipped_edge, shrinkage, flash",
    )
    parser.add_argument(
        "--types-as-folders", action="store_true", help="def/ gets a folder for each defect type"
    )
    parser.add_argument(
        "--size", metavar="PX", type=_size, default=300, help="width and height (default 300)"
    )
    parser.add_argument(
        "--force",
        action="store_true",
        help="write even if DIR is not empty; files of the same name are replaced",
    )
    parser.add_argument("--json", action="store_true", help="the counts as one JSON object")


def run(arguments: argparse.Namespace, home: Home) -> int:  # noqa: ARG001 - nothing is kept there
    """Exit status 0; 1 when the disk failed on the way; 2 when the folder was refused."""
    folder: Path = arguments.folder
    refusal = _why_not(folder, arguments.force)
    if refusal:
        print(f"demo-data: {refusal}", file=sys.stderr)
        return 2
    try:
        counts = _write_parts(arguments)
    except OSError as error:
        print(f"demo-data: {folder} can't be written: {error.strerror or error}", file=sys.stderr)
        return 1
    n_ok = counts.pop("ok", 0)
    if arguments.json:
        print(json.dumps(_as_json(arguments, n_ok, counts)))
    else:
        print(_in_words(folder, n_ok, counts))
    return 0


def _why_not(folder: Path, force: bool) -> str | None:
    if folder.exists() and not folder.is_dir():
        return f"{folder} is a file; name a folder"
    if not force and folder.is_dir() and any(folder.iterdir()):
        return f"{folder} is not empty; name another folder, or add --force"
    return None


def _write_parts(arguments: argparse.Namespace) -> Counter[str]:
    """Draws and writes; how many parts there were of each kind."""
    types: tuple[DefectType, ...] = arguments.types or DEFECT_TYPES
    counts: Counter[str] = Counter()
    for number in range(arguments.parts):
        defect = order_defect(arguments.seed, number, arguments.defect_share, types)
        part = draw_part(arguments.seed, number, defect, arguments.size)
        name = f"part-{arguments.seed}-{number:06d}.png"
        _write_part(arguments.folder, name, part, arguments.types_as_folders)
        counts[defect.type if defect else "ok"] += 1
    return counts


def _write_part(folder: Path, name: str, part: DrawnPart, types_as_folders: bool) -> None:
    truth = part.truth
    by_type = truth.defect_type if types_as_folders and truth.defect_type else ""
    _write_png(folder / truth.label / by_type / name, part.image)
    if truth.mask is not None:
        _write_png(folder / "masks" / name, truth.mask.astype("uint8") * 255)


def _write_png(path: Path, image: Image) -> None:
    import cv2  # noqa: PLC0415 - 0.1 to 0.4 s to load

    path.parent.mkdir(parents=True, exist_ok=True)
    # Not cv2.imwrite: on Windows it can't write to a path beyond the code page.
    path.write_bytes(cv2.imencode(".png", image)[1].tobytes())


def _as_json(arguments: argparse.Namespace, n_ok: int, counts: Counter[str]) -> dict[str, object]:
    return {
        "folder": str(arguments.folder),
        "parts": arguments.parts,
        "ok": n_ok,
        "def": counts.total(),
        "defect_types": dict(sorted(counts.items())),
        "seed": arguments.seed,
        "size_px": arguments.size,
    }


def _in_words(folder: Path, n_ok: int, counts: Counter[str]) -> str:
    lines = [f"{folder}: {n_ok} ok, {counts.total()} def"]
    lines += [f"  {count:5d} {defect_type}" for defect_type, count in sorted(counts.items())]
    return "\n".join(lines)


def _seed(text: str) -> int:
    seed = int(text)
    if seed < 0:
        raise argparse.ArgumentTypeError(f"0 or more, not {seed}")
    return seed


def _share(text: str) -> float:
    share = float(text)
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(f"0 to 1, not {text}")
    return share


def _size(text: str) -> int:
    size = int(text)
    if not 64 <= size <= 4096:
        raise argparse.ArgumentTypeError(f"64 to 4096 pixels, not {size}")
    return size


def _types(text: str) -> tuple[str, ...]:

    chosen = tuple(dict.fromkeys(name.strip() for name in text.split(",")))
    unknown = [name for name in chosen if name not in DEFECT_TYPES]
    if unknown:
        raise argparse.ArgumentTypeError(
            f"no such defect: {', '.join(unknown)}; there are {', '.join(DEFECT_TYPES)}"
        )
    return chosen
