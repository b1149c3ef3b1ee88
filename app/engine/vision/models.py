"""The photo networks that can be chosen from: those that the program ships and those that the user imported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

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


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Shares with the right chapter first, and among three, of photos from sources that a network never saw.

    `photos` is how many, None if the card does not tell. `top1_compared` is of the folds which all networks of a list
    that tell anything were measured on; None where there are none.
    """

    photos: int | None
    top1: float
    top3: float
    top1_compared: float | None


def left_out_accuracy(cards: Sequence[Card]) -> list[Accuracy | None]:
    """For each card what it tells; None where it tells nothing."""
    told = [_told(card) for card in cards]
    folds = [_top1_of_folds(each) for each in told if each]
    shared = set.intersection(*map(set, folds)) if folds else set()
    return [_accuracy(each, shared) if each else None for each in told]


def _told(card: Card) -> dict[str, Any]:
    told = card.metrics.get(_LEFT_OUT)
    return told if isinstance(told, dict) and {"top1", "top3"} <= told.keys() else {}


def _top1_of_folds(told: dict[str, Any]) -> dict[str, float]:
    folds = told.get("folds", {})
    return {name: float(each["top1"]) for name, each in folds.items()} if isinstance(folds, dict) else {}


def _accuracy(told: dict[str, Any], shared: set[str]) -> Accuracy:
    folds = _top1_of_folds(told)
    compared = mean(folds[name] for name in shared) if shared else None
    return Accuracy(told.get("photos"), float(told["top1"]), float(told["top3"]), compared)
