"""A network in fewer bits beside itself, each file with a card that tells whose it is."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.engine.errors import ResourceError
from app.engine.inference.cards import Card, read_card, sha256_of, write_card
from training.vision import quantise
from training.vision.golden import write_golden

_PRECISION, _OF = "precision", "fp32_sha256"  # in the card's `data`


class Precision(enum.Enum):
    """Bits of what a network computes with, besides the 32 that it was trained in."""

    FP16 = "fp16"
    INT8 = "int8"


def path_of(model: Path, precision: Precision) -> Path:
    """`vision-light-int8.onnx` for `vision-light.onnx`."""
    return model.with_name(f"{model.stem}-{precision.value}{model.suffix}")


def write_precisions(
    model: Path,
    wanted: Sequence[Precision],
    pictures: NDArray[np.float32],
    *,
    head_rank: int | None = None,
    narrow_sums: bool = False,
    command: str | None = None,
) -> None:
    """Files, cards and golden arrays beside `model`; INT8 takes its ranges from `pictures`. Hits are nobody's yet.

    `command` is what the cards name in place of the one that trained the network.
    """
    for precision in wanted:
        path = path_of(model, precision)
        if precision is Precision.INT8:
            quantise.write_int8(model, path, pictures, head_rank=head_rank, narrow_sums=narrow_sums)
        else:
            quantise.write_half(model, path)
        card = _card(read_card(model), path, precision)
        write_card(path, replace(card, command=command) if command else card)
        write_golden(path)


def cards_beside(model: Path) -> Iterator[tuple[Path, Card]]:
    """The files in fewer bits that were made from exactly this model."""
    sha256 = read_card(model).sha256
    for precision in Precision:
        path = path_of(model, precision)
        try:
            card = read_card(path)
        except ResourceError:
            continue
        if card.data.get(_OF) == sha256:
            yield path, card


def _card(of: Card, path: Path, precision: Precision) -> Card:
    sha256 = sha256_of(path.read_bytes())
    return replace(
        of,
        model=path.stem,
        version=f"{of.version.split('-', 1)[0]}-{sha256[:8]}",
        file=path.name,
        sha256=sha256,
        data={**of.data, _PRECISION: precision.value, _OF: of.sha256},
        metrics={},
    )
