"""Work on several cores, its results in the order of the questions."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Question = TypeVar("Question")
Answer = TypeVar("Answer")

_AHEAD_PER_WORKER = 3
"""Enough that no core waits while one chunk takes longer, few enough to hold."""


def in_order(
    questions: Iterable[Question | None],
    work: Callable[[Question], Answer],
    workers: int,
    begin: Callable[[], object] | None = None,
) -> Generator[Answer]:
    """`work` of each question, on `workers` threads, at most a few questions ahead.

    A None says that no question is there for now: what is done or under way is handed out first.
    What `work` raises is raised here, in its turn. Closing the iterator waits for what is under
    way and drops the rest. Each of the threads does `begin` first.
    """
    pending: deque[Future[Answer]] = deque()
    pool = ThreadPoolExecutor(workers, "review", begin)
    try:
        for question in questions:
            if question is not None:
                pending.append(pool.submit(work, question))
            if pending and (question is None or len(pending) > workers * _AHEAD_PER_WORKER):
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
