"""Golden arrays: a drawn picture, what a network takes in of it and what it answers, to compare machines by."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime  # type: ignore[import-untyped]  # it ships no types

from app.engine.vision.preprocess import network_input
from app.engine.whole_files import written_whole


def write_golden(model: Path) -> None:
    """Written beside the model."""
    down, across = np.mgrid[0:48, 0:64]
    picture = np.stack([down * 5, across * 3 + 40, (down + across) % 32 * 8], axis=-1).astype(np.uint8)
    taken = network_input(picture)
    session = onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"])
    names = [each.name for each in session.get_outputs()]
    answers = zip(names, session.run(None, {"pixels": taken[None]}), strict=True)
    arrays = {"picture": picture, "input": taken.astype(np.uint8), **dict(answers)}
    with written_whole(model.with_suffix(".golden.npz")) as partial, partial.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **arrays)
