"""The few numbers beside a network that turn its outputs into probabilities; they are fitted, and part of its card."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from app.engine.errors import ResourceError
from app.engine.inference.cards import Card

# What tells how far each side is believed, in this order
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
# Weights of a trait "one" whose softplus is 1 and 0.4
_FULLY, _LESS = 0.5413, -0.7101


def _of_one(weight: float) -> tuple[float, ...]:
    return (weight, *(0.0 for _ in TRAITS[1:]))


@dataclass(frozen=True, slots=True)
class Constants:
    """`sums` and `head` weigh the traits of a photo: the softplus of each is how strongly that side is believed.

    `beyond` is added for chapters that ImageNet's classes do not reach; `known` weighs the traits for the open-set
    score, under `least_known` of which a photo shows nothing that was learnt; `temperature` divides at last. The
    defaults are what a network without fitted numbers works with.
    """

    sums: tuple[float, ...] = _of_one(_FULLY)
    head: tuple[float, ...] = _of_one(_LESS)
    beyond: float = 0.0
    temperature: float = 1.0
    known: tuple[float, ...] = _of_one(0.0)
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
        sums=_weights(told["sums"]),
        head=_weights(told["head"]),
        beyond=_number(told["beyond"]),
        temperature=_temperature(told["temperature"]),
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
