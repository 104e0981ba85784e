"""One look at a folder, and what it costs."""

from __future__ import annotations

import time
from pathlib import Path

from inference.sources.folder_scan import Stamp, list_images, part_id_of
from inference.sources.scan_pace import ScanPace


def test_a_part_id_follows_from_path_size_and_time() -> None:
    ids = {
        part_id_of(path, stamp)
        for path in ["/in/a.png", "/in/b.png"]
        for stamp in [Stamp(1, 1), Stamp(2, 1), Stamp(1, 2)]
    }
    assert len(ids) == 6
    assert all(len(part_id) == 32 for part_id in ids)
    assert part_id_of("/in/a.png", Stamp(1, 1)) == part_id_of("/in/a.png", Stamp(1, 1))


def test_thousands_of_files_cost_little(tmp_path: Path) -> None:
    for number in range(3000):
        (tmp_path / f"{number}.jpg").touch()
    started = time.thread_time()  # what others do on the machine does not count
    listing = list_images(tmp_path, recursive=False)
    assert len(listing) == 3000
    assert time.thread_time() - started < 2  # 0.04 s for 10,000 on the project's own machine


class TestPace:
    def test_it_looks_each_interval(self) -> None:
        pace = ScanPace(60)
        assert pace.wait(0)
        now_s = time.monotonic()
        pace.scanned(now_s, work_s=0)
        assert not pace.wait(now_s + 0.05)
        pace.scanned(now_s - 59.8, work_s=0)
        assert pace.wait(now_s + 30)
        assert time.monotonic() - now_s >= 0.2

    def test_it_looks_sooner_when_woken(self) -> None:
        pace = ScanPace(60)
        now_s = time.monotonic()
        pace.scanned(now_s, work_s=0)
        pace.wake()
        assert pace.wait(now_s)

    def test_a_slow_scan_is_followed_by_rest_even_when_woken(self) -> None:
        pace = ScanPace(0.2)
        now_s = time.monotonic()
        pace.scanned(now_s, work_s=60)
        pace.wake()
        assert not pace.wait(now_s + 0.3)

    def test_stop_ends_it(self) -> None:
        pace = ScanPace(0.2)
        pace.stop()
        assert not pace.wait(time.monotonic() + 10)
