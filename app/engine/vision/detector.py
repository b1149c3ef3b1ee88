"""Detectors of the YOLO family, as anybody may have one: boxes of things, whatever the classes that they were taught.

Three layouts are understood: rows of 4 + classes (numbers first, places last), rows of 5 + classes with a score of
their own, and finished rows of corners, score and class.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from app.engine.errors import ResourceError
from app.engine.images.picture import Pixels
from app.engine.inference.sessions import ModelSession, open_session
from app.engine.vision.places import Region, keep_apart

_LEAST_SCORE = 0.25
_MOST_BOXES = 12
_CANDIDATES = 300
_PADDING = 114  # the grey around a photo that is not square, as the family trains with
_FINISHED, _MOST_FINISHED = 6, 1_000
_WITH_OWN_SCORE = 5
_Floats = NDArray[np.float64]


class Detector:
    """A loaded detector; usable from several threads at once."""

    def __init__(self, session: ModelSession, side: int) -> None:
        self._session = session
        self._side = side
        self._input, self._output = session.card.inputs[0].name, session.card.outputs[0].name

    @property
    def model(self) -> str:
        """The name in its card."""
        return self._session.card.model

    def regions(self, pixels: Pixels) -> list[Region]:
        """Places of things, the surest first, each place once."""
        height, width = pixels.shape[:2]
        squared, scale = _squared(pixels, self._side)
        (found,) = self._session.run({self._input: squared}, [self._output])
        corners, scores = boxes_of(np.asarray(found[0], dtype=np.float64))
        order = np.argsort(-scores, kind="stable")[:_CANDIDATES]
        kept = [at for at in order if scores[at] >= _LEAST_SCORE]
        within = np.array([width, height, width, height]) * scale
        regions = [_region(corners[at] / within) for at in kept]
        regions = [region for region in regions if region.area > 0]
        return [regions[at] for at in keep_apart(regions)][:_MOST_BOXES]


def load_detector(path: Path) -> Detector:
    """The detector at `path`; ResourceError if it is not what its card says, or has another shape than the family's."""
    session = open_session(path)
    inputs, outputs = session.card.inputs, session.card.outputs
    if len(inputs) != 1 or len(outputs) != 1 or inputs[0].kind != "float32":
        raise ResourceError("vision.other_detector", path=str(path))
    shape = inputs[0].shape
    if len(shape) != 3 or shape[0] != 3 or not shape[1] == shape[2] > 0 or not _are_boxes(outputs[0].shape):
        raise ResourceError("vision.other_detector", path=str(path))
    return Detector(session, shape[1])


def boxes_of(found: _Floats) -> tuple[_Floats, _Floats]:
    """Corners (left, top, right, bottom in pixels of the network's square) and scores of one answer."""
    if _is_finished(found.shape):
        return found[:, :4], found[:, 4]
    if found.shape[0] < found.shape[1]:
        rows = found.T
        scores = rows[:, 4:].max(axis=1)
    else:
        rows = found
        scores = rows[:, 4] * (rows[:, _WITH_OWN_SCORE:].max(axis=1) if rows.shape[1] > _WITH_OWN_SCORE else 1.0)
    middle, size = rows[:, :2], rows[:, 2:4]
    return np.concatenate([middle - size / 2, middle + size / 2], axis=1), scores


def _is_finished(shape: tuple[int, ...]) -> bool:
    """Raw rows with a single class have six numbers as well, but there are thousands of them."""
    return shape[1] == _FINISHED and shape[0] <= _MOST_FINISHED


def _are_boxes(shape: tuple[int, ...]) -> bool:
    return len(shape) == 2 and (_is_finished(shape) or min(shape) >= _WITH_OWN_SCORE)


def _squared(pixels: Pixels, side: int) -> tuple[NDArray[np.float32], float]:
    """The photo in the upper left of a grey square, and pixels of the square for one of the photo."""
    height, width = pixels.shape[:2]
    scale = side / max(height, width)
    fitted = Image.fromarray(pixels).resize(
        (max(1, round(width * scale)), max(1, round(height * scale))), Image.Resampling.BILINEAR
    )
    square = np.full((side, side, 3), _PADDING, np.uint8)
    square[: fitted.height, : fitted.width] = np.asarray(fitted)
    scaled = square.transpose(2, 0, 1)[np.newaxis].astype(np.float32) / 255
    return np.ascontiguousarray(scaled), scale


def _region(shares: _Floats) -> Region:
    left, top, right, bottom = (float(share) for share in shares.clip(0.0, 1.0))
    return Region(left, top, right, bottom)
