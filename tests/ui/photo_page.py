"""What tests of the page of photos share: a tiny network that knows colours, photos of one colour, and ways in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from app.bridge.photo_session import Opener
from app.engine.vision.constants import TRAITS, Constants
from app.engine.vision.recogniser import Recogniser, open_recogniser
from tests.engine.vision.networks import write_network

WAIT_MS = 20_000
RED, GREEN, BLUE = "08", "44", "87"
# With these, grey is like nothing that the network has learnt
WITHOUT_GREY = Constants(
    known=tuple({"one": -6.0, "head_best": 10.0}.get(trait, 0.0) for trait in TRAITS), least_known=0.5
)
COLOURS = {RED: (225, 20, 20), GREEN: (20, 225, 20), BLUE: (20, 20, 225), "": (128, 128, 128)}


def photo(path: Path, chapter: str, *, size: tuple[int, int] = (320, 240)) -> Path:
    """A photo in the colour of a chapter; grey for none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, COLOURS[chapter]).save(path)
    return path


def tiny_opener(
    folder: Path, constants: Constants | None = None, chapters: Sequence[str] = (RED, GREEN, BLUE)
) -> Opener:
    """Opens the tiny network whatever is in use; it covers every photo unless the constants say otherwise."""
    folder.mkdir(parents=True, exist_ok=True)
    network = write_network(folder, with_imagenet=False, constants=constants, chapters=chapters)

    def opener(_home: Path) -> Recogniser:
        return open_recogniser(network)

    return opener
