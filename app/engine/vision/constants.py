"""The few numbers beside a network that turn its outputs into probabilities; they are fitted, and part of its card."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from app.engine.errors import ResourceError
from app.engine.inference.cards import Card

# What the gate and the open-set score look at, in this order; see `traits.py`
TRAITS = (
    "one",
    "imagenet_best",
    "imagenet_entropy",
    "imagenet_goods",
    "imagenet_level",
    "head_best",
    "head_entropy",
    "head_level",
    "agreement",
)
_NONE = (0.0,) * len(TRAITS)


@dataclass(frozen=True, slots=True)
class Constants:
    """Temperatures divide logits; `gate` and `known` weigh the traits of a photo.

    The gate tells how far ImageNet's own classes are trusted; the default trusts both sides by half, takes every photo
    as known, and is what a network without fitted numbers works with.
    """

    head_temperature: float = 1.0
    imagenet_temperature: float = 1.0
    final_temperature: float = 1.0
    gate: tuple[float, ...] = _NONE
    known: tuple[float, ...] = _NONE
    least_known: float = 0.0


def constants_of(card: Card, path: Path) -> Constants:
    """As the card has them, the defaults where it has none; ResourceError for numbers that cannot be used."""
    try:
        return _checked(card.constants)
    except (TypeError, ValueError) as error:
        raise ResourceError("model.card_unreadable", path=str(path)) from error


def constants_document(constants: Constants) -> dict[str, object]:
    """As a card holds them."""
    return asdict(constants)


def _checked(given: Mapping[str, Any]) -> Constants:
    default = asdict(Constants())
    if not given.keys() <= default.keys():
        raise ValueError(sorted(given))
    told = {**default, **given}
    return Constants(
        head_temperature=_temperature(told["head_temperature"]),
        imagenet_temperature=_temperature(told["imagenet_temperature"]),
        final_temperature=_temperature(told["final_temperature"]),
        gate=_weights(told["gate"]),
        known=_weights(told["known"]),
        least_known=_number(told["least_known"]),
    )


def _temperature(value: object) -> float:
    number = _number(value)
    if number <= 0:
        raise ValueError(value)
    return number


def _weights(values: Sequence[object]) -> tuple[float, ...]:
    if len(values) != len(TRAITS):
        raise ValueError(values)
    return tuple(_number(value) for value in values)


def _number(value: object) -> float:
    if not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(value)
    return float(value)
