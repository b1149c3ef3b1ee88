"""Views of the photos of a catalogue as networks take them in; a view is the same whenever it is asked for."""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from app.engine.images.decode import decode_file
from app.engine.vision.preprocess import DECODED_SIDE, network_input, network_inputs
from training.vision.augment import Augmentation
from training.vision.catalogue import Catalogue

PLAIN = 2  # views 0 and 1 are what the program takes in of a photo: its middle square and the whole


class Views:
    """The two plain views of a photo, and then as many augmented ones as are asked for."""

    def __init__(self, catalogue: Catalogue, seed: int) -> None:
        self._catalogue, self._seed = catalogue, seed
        self._augmentation = Augmentation()
        self._of_source: dict[str, list[int]] = {}
        for at, photo in enumerate(catalogue.photos):
            self._of_source.setdefault(photo.source, []).append(at)

    @property
    def key(self) -> str:
        """Names photos and seed in a cache."""
        named = "\n".join(photo.file for photo in self._catalogue.photos)
        return hashlib.sha256(f"{self._seed}\n{named}".encode()).hexdigest()[:12]

    def pixels(self, at: int, number: int) -> NDArray[np.float32]:
        """3 × 224 × 224 of one photo."""
        photo = self._photo(at)
        if number < PLAIN:
            plain: NDArray[np.float32] = network_inputs(np.asarray(photo))[number]
            return plain
        random = np.random.default_rng([self._seed, number - 1, at])
        return network_input(np.asarray(self._augmentation.view(photo, random, self._behind(at, random))))

    def _behind(self, at: int, random: np.random.Generator) -> list[Image.Image]:
        """What may stand behind goods is of the same source, so that no source is seen in views of another."""
        same = self._of_source[self._catalogue.photos[at].source]
        return [self._photo(same[int(random.integers(len(same)))])]

    def _photo(self, at: int) -> Image.Image:
        path = self._catalogue.folder / self._catalogue.photos[at].file
        return Image.fromarray(decode_file(path, side=DECODED_SIDE).pixels)
