"""Model cards: what a model file must be, what it was trained on and how well it did."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from app.engine.errors import ResourceError
from app.engine.whole_files import written_whole

FORMAT = "card/1"
_SUFFIX = ".card.json"


@dataclass(frozen=True, slots=True)
class Port:
    """An input or output: its name, element type as ONNX spells it, and the sizes after the free batch size."""

    name: str
    kind: str
    shape: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """One model file. `labels` say what the places of its inputs and outputs mean."""

    model: str
    version: str
    file: str
    sha256: str
    inputs: tuple[Port, ...]
    outputs: tuple[Port, ...]
    labels: Mapping[str, tuple[str, ...]]
    data: Mapping[str, str]  # what it was trained on, whose licence that is
    command: str
    metrics: Mapping[str, Any] = field(default_factory=dict)
    constants: Mapping[str, Any] = field(default_factory=dict)  # fitted numbers that the program computes with


def card_path(model: Path) -> Path:
    """Where the card of a model file lies."""
    return model.with_name(model.stem + _SUFFIX)


def read_card(model: Path) -> Card:
    """The card beside a model file; ResourceError if there is none or it cannot be understood."""
    path = card_path(model)
    try:
        given = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ResourceError("model.card_missing", path=str(path)) from error
    except (OSError, ValueError) as error:
        raise ResourceError("model.card_unreadable", path=str(path)) from error
    try:
        return _card(given)
    except (KeyError, TypeError, ValueError) as error:
        raise ResourceError("model.card_unreadable", path=str(path)) from error


def write_card(model: Path, card: Card) -> None:
    """Write the card beside its model file."""
    text = json.dumps({"format": FORMAT, **asdict(card)}, ensure_ascii=False, indent=2)
    with written_whole(card_path(model)) as partial:
        partial.write_text(text + "\n", encoding="utf-8")


def read_model(model: Path, card: Card) -> bytes:
    """The bytes of a model file; ResourceError if it is missing or not the file that its card describes."""
    try:
        content = model.read_bytes()
    except OSError as error:
        raise ResourceError("model.file_missing", path=str(model)) from error
    if sha256_of(content) != card.sha256:
        raise ResourceError("model.hash_differs", path=str(model), card=str(card_path(model)))
    return content


def sha256_of(content: bytes) -> str:
    """The hash as a card holds it."""
    return hashlib.sha256(content).hexdigest()


def _card(given: dict[str, Any]) -> Card:
    if given["format"] != FORMAT:
        raise ValueError(given["format"])
    return Card(
        model=str(given["model"]),
        version=str(given["version"]),
        file=str(given["file"]),
        sha256=str(given["sha256"]),
        inputs=tuple(map(_port, given["inputs"])),
        outputs=tuple(map(_port, given["outputs"])),
        labels={name: tuple(map(str, labels)) for name, labels in given["labels"].items()},
        data={name: str(text) for name, text in given["data"].items()},
        command=str(given["command"]),
        metrics=dict(given["metrics"]),
        constants=dict(given.get("constants", {})),
    )


def _port(given: dict[str, Any]) -> Port:
    return Port(str(given["name"]), str(given["kind"]), tuple(int(size) for size in given["shape"]))
