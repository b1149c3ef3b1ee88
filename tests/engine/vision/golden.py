"""Pictures whose network inputs are stored; `python -m tests.engine.vision.golden` stores them anew."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.engine.vision.preprocess import network_inputs

GOLDEN = Path("tests/engine/vision/network_inputs.npz")


def pictures() -> dict[str, NDArray[np.uint8]]:
    """A wide, a high and a small picture with waves, edges and noise."""
    sizes = {"wide": (256, 410), "high": (640, 300), "small": (64, 64)}
    return {name: _drawn(height, width) for name, (height, width) in sizes.items()}


def _drawn(height: int, width: int) -> NDArray[np.uint8]:
    rows, columns = np.mgrid[0:height, 0:width]
    red = (rows * 7 + columns * 3) % 256
    green = ((rows // 16 + columns // 16) % 2) * 255
    blue = (rows * rows + columns * 31) * 2654435761 % 2**32 >> 24
    return np.stack([red, green, blue], axis=-1).astype(np.uint8)


def main() -> None:
    """Write the arrays; values are whole numbers, so that bytes hold them."""
    made = {name: network_inputs(each).astype(np.uint8) for name, each in pictures().items()}
    np.savez_compressed(GOLDEN, allow_pickle=False, **made)


if __name__ == "__main__":
    main()
