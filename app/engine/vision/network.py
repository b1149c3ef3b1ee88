"""A photo network at run time: a model file with its card, from network inputs to raw outputs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.engine.errors import ResourceError
from app.engine.inference.sessions import ModelSession, open_session
from app.engine.reference.photo_classes import IMAGENET_CLASSES
from app.engine.vision.constants import Constants, constants_of
from app.engine.vision.preprocess import SIDE

PIXELS, LOGITS, MAPS, FEATURES, IMAGENET = "pixels", "logits", "maps", "features", "imagenet"
CHAPTERS = "chapters"
TRAINED_ON = "manifest_sha256"  # in the card's `data`

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Outputs:
    """Raw outputs of a batch; `imagenet` is None for a network that did not keep ImageNet's classes."""

    logits: Floats
    maps: Floats
    imagenet: Floats | None

    def averaged(self) -> Outputs:
        """As if all rows were views of one photo; the maps are those of the last view."""
        imagenet = None if self.imagenet is None else self.imagenet.mean(axis=0, keepdims=True)
        return Outputs(self.logits.mean(axis=0, keepdims=True), self.maps[-1:], imagenet)


class PhotoNetwork:
    """A loaded network; usable from several threads at once."""

    def __init__(self, session: ModelSession, constants: Constants) -> None:
        self._session = session
        self.constants = constants
        self.chapters = session.card.labels[CHAPTERS]
        self.keeps_imagenet = IMAGENET in {port.name for port in session.card.outputs}

    @property
    def model(self) -> str:
        """The model's name in its card."""
        return self._session.card.model

    @property
    def version(self) -> str:
        """The version in its card."""
        return self._session.card.version

    @property
    def trained_on(self) -> str:
        """SHA-256 of the list of photos that it was trained on; "" where its card does not tell."""
        return self._session.card.data.get(TRAINED_ON, "")

    def run(self, inputs: Floats) -> Outputs:
        """Raw outputs for N × 3 × 224 × 224."""
        wanted = [LOGITS, MAPS, *([IMAGENET] if self.keeps_imagenet else [])]
        logits, maps, *imagenet = self._session.run({PIXELS: inputs}, wanted)
        return Outputs(logits, maps, imagenet[0] if imagenet else None)


def load_photo_network(path: Path, *, threads: int = 1) -> PhotoNetwork:
    """The network at `path`; ResourceError if it is not what its card says, or no network for photos of goods."""
    session = open_session(path, threads=threads)
    card = session.card
    chapters = card.labels.get(CHAPTERS, ())
    outputs = {port.name: port.shape for port in card.outputs}
    inputs = {port.name: port.shape for port in card.inputs}
    if not _are_chapters(chapters) or inputs != {PIXELS: (3, SIDE, SIDE)} or not _fits(outputs, len(chapters)):
        raise ResourceError("vision.other_network", path=str(path))
    return PhotoNetwork(session, constants_of(card, path))


def _are_chapters(labels: Sequence[str]) -> bool:
    return (
        bool(labels)
        and len(set(labels)) == len(labels)
        and all(len(label) == 2 and label.isdecimal() for label in labels)
    )


def _fits(outputs: dict[str, tuple[int, ...]], chapters: int) -> bool:
    maps = outputs.get(MAPS, ())
    return (
        outputs.get(LOGITS) == (chapters,)
        and len(maps) == 3
        and maps[0] == chapters
        and outputs.get(IMAGENET, (IMAGENET_CLASSES,)) == (IMAGENET_CLASSES,)
    )
