"""Whether a graphics card draws the window, or the processor has to."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_BACKEND = "QT_QUICK_BACKEND"
_SOFTWARE = "software"
_DEVICES = Path("/dev")
_CARDS = ("dri/renderD*", "nvidia[0-9]*", "dxg", "kgsl-3d0", "mali0", "pvr*")


def choose_renderer(devices: Path = _DEVICES) -> None:
    """Have the processor draw directly where there is no card, instead of playing one; before the QApplication is made.

    The program draws pictures, not scenes: all that a card played by the processor does is to copy each of them twice.
    What the environment asks for is left as it is. Other systems tell Qt themselves what they have.
    """
    if sys.platform == "linux" and not any(True for card in _CARDS for _ in devices.glob(card)):
        os.environ.setdefault(_BACKEND, _SOFTWARE)


def has_renderer() -> bool:
    """True where windows with charts are drawn by a card, or by what stands in for one."""
    return os.environ.get(_BACKEND) != _SOFTWARE
