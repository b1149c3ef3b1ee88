"""The photo networks that can be chosen from: those that the program ships and those that the user imported."""

from __future__ import annotations

from pathlib import Path

from app.engine import paths
from app.engine.inference.cards import Card
from app.engine.inference.model_list import ModelList
from app.engine.vision.detectors import detector_in_use
from app.engine.vision.network import load_photo_network
from app.engine.vision.recogniser import Recogniser

# The first is used unless another was chosen
_SHIPPED = ("vision-light.onnx", "vision-light-int8.onnx", "vision-resnet50-int8.onnx")
_LEFT_OUT = "left_out"


def photo_models(user_data: Path) -> ModelList:
    """The list, with its own folder among the user's data."""
    shipped = [paths.checkpoints() / name for name in _SHIPPED]
    return ModelList(user_data / "models" / "photos", shipped=shipped, check=load_photo_network)


def recogniser_in_use(user_data: Path) -> Recogniser:
    """With the network and the detector that are in use now; ResourceError for one that is not what its card says."""
    return Recogniser(load_photo_network(photo_models(user_data).in_use()), detector_in_use(user_data))


def left_out_accuracy(card: Card) -> tuple[float, float] | None:
    """Shares of photos of other sources with the right chapter first, and among three; None where it is not told."""
    told = card.metrics.get(_LEFT_OUT)
    if not isinstance(told, dict) or not {"top1", "top3"} <= told.keys():
        return None
    return float(told["top1"]), float(told["top3"])
