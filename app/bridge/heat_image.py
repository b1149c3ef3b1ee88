"""A heat map as a picture that can be laid over a photo."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage

from app.engine.vision.answers import HeatMap

_SIDE = 224
_STOPS = ("#2b3f8c", "#2f9fb8", "#f2d544", "#d9322e")  # cold to hot, in equal steps of value


def heat_image(heat: HeatMap) -> QImage:
    """Cold where the chapter was not seen, and there the photo shines through; hot where it was."""
    values = np.asarray(heat.rows, dtype=np.float64)
    colours = np.array([[QColor(stop).red(), QColor(stop).green(), QColor(stop).blue()] for stop in _STOPS])
    steps = np.linspace(0, 1, len(_STOPS))
    channels = [np.interp(values, steps, colours[:, channel]) for channel in range(3)]
    rgba = np.stack([*channels, 255 * values.clip(0.15, 1)], axis=-1).astype(np.uint8)
    height, width = values.shape
    content = rgba.tobytes()
    small = QImage(content, width, height, width * 4, QImage.Format.Format_RGBA8888)
    return small.scaled(_SIDE, _SIDE, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
