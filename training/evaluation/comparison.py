"""Old model against new on the same labelled images: what each says, and where they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.decide import decide
from inference.package import ModelPackage
from inference.verdict import Outcome, Thresholds
from training.data.dataset import LabelledFile, UnusableDataset
from training.data.loading import UnreadableFile
from training.evaluation.evaluate import Metrics, evaluate
from training.evaluation.judging import Judged, Say, judge_files, nobody
from training.evaluation.mcnemar import PairedTest, paired_test

_TOWARDS_DEF = {Outcome.OK: 0, Outcome.UNSURE: 1, Outcome.DEF: 2}


@dataclass(frozen=True, slots=True)
class Contender:
    """One of the two, with the thresholds that it judges with."""

    package: ModelPackage
    thresholds: Thresholds


@dataclass(frozen=True, slots=True)
class Standing:
    """How one of them fared."""

    model_id: str
    thresholds: Thresholds
    metrics: Metrics
    """At its def threshold, the unsure band left aside."""
    unsure_ok: int
    """Good parts that it would send to a person."""
    unsure_def: int


@dataclass(frozen=True, slots=True)
class Flip:
    """An image that the two call differently."""

    file: LabelledFile
    old: Outcome
    new: Outcome
    old_probability_def: float
    new_probability_def: float

    @property
    def is_better(self) -> bool:
        """Whether the new outcome is nearer to the label."""
        step = _TOWARDS_DEF[self.new] - _TOWARDS_DEF[self.old]
        return step > 0 if self.file.is_def else step < 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """Of two models on the images that both could judge."""

    old: Standing
    new: Standing
    verdicts: PairedTest
    """Right or wrong at the def threshold, good and defective parts together."""
    escapes: PairedTest
    """Of the defective parts alone."""
    overkills: PairedTest
    """Of the good parts alone."""
    flips: tuple[Flip, ...]
    """Worse ones first, then by how far P(def) moved."""
    faults: tuple[UnreadableFile, ...]

    @property
    def n(self) -> int:
        return self.old.metrics.n

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        tests = {name: getattr(self, name) for name in ("verdicts", "escapes", "overkills")}
        return {
            "n": self.n,
            "old": asdict(self.old),
            "new": asdict(self.new),
            "mcnemar": {
                name: {**asdict(test), "may_be_chance": test.may_be_chance, "words": test.words()}
                for name, test in tests.items()
            },
            "flips": [_flip_as_dict(flip) for flip in self.flips],
            "faults": [{"path": str(each.file.path), "error": each.error} for each in self.faults],
        }


def compare(
    old: Contender, new: Contender, files: Sequence[LabelledFile], say: Say = nobody
) -> Comparison:
    """Each file through both. `say` is told how far it is; whatever it raises ends the work.

    Raises `PackageError` for a graph that can't be loaded, `UnusableDataset` where good or
    defective parts are missing among what can be judged.
    """
    in_all = 2 * len(files)
    by_old = judge_files(old.package, files, lambda done, _: say(done, in_all))
    by_new = judge_files(new.package, by_old.files, lambda done, _: say(len(files) + done, in_all))
    kept = {id(file) for file in by_new.files}
    both = [id(file) in kept for file in by_old.files]
    by_old = Judged(by_new.files, by_old.probability_def[np.array(both, np.bool_)], by_old.faults)
    _check_both_kinds(by_new)
    return _compared(old, by_old, new, by_new)


def _check_both_kinds(judged: Judged) -> None:
    for words, kind in (("good", ~judged.is_def), ("defective", judged.is_def)):
        if not kind.any():
            raise UnusableDataset(f"no image of a {words} part is among what both could judge")


def _compared(old: Contender, by_old: Judged, new: Contender, by_new: Judged) -> Comparison:
    is_def = by_new.is_def
    old_right = (by_old.probability_def >= old.thresholds.def_from) == is_def
    new_right = (by_new.probability_def >= new.thresholds.def_from) == is_def
    return Comparison(
        old=_standing(old, by_old),
        new=_standing(new, by_new),
        verdicts=_test(old_right, new_right),
        escapes=_test(old_right[is_def], new_right[is_def]),
        overkills=_test(old_right[~is_def], new_right[~is_def]),
        flips=_flips(old.thresholds, by_old, new.thresholds, by_new),
        faults=(*by_old.faults, *by_new.faults),
    )


def _standing(contender: Contender, judged: Judged) -> Standing:
    band, said = contender.thresholds, judged.probability_def
    unsure = (said >= band.unsure_from) & (said < band.def_from)
    return Standing(
        model_id=contender.package.model_id,
        thresholds=band,
        metrics=evaluate(said, judged.is_def, band),
        unsure_ok=int((unsure & ~judged.is_def).sum()),
        unsure_def=int((unsure & judged.is_def).sum()),
    )


def _test(old_right: NDArray[np.bool_], new_right: NDArray[np.bool_]) -> PairedTest:
    return paired_test(int((old_right & ~new_right).sum()), int((new_right & ~old_right).sum()))


def _flips(
    old_band: Thresholds, by_old: Judged, new_band: Thresholds, by_new: Judged
) -> tuple[Flip, ...]:
    said = zip(by_new.files, by_old.probability_def, by_new.probability_def, strict=True)
    flips = [
        Flip(file, _outcome(old, old_band), _outcome(new, new_band), float(old), float(new))
        for file, old, new in said
    ]
    differing = [flip for flip in flips if flip.old is not flip.new]
    return tuple(sorted(differing, key=_worst_first))


def _outcome(probability_def: float, band: Thresholds) -> Outcome:
    return decide(float(probability_def), band).outcome


def _worst_first(flip: Flip) -> tuple[bool, float]:
    return flip.is_better, -abs(flip.new_probability_def - flip.old_probability_def)


def _flip_as_dict(flip: Flip) -> dict[str, Any]:
    return {
        "path": str(flip.file.path),
        "label": "def" if flip.file.is_def else "ok",
        "defect_type": flip.file.defect_type,
        "old": flip.old.value,
        "new": flip.new.value,
        "old_probability_def": flip.old_probability_def,
        "new_probability_def": flip.new_probability_def,
        "better": flip.is_better,
    }
