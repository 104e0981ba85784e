"""The one door to Keras and tf-keras-vis: loaded once, on first use, and without chatter."""

from __future__ import annotations

import importlib
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from types import ModuleType
from typing import Any


@cache
def import_keras() -> ModuleType:
    """Keras 3 on TensorFlow, the first time in some 4 s.

    TensorFlow reads its settings from the environment while it is imported, so everything in
    `training` gets Keras from here instead of importing it by itself.
    """
    os.environ["KERAS_BACKEND"] = "tensorflow"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    with warnings.catch_warnings(), _native_stderr_closed():
        warnings.simplefilter("ignore")  # deprecations between its own dependencies
        import keras
        import tensorflow as tf
    tf.get_logger().setLevel("ERROR")
    module: ModuleType = keras
    return module


@contextmanager
def _native_stderr_closed() -> Iterator[None]:
    """TensorFlow's C++ writes its greetings before it has read how loud it may be.

    What goes wrong still shows: it is raised as a Python exception.
    """
    kept = os.dup(2)
    silence = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(silence, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(silence)


def explainer_class(module: str, name: str) -> Any:
    """A class of tf-keras-vis, imported without its warnings."""
    import_keras()
    with warnings.catch_warnings():
        # It imports a SciPy namespace that is deprecated, and gone in SciPy 2.
        warnings.simplefilter("ignore", DeprecationWarning)
        return getattr(importlib.import_module(f"tf_keras_vis.{module}"), name)
