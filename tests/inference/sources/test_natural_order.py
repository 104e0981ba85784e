from __future__ import annotations

import itertools
import random

from inference.sources.natural_order import natural_name_key, naturally_sorted

IN_ORDER = [
    *("007.png", "7.png", "9.png", "10.png", "a1.png", "a2b9.png", "a2b10.png", "A10.png"),
    *("a123456789012345678901234567890.png", "A.png", "b", "b1", "b.png", "be", "é٣", "é٤"),
]


def test_numbers_by_value_letters_without_regard_to_case() -> None:
    shuffled = random.Random(1).sample(IN_ORDER, len(IN_ORDER))
    assert sorted(shuffled, key=natural_name_key) == IN_ORDER


def test_a_long_list_is_sorted_as_a_short_one() -> None:
    letters = ("x", "Y", "part", "p1p")
    names = [f"{a}{n}.png" for a, n in itertools.product(letters, range(2500))]
    random.Random(2).shuffle(names)
    assert list(naturally_sorted(names)) == sorted(names, key=natural_name_key)
