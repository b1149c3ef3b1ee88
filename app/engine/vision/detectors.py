"""The detector that a desk uses instead of the boxes from activation maps: none, or one that was imported."""

from __future__ import annotations

import shutil
from pathlib import Path

from app.engine.begun_files import scratch_folder
from app.engine.errors import InputError
from app.engine.inference.bare_models import card_of_file
from app.engine.inference.cards import Card, card_path, read_card, write_card
from app.engine.vision.detector import Detector, load_detector

_FOLDER = ("models", "detector")
_DATA = {"source": "imported by a user", "licence": ""}
_COMMAND = "imported"


def detector_in_use(user_data: Path) -> Detector | None:
    """The imported one; None where there is none. ResourceError for one that was altered since."""
    path = _installed(user_data)
    return None if path is None else load_detector(path)


def detector_card(user_data: Path) -> Card | None:
    """What is known of it."""
    path = _installed(user_data)
    return None if path is None else read_card(path)


def import_detector(user_data: Path, source: Path) -> Card:
    """Use this detector from now on; one that is no detector of the family is refused, and the one before stays."""
    card = read_card(source) if card_path(source).is_file() else card_of_file(source, data=_DATA, command=_COMMAND)
    folder = user_data.joinpath(*_FOLDER)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with scratch_folder(folder.parent) as made:
            copy = made / source.name
            shutil.copyfile(source, copy)
            write_card(copy, card)
            load_detector(copy)
            remove_detector(user_data)
            folder.mkdir()
            for path in (copy, card_path(copy)):
                path.replace(folder / path.name)
    except OSError as error:
        raise InputError("model.not_copied", path=str(source), reason=error.strerror or str(error)) from error
    return card


def remove_detector(user_data: Path) -> None:
    """Use activation maps again."""
    shutil.rmtree(user_data.joinpath(*_FOLDER), ignore_errors=True)


def _installed(user_data: Path) -> Path | None:
    return next(iter(sorted(user_data.joinpath(*_FOLDER).glob("*.onnx"))), None)
