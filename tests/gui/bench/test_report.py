"""What was measured, in a document that people write too."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from gui.bench.measurement import Measurement
from gui.bench.report.document import Document, ReportRefused
from gui.bench.report.report import Report
from inference.bench.row import Row

_MACHINE = {
    "processor": "Abacus <1>", "cores": 2, "memory_gb": 4.0, "system": "Linux-6", "python": "3.11",
}  # fmt: skip


def _measured(group: str, *rows: Row, load: float = 0.0) -> Measurement:
    return Measurement(group, "2026-11-23", f"main.py bench --only {group}", _MACHINE, load, rows)


def _compared(*ratios: float, group: str = "epoch") -> Measurement:
    rows = [
        Row(group, f"notebook: way {number}", median_ms=10 * ratio, ratio=ratio)
        for number, ratio in enumerate(ratios)
    ]
    return _measured(group, *rows)


def _grown() -> Measurement:
    rows = [
        Row("growth", f"{name}: {size:,.0f} images", per_s=100.0 + size, more={"images": size})
        for name in ("judged", "known")
        for size in (100.0, 1_000.0)
    ]
    return _measured("growth", *rows)


def _write(path: Path, *measured: Measurement) -> str:
    report = Report(path)
    for each in measured:
        report.add(each)
    report.write()
    return path.read_text("utf-8")


def _texts(picture: Path) -> list[str]:
    return [text for text in ET.parse(picture).getroot().itertext() if text.strip()][1:]


def test_a_report_begins_a_document_with_tables_and_charts(tmp_path: Path) -> None:
    text = _write(tmp_path / "speed.md", _compared(1.0, 2.5), _grown())
    assert text.startswith("# Performance\n")
    assert "## Epoch\n" in text
    assert "2 cores of Abacus <1>, 4.0 GB, Linux-6, Python 3.11; others used 0% of it." in text
    assert "`main.py bench --only growth`" in text
    assert "| notebook: way 1 | 25 | 2.50 |" in text
    assert "| images/s | 100 images | 1,000 images |" in text
    assert "| known | 200 | 1,100 |" in text
    for name in ("epoch", "growth"):
        assert f"![{name}](speed/{name}.svg)" in text
    assert "2.50x" in _texts(tmp_path / "speed" / "epoch.svg")
    assert {"judged", "known", "1 k"} <= set(_texts(tmp_path / "speed" / "growth.svg"))


def test_only_what_stands_between_its_marks_is_written_anew(tmp_path: Path) -> None:
    path = tmp_path / "speed.md"
    before, after = "# Ours\n\nWords — of a person.\n\n", "\n\nMore words.\n"
    path.write_text(f"{before}<!-- bench: epoch -->\nold\n<!-- /bench -->{after}", "utf-8")
    for ratio in (2.0, 3.0):
        text = _write(path, _compared(1.0, ratio))
    assert text.startswith(before + "<!-- bench: epoch -->\n2026-11-23")
    assert text.endswith("<!-- /bench -->" + after)
    assert "old" not in text
    assert text.count("| notebook: way 1 |") == 1
    assert "| notebook: way 1 | 30 | 3 |" in text


def test_one_group_alone_keeps_what_was_measured_of_the_others(tmp_path: Path) -> None:
    path = tmp_path / "speed.md"
    _write(path, _compared(1.0, 2.0, group="first"), _compared(1.0, 3.0, group="second"))
    text = _write(path, _compared(1.0, 5.0, group="second"), _measured("third"))
    assert "| notebook: way 1 | 20 | 2 |" in text
    assert "| notebook: way 1 | 50 | 5 |" in text
    assert "third" not in text.lower()
    kept = json.loads((tmp_path / "speed" / "figures.json").read_text("utf-8"))
    assert [each["group"] for each in kept] == ["first", "second"]
    assert kept[1]["rows"][1]["ratio"] == 5.0
    assert _write(path) == text  # drawn anew, and the same


def test_a_busy_machine_is_told_beside_the_figures(tmp_path: Path) -> None:
    row = Row("start", "first window", median_ms=512.3, more={"slowest_ms": 0.05})
    text = _write(tmp_path / "speed.md", _measured("start", row, load=0.4))
    assert "others used 40% of it. **So the ratios count" in text
    assert "|  | median ms | slowest, ms |" in text
    assert "| first window | 512 | 0.050 |" in text
    assert "![" not in text  # nothing to compare it with


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<!-- bench: a -->\n", "never closed"),
        ("\n<!-- /bench -->", "line 2"),
        ("<!-- bench: a -->\n<!-- bench: b -->\n<!-- /bench -->", "line 2"),
        ("<!-- bench: a --><!-- /bench -->\n<!-- bench: a --><!-- /bench -->", "line 2"),
    ],
)
def test_marks_without_a_partner_are_refused(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "speed.md"
    path.write_text(text, "utf-8")
    with pytest.raises(ReportRefused, match=said):
        Document(path)
    assert path.read_text("utf-8") == text


@pytest.mark.parametrize("content", ["{", "[1]", '[{"group": "a"}]'])
def test_figures_that_cannot_be_read_are_refused(content: str, tmp_path: Path) -> None:
    figures = tmp_path / "speed" / "figures.json"
    figures.parent.mkdir()
    figures.write_text(content, "utf-8")
    with pytest.raises(ReportRefused, match=r"figures\.json"):
        Report(tmp_path / "speed.md")
    assert figures.read_text("utf-8") == content


def test_a_folder_in_the_documents_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "speed.md").mkdir()
    with pytest.raises(ReportRefused, match="can't be read"):
        Report(tmp_path / "speed.md")
