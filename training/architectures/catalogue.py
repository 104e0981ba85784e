"""Recipe name -> recipe."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from inference.preprocess import Colour, InputSpec
from training.architectures.demo import build_demo
from training.architectures.evidence import build_evidence
from training.architectures.evidence_form import Form
from training.architectures.notebook import build_notebook
from training.architectures.pooled import build_pooled
from training.architectures.recipe import Recipe
from training.architectures.transfer import build_transfer

_GREY_300 = InputSpec(300, 300, Colour.GREY)
# As the ImageNet weights were trained.
_RGB_224 = InputSpec(224, 224, Colour.RGB, offset=127.0, scale=1.0 / 128.0)
_EVIDENCE_300 = Form(size_px=300)


def _evidence(name: str, summary: str, form: Form) -> Recipe:
    return Recipe(
        name,
        summary,
        replace(_RGB_224, height=form.size_px, width=form.size_px),
        partial(build_evidence, form=form),
        peak_learning_rate=1.5e-3,
        form=form,
    )


RECIPES: dict[str, Recipe] = {
    recipe.name: recipe
    for recipe in (
        _evidence(
            "evidence",
            "Pretrained on ImageNet, with a map that is the verdict: the choice for real parts.",
            Form(),
        ),
        _evidence(
            "evidence-300",
            "The same on larger pictures: finds smaller defects, and takes 1.6 times as long.",
            _EVIDENCE_300,
        ),
        _evidence(
            "evidence-67",
            "Its finest part alone: small and fast, for defects of some tens of pixels.",
            Form((67,), sees_whole=False),
        ),
        Recipe(
            "transfer",
            "Pretrained on ImageNet, judges the whole image: in seconds, and wrong more often.",
            _RGB_224,
            build_transfer,
            peak_learning_rate=6e-4,
        ),
        Recipe(
            "demo",
            "A small evidence network from scratch, for the simulated line.",
            _GREY_300,
            build_demo,
            peak_learning_rate=3e-3,
        ),
        Recipe(
            "notebook",
            "The plain convolutional network of the original notebook, to compare with.",
            _GREY_300,
            build_notebook,
            peak_learning_rate=1e-3,
        ),
        Recipe(
            "pooled",
            "A plain network that averages over the whole part: for defects without a place.",
            _GREY_300,
            build_pooled,
            peak_learning_rate=3e-3,
        ),
    )
}


_MOST_AT_300 = 3_000
"""Images: beyond, `evidence-300` needs more than the some 320 steps that any few hundred get."""
_FORM_OF = "evidence:"
"""Before the words of a form, such as "evidence:67+147@300": any can be tried."""


def recipe_named(name: str) -> Recipe:
    """Raises `ValueError` that lists the names there are."""
    if name.startswith(_FORM_OF):
        return _of_form(name)
    try:
        return RECIPES[name]
    except KeyError:
        raise ValueError(f"there is no recipe {name!r}; there are: {', '.join(RECIPES)}") from None


def recommended_recipe(images: int, longer_side_px: float) -> str:
    """The larger input where it shows more, and where so many labelled images are learnt in time.

    Pictures that have no more than 300 px lose little at 224.
    """
    is_worth_it = longer_side_px > _EVIDENCE_300.size_px
    return "evidence-300" if is_worth_it and images <= _MOST_AT_300 else "evidence"


def standard_name(name: str) -> str:
    """The recipe in `RECIPES` that it is, or is a form of: it is fitted alike."""
    return "evidence" if name.startswith(_FORM_OF) else name


def _of_form(name: str) -> Recipe:
    form = Form.from_words(name.removeprefix(_FORM_OF))
    return _evidence(name, f"The form {form} of evidence, to compare with.", form)
