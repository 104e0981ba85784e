"""Folders -> results, judged on all cores by threads of its own, to be asked from any thread."""

from __future__ import annotations

import errno
import logging
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from inference.home_lock import HomeLock
from inference.package import PackageError
from inference.review.batches import AT_ONCE
from inference.review.boxes import Boxes
from inference.review.found_images import FoundImages
from inference.review.journal import Journal
from inference.review.judged_image import JudgingModel
from inference.review.judging import FolderGone, JudgedFile, RowJudging
from inference.review.listing import Listing, NothingThere
from inference.review.pace import Pace
from inference.review.parallel import in_order
from inference.review.progress import Progress, ReviewState
from inference.review.results import Results
from inference.review.review_folder import review_id, take_folder
from inference.right_of_way import give_way
from inference.station.judge import Judge
from inference.station.threshold_book import ThresholdBookError

_log = logging.getLogger(__name__)
_LOOK_AGAIN_S = 0.02
_KNOWN_AT_ONCE = 64
"""Images looked up in one go: a millisecond's work."""
_FULL = (errno.ENOSPC, errno.EDQUOT)
_EXPECTED = (PackageError, ThresholdBookError, NothingThere, FolderGone)


class Review:
    """One look at some folders with one model, from `start` to `close`.

    ```
    review = Review(paths, lambda: load_judge(model, book), home.reviews)
    review.start()
    ... review.progress(), review.results.columns(), review.results.row(i)
    review.close()
    ```

    Every method may be called from any thread, and none waits for a disk or the model but `close`,
    which waits for the images under way (well under a second for usual pictures). Results come in
    natural path order, whichever core judged them. Nothing is ever written into the folders that
    are reviewed. The same paths with the same model go on where they were cut off.
    """

    def __init__(
        self,
        paths: Sequence[Path],
        load_judge: Callable[[], Judge],
        folder: Path,
        *,
        good: str | None = None,
        workers: int = 0,
        after: Callable[[], object] = lambda: None,
        begin_thread: Callable[[], object] = lambda: None,
    ) -> None:
        """Does nothing yet. `load_judge` is called on a thread of the review's own.

        `folder` is where reviews are kept (`home.reviews`). `good` names the class folder of the
        good parts where it is called neither `ok` nor `good`. `workers` threads decode and judge;
        0 means one for each core. `after` is waited for before anything is judged: the review of
        the same that is just being closed, or its journal would still be in use. Each of the
        review's threads does `begin_thread` first.
        """
        self._paths = [Path(path).absolute() for path in paths]
        self._load_judge = load_judge
        self._folder = folder
        self._after = after
        self._begin_thread = begin_thread
        self._workers = workers or os.cpu_count() or 1
        self._listing = Listing(self._paths, good)
        self._found = FoundImages()
        self.results = Results(self._found)
        self._pace = Pace()
        self._resumed = 0
        self._state = ReviewState.LOADING
        self._problem: str | None = None
        self._cancelled = False
        self._all_listed = threading.Event()
        self._model: JudgingModel | None = None
        self._boxes = Boxes()
        self._lock: HomeLock | None = None
        self._journal: Journal | None = None
        self._lister = threading.Thread(target=self._list, name="review-listing")
        self._runner = threading.Thread(target=self._run, name="review")

    def start(self) -> None:
        """Begin to list and to load the model; once."""
        self._lister.start()
        self._runner.start()

    def cancel(self) -> None:
        """Stop soon; what was judged stays, and a new review of the same goes on from there."""
        self._cancelled = True

    def close(self) -> None:
        """Cancel, wait for the threads, let go of the files. Columns stay; heat maps are gone."""
        self.cancel()
        for thread in (self._lister, self._runner):
            if thread.ident is not None:
                thread.join()
        if self._journal is not None:
            self._journal.close()
        if self._lock is not None:
            self._lock.release()

    def progress(self) -> Progress:
        """How far it is."""
        state, all_listed = self._state, self._all_listed.is_set()
        judged, found = len(self.results), len(self._found)
        if state is ReviewState.JUDGING and not found:
            state = ReviewState.LISTING
        per_s = self._pace.per_s()
        can_tell = all_listed and per_s > 0 and not state.is_over
        return Progress(
            state=state,
            judged=judged,
            found=found,
            all_listed=all_listed,
            resumed=self._resumed,
            per_s=per_s,
            seconds_left=(found - judged) / per_s if can_tell else None,
            problem=self._problem,
            notes=self._listing.notes,
        )

    @property
    def unreadable(self) -> int:
        """How many folders further down could not be read."""
        return self._listing.unreadable

    @property
    def model(self) -> JudgingModel:
        """Which model judges. Raises `RuntimeError` while it is still being loaded."""
        if self._model is None:
            raise RuntimeError("the model isn't loaded yet")
        return self._model

    @property
    def boxes(self) -> Boxes:
        """Finds the hot regions of its images; it knows their types once the model is loaded."""
        return self._boxes

    def _list(self) -> None:
        try:
            self._begin_thread()
            for folder in self._listing:
                self._found.add(folder)
                if self._is_over:
                    return
            if not self._found:
                named = ", ".join(map(str, self._paths))
                self._fail(f"no image in {named}: choose images, or a folder that holds some")
        except Exception as error:  # noqa: BLE001 - a thread's end has to be seen
            self._fail(_words(error))
        finally:
            self._all_listed.set()

    def _run(self) -> None:
        try:
            self._begin_thread()
            self._after()
            self._judge_all(self._load())
        except Exception as error:  # noqa: BLE001 - a thread's end has to be seen
            self._fail(_words(error))
        if not self._state.is_over:
            self._end(ReviewState.CANCELLED if self._cancelled else ReviewState.FINISHED)

    def _load(self) -> Judge:
        try:
            return self._load_judge()
        except OSError as error:
            why = f"the model can't be read: {error.strerror or error}"
            raise PackageError(f"{why}; check that its file is there and may be read") from error

    def _judge_all(self, judge: Judge) -> None:
        classifier = judge.classifier
        package = classifier.package
        self._boxes = Boxes(classifier)
        self._model = JudgingModel(judge.model_id, package.sha256, classifier.method)
        folder, self._lock = take_folder(self._folder, review_id(self._paths, self._model))
        self._journal = journal = Journal(folder)
        self.results.begin(journal, judge.thresholds)
        if not self._state.is_over:
            self._state = ReviewState.JUDGING
        self._pace.start()
        folders = [path for path in self._paths if path.is_dir()]
        work = RowJudging(judge, self._found, journal, folders)
        threads = self._workers, self._begin_thread
        with closing(in_order(self._rows(len(journal)), work, *threads)) as answers:
            for files in answers:
                self._keep(files, journal)
        journal.sync()

    def _rows(self, kept: int) -> Iterator[range | None]:
        """Some at a time, as they are found; None when there are none for now.

        `kept` are in the journal: the first ones, for they are judged in this order.
        """
        row = 0
        while not self._is_over:
            all_listed = self._all_listed.is_set()  # asked first: then `found` is all of them
            found = len(self._found)
            if row < found:
                rows = range(row, min(row + self._at_once(row < kept), found))
                row = rows.stop
                yield rows
            elif all_listed:
                return
            else:
                yield None
                self._all_listed.wait(_LOOK_AGAIN_S)

    def _at_once(self, may_be_known: bool) -> int:
        """Few where they may have to be judged: a cancelled review waits for them."""
        are_known = may_be_known and 2 * self._resumed > len(self.results)
        return _KNOWN_AT_ONCE if are_known else AT_ONCE

    def _keep(self, files: Sequence[JudgedFile], journal: Journal) -> None:
        give_way()
        kept = [journal.keep(path, judged) for path, judged in files]
        self.results.add([judged for _, judged in files], kept)
        resumed = sum(judged.slot is not None for _, judged in files)
        self._resumed += resumed
        self._pace.add(len(files) - resumed)

    @property
    def _is_over(self) -> bool:
        return self._cancelled or self._state.is_over

    def _fail(self, problem: str) -> None:
        if not self._state.is_over:
            self._problem = problem  # before the state: who sees FAILED sees why
            self._end(ReviewState.FAILED)

    def _end(self, state: ReviewState) -> None:
        self._pace.stop()
        self._state = state


def _words(error: Exception) -> str:
    """For a person; what nobody foresaw is logged as well."""
    if isinstance(error, OSError):
        why = error.strerror or str(error)
        remedy = "make room" if error.errno in _FULL else "check the folder that Lineside keeps"
        return f"the review can't be kept on disk: {why}; {remedy} and try again"
    if not isinstance(error, _EXPECTED):
        _log.error("the review ended for an unforeseen reason", exc_info=error)
    return str(error) or type(error).__name__
