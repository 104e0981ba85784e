"""A Keras model from elsewhere: the dialog, with the real command behind it."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from gui.dropping import look_at, offers
from gui.main_window import MainWindow
from gui.models.foreign_dialog import ForeignDialog
from gui.models.models_page import ModelsPage
from gui.pages import Tab
from tests.inference.tiny_package import write_tiny_package

Settle = Callable[[Callable[[], bool]], None]

pytestmark = pytest.mark.qt_log_ignore(
    r"This plugin does not support propagateSizeHints\(\)", extend=True
)


def keras_file(path: Path, *middle: dict[str, Any]) -> Path:
    layers = [
        {"class_name": "InputLayer", "config": {"batch_shape": [None, 32, 32, 1]}},
        *middle,
        {"class_name": "Flatten", "config": {}},
        {"class_name": "Dense", "config": {"units": 1, "activation": "sigmoid"}},
    ]
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        config = {"class_name": "Sequential", "config": {"layers": layers}}
        archive.writestr("config.json", json.dumps(config))
    path.write_bytes(content.getvalue())
    return path


@pytest.fixture
def settle(qtbot: object) -> Settle:
    def wait(condition: Callable[[], bool]) -> None:
        qtbot.waitUntil(condition)  # type: ignore[attr-defined]
        QApplication.processEvents()

    return wait


@pytest.fixture
def asked(window: MainWindow, settle: Settle) -> Callable[[Path], ForeignDialog]:
    def open_dialog(file: Path) -> ForeignDialog:
        window.bring_in(file)
        page: ModelsPage = window.pages.page(Tab.MODELS)
        (dialog,) = page.findChildren(ForeignDialog)
        settle(lambda: not dialog.run.is_running)
        return dialog

    return open_dialog


def test_it_looks_inside_and_asks_for_the_rest(
    asked: Callable[[Path], ForeignDialog], tmp_path: Path, settle: Settle
) -> None:
    dialog = asked(keras_file(tmp_path / "cnn.keras"))
    assert "32 x 32 px" in dialog.said.text()
    assert "It needs 2 labels" in dialog.said.text()
    assert not dialog.do.isEnabled()
    for name in ("def_front", "ok_front"):
        (tmp_path / "parts" / name).mkdir(parents=True)
    dialog.use_data(tmp_path / "parts")
    settle(lambda: not dialog.reading.is_running)
    assert dialog.good.currentText() == "ok_front"
    assert dialog.do.isEnabled()
    words = dialog.words()
    assert words[words.index("--labels") + 1] == "def_front,ok_front"
    assert "--rescale=0..1" in words
    assert "--size" not in words
    assert words[-2:] == ["--data", str(tmp_path / "parts")]
    dialog.labels.setText("bad, good")
    assert not dialog.do.isEnabled(), "no name tells which one is good"
    dialog.good.setCurrentIndex(1)
    assert dialog.do.isEnabled()
    dialog.close()


def test_a_lambda_is_refused_in_words(
    asked: Callable[[Path], ForeignDialog], tmp_path: Path
) -> None:
    evil = {"class_name": "Lambda", "config": {"function": "import os"}}
    dialog = asked(keras_file(tmp_path / "evil.keras", evil))
    assert "'Lambda' is not allowed" in dialog.said.text()
    assert not dialog.form.isVisible()
    assert not dialog.do.isEnabled()
    dialog.close()


def test_what_was_imported_is_listed_and_chosen(
    asked: Callable[[Path], ForeignDialog], window: MainWindow, tmp_path: Path, settle: Settle
) -> None:
    dialog = asked(keras_file(tmp_path / "cnn.keras"))
    package = write_tiny_package(window._home.models / "cnn-1", name="cnn")
    dialog.run.told.emit({"event": "finished", "package": str(package.path)})
    page: ModelsPage = window.pages.page(Tab.MODELS)
    settle(lambda: page.pane.heading.text() == package.model_id)


def test_a_folder_that_can_not_be_read_is_said_and_left(
    asked: Callable[[Path], ForeignDialog], tmp_path: Path, settle: Settle
) -> None:
    dialog = asked(keras_file(tmp_path / "cnn.keras"))
    dialog.use_data(tmp_path / "unplugged")
    settle(lambda: not dialog.reading.is_running)
    assert "unplugged" in dialog.said.text()
    assert "--data" not in dialog.words()
    dialog.close()


def test_closed_while_it_runs_it_ends(window: MainWindow, tmp_path: Path, settle: Settle) -> None:
    window.bring_in(keras_file(tmp_path / "cnn.keras"))
    (dialog,) = window.pages.page(Tab.MODELS).findChildren(ForeignDialog)
    assert dialog.run.is_running
    run = dialog.run
    dialog.close()
    assert run.is_running, "nobody waits for the process"
    settle(lambda: not isValid(run))


def test_dropped_it_is_offered_to_be_imported(window: MainWindow, tmp_path: Path) -> None:
    found = look_at([keras_file(tmp_path / "cnn.keras")])
    assert not isinstance(found, OSError)
    [choice] = offers(found, window.operations)
    assert choice.text == "Import this Keras model"
