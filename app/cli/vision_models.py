"""Which photo network a command works with."""

from __future__ import annotations

from pathlib import Path

from app.engine import paths
from app.engine.vision.models import recogniser_in_use
from app.engine.vision.recogniser import Recogniser, open_recogniser


def chosen_recogniser(model: Path | None) -> Recogniser:
    """That of the file which was named, else the one that window and commands have in use."""
    return open_recogniser(model) if model else recogniser_in_use(paths.user_data())
