"""When a file counts as still, with a clock in the test's hand."""

from __future__ import annotations

from inference.sources.folder_scan import Stamp
from inference.sources.settling import Candidate, Settling

ONE, TWO = Stamp(10, 1), Stamp(20, 2)


def paths(candidates: list[Candidate]) -> list[str]:
    return [candidate.path for candidate in candidates]


def test_a_file_is_still_after_two_scans_that_are_200_ms_apart() -> None:
    settling = Settling(2.0)
    assert settling.update({"a": ONE}, 0.0, 0.1) == []
    assert settling.update({"a": ONE}, 0.25, 0.26) == []  # only 150 ms between the looks
    assert paths(settling.update({"a": ONE}, 0.31, 0.32)) == ["a"]


def test_a_change_starts_it_again() -> None:
    settling = Settling(2.0)
    settling.update({"a": ONE}, 0.0, 0.0)
    assert settling.update({"a": TWO}, 0.5, 0.5) == []
    assert paths(settling.update({"a": TWO}, 0.75, 0.75)) == ["a"]


def test_one_long_pause_between_two_scans_is_not_enough_to_call_it_unreadable() -> None:
    settling = Settling(2.0)
    settling.update({"a": ONE}, 0.0, 0.0)
    (second,) = settling.update({"a": ONE}, 10.0, 10.0)
    (third,) = settling.update({"a": ONE}, 10.3, 10.3)
    assert (second.patience_over, third.patience_over) == (False, True)


def test_what_does_not_decode_is_tried_at_doubling_ages_until_patience_is_over() -> None:
    settling = Settling(2.0)
    tried = {}
    for step in range(31):
        now_s = step * 0.1
        for candidate in settling.update({"a": ONE}, now_s, now_s):
            tried[round(now_s, 1)] = candidate.patience_over
            settling.put_off("a")
    assert list(tried)[:5] == [0.2, 0.4, 0.8, 1.6, 2.0]
    assert next(age for age, over in tried.items() if over) == 2.0


def test_the_oldest_comes_first_and_names_decide_a_tie() -> None:
    settling = Settling(2.0)
    listing = {"c": ONE, "b": TWO, "a": TWO}
    settling.update(listing, 0.0, 0.0)
    assert paths(settling.update(listing, 0.3, 0.3)) == ["c", "a", "b"]
