"""The course of a run as event files for TensorBoard, where somebody asked for them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from training.events import EpochFinished, Event, Listener
from training.runs.order import UnusableOrder


@contextmanager
def told_to_tensorboard(listener: Listener, folder: Path | None) -> Iterator[Listener]:
    """A listener that hands on to `listener`, and writes what each epoch came to into `folder`.

    As Keras does it: `train` and `validation`, each with `epoch_loss` and `epoch_accuracy`. Without
    a folder it is `listener` itself. Raises `UnusableOrder` when the folder can't be written to.
    """
    if folder is None:
        yield listener
        return
    with ExitStack() as open_files:
        writers = {part: _writer(folder / part) for part in ("train", "validation")}
        for writer in writers.values():
            open_files.callback(writer.close)

        def tell(event: Event) -> None:
            if isinstance(event, EpochFinished):
                _write(writers, event)
            listener(event)

        yield tell


def _writer(folder: Path) -> Any:
    import tensorflow as tf

    try:
        folder.mkdir(parents=True, exist_ok=True)
        return tf.summary.create_file_writer(str(folder))
    except (OSError, tf.errors.OpError) as error:
        raise UnusableOrder(f"no event files can be written to {folder}: {error}") from error


def _write(writers: dict[str, Any], epoch: EpochFinished) -> None:
    figures = {
        "train": (epoch.loss, epoch.accuracy),
        "validation": (epoch.val_loss, epoch.val_accuracy),
    }
    for part, (loss, accuracy) in figures.items():
        with writers[part].as_default():
            _write_scalar("epoch_loss", loss, epoch.epoch)
            _write_scalar("epoch_accuracy", accuracy, epoch.epoch)
        writers[part].flush()


def _write_scalar(tag: str, value: float, step: int) -> None:
    """What `tf.summary.scalar` writes, which wants TensorBoard itself to be installed."""
    import tensorflow as tf

    metadata = tf.compat.v1.SummaryMetadata()
    metadata.plugin_data.plugin_name = "scalars"
    tf.summary.write(tag, tf.constant(value, tf.float32), step, metadata)
