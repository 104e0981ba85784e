"""Labels that the images themselves speak against: found by models that never saw the image."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.decode import UnreadableImage, decode_image
from inference.preprocess import Colour, InputSpec, fit_to_input
from training.architectures.catalogue import recipe_named
from training.data.dataset import LabelledFile, UnusableDataset, find_dataset, kind_of
from training.data.loading import bits_per_sample
from training.data.look_alikes import group_look_alikes
from training.evaluation.judging import Say, nobody
from training.fitting.features import AT_ONCE, Features

_FOLDS = 5
_FEWEST = 10
"""Of each kind, for the types of defects to be told apart; otherwise it is ok against def."""
_INVERSE_PENALTY = 0.003
"""Of the logistic regression on standardised features (scikit-learn's C): thousands of weights from
a few hundred images must be held small."""
_COMPARED = InputSpec(160, 160, Colour.GREY)

Labels = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Suspect:
    """An image whose label a person should look at."""

    path: Path
    given: str
    """What its folder says: `ok`, `def` or the type of the defect."""
    suggested: str
    """What the other images make of it."""
    probability: float
    """Of what is suggested, by a model that learnt neither from it nor from its look-alikes."""


@dataclass(frozen=True, slots=True)
class Suspects:
    """The most suspicious first."""

    folder: Path
    n: int
    """Images that were looked at; those that can't be read are not among them."""
    accuracy: float
    """How often such a model agrees with the label. Where it is low, believe little of the rest."""
    suspects: tuple[Suspect, ...]

    def as_dict(self) -> dict[str, Any]:
        rows = [{**asdict(one), "path": str(one.path)} for one in self.suspects]
        return {
            "folder": str(self.folder), "n": self.n, "accuracy": self.accuracy, "suspects": rows
        }  # fmt: skip


def find_suspects(folder: Path, good: str | None = None, *, say: Say = nobody) -> Suspects:
    """Look at each image of the class folders. Nothing is changed.

    `say` is told how many images of how many were looked at. Raises `UnusableDataset`, also for
    too few images to judge any, `PretrainedWeightsError`, and whatever `say` raises.
    """
    dataset = find_dataset(folder, good)
    _labels(dataset.files)  # refused at once, not after minutes
    seen = _look(dataset.files, say)
    names, labels = _labels(seen.files)
    groups = group_look_alikes(seen.compared, seen.sha256)
    said = _out_of_fold(seen.features, labels, groups, len(names))
    suggested = said.argmax(axis=1)
    found = (
        Suspect(
            path=seen.files[index].path,
            given=names[labels[index]],
            suggested=names[suggested[index]],
            probability=float(said[index, suggested[index]]),
        )
        for index in _issues(labels, said)
        if suggested[index] != labels[index]
    )
    agreement = float((suggested == labels).mean())
    return Suspects(dataset.folder, len(labels), agreement, tuple(found))


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """The images that can be read, N."""

    files: tuple[LabelledFile, ...]
    sha256: tuple[bytes, ...]
    compared: NDArray[np.uint8]
    """As look-alikes are compared, N x 160 x 160 x 1."""
    features: NDArray[np.float32]


def _look(files: Sequence[LabelledFile], say: Say) -> _Seen:
    """In blocks: neither all pictures are ever in memory, nor is a stop long in coming."""
    recipe = recipe_named("transfer")
    say(0, len(files))
    features = Features(recipe.build(0), recipe.input, scales=True)
    kept: list[tuple[LabelledFile, bytes, NDArray[np.uint8]]] = []
    blocks = []
    for start in range(0, len(files), AT_ONCE):
        read = [_read(file, recipe.input) for file in files[start : start + AT_ONCE]]
        readable = [each for each in read if each is not None]
        kept += [each[:3] for each in readable]
        if readable:
            blocks.append(features.of(np.stack([each[3] for each in readable])))
        say(min(start + AT_ONCE, len(files)), len(files))
    if not kept:
        raise UnusableDataset("none of the images can be read")
    seen, sha256, compared = zip(*kept, strict=True)
    return _Seen(seen, sha256, np.stack(compared), np.concatenate(blocks))


def _read(
    file: LabelledFile, spec: InputSpec
) -> tuple[LabelledFile, bytes, NDArray[np.uint8], NDArray[np.uint8]] | None:
    try:
        content = file.path.read_bytes()
        image = decode_image(content)
    except (OSError, UnreadableImage):
        return None  # the survey and the training name it
    bits = bits_per_sample(image)
    compared, fitted = (fit_to_input(image, each, bits) for each in (_COMPARED, spec))
    return file, hashlib.sha256(content).digest(), compared, fitted


def _labels(files: Sequence[LabelledFile]) -> tuple[list[str], Labels]:
    kinds = [kind_of(file) for file in files]
    if min(Counter(kinds).values()) < _FEWEST:
        kinds = ["def" if file.is_def else "ok" for file in files]
    counts = Counter(kinds)
    if len(counts) < 2 or min(counts.values()) < _FOLDS:
        raise UnusableDataset(
            f"too few images: at least {_FOLDS} readable ones of good and of defective parts are "
            "needed, so that each can be judged by what the others say"
        )
    names = sorted(counts)
    return names, np.array([names.index(kind) for kind in kinds], np.intp)


def _out_of_fold(
    features: NDArray[np.float32], labels: Labels, groups: NDArray[np.intp], kinds: int
) -> NDArray[np.float64]:
    """N x kinds: of each image by a model of the other folds. Look-alikes share a fold."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedGroupKFold
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    folds = StratifiedGroupKFold(_FOLDS, shuffle=True, random_state=0)
    said = np.zeros((len(labels), kinds))
    for learnt, judged in folds.split(features, labels, groups):
        if len(np.unique(labels[learnt])) < kinds:
            raise UnusableDataset(
                "so many images of one kind look alike that no model can learn it without them"
            )
        regression = LogisticRegression(C=_INVERSE_PENALTY, max_iter=1000)
        model = make_pipeline(StandardScaler(), regression).fit(features[learnt], labels[learnt])
        said[judged] = model.predict_proba(features[judged])
    return said


def _issues(labels: Labels, said: NDArray[np.float64]) -> NDArray[np.intp]:
    """By confident learning; the least believable label first."""
    from cleanlab.filter import find_label_issues

    found = find_label_issues(
        labels, said, return_indices_ranked_by="self_confidence", filter_by="prune_by_noise_rate",
        n_jobs=1,
    )  # fmt: skip
    return np.asarray(found, np.intp)
