"""The networks for photos: a list with their cards, and calls that choose, import and remove them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.bridge.tasks import Call
from app.engine.errors import ResourceError
from app.engine.jobs import CancelToken, Progress
from app.engine.messages import Language, text
from app.engine.reports.tables import Cell, Column, Kind, Table

if TYPE_CHECKING:
    from app.engine.inference.cards import Card, Port
    from app.engine.inference.model_list import ListedModel, ModelList
    from app.engine.vision.models import Accuracy

_KINDS = {
    "model": Kind.TEXT,
    "in_use": Kind.TEXT,
    "top1": Kind.SHARE,
    "top3": Kind.SHARE,
    "photos": Kind.INTEGER,
    "compared": Kind.SHARE,
    "chapters": Kind.INTEGER,
    "size": Kind.NUMBER,
}
MODEL = list(_KINDS).index("model")  # the column that takes the room that is left
_TOLD = frozenset({"network", "licence", "sources", "split", "weights", "precision", "teacher"})
_LONGEST_FIGURE = 400


@dataclass(frozen=True, slots=True)
class ModelsState:
    """What can be chosen from now, with the shares that a card tells of photos from sources that were left out."""

    models: tuple[ListedModel, ...]
    accuracy: tuple[Accuracy | None, ...]
    can_go_back: bool


def models_call(folder: Path, act: Callable[[ModelList], object] | None = None) -> Call:
    """Do something with the list, then read it; on a worker, for models are opened before they are used."""

    def call(_progress: Progress, _token: CancelToken) -> ModelsState:
        from app.engine.vision.models import left_out_accuracy, photo_models  # noqa: PLC0415  # ONNX Runtime

        found = photo_models(folder)
        if act is not None:
            act(found)
        try:
            models = found.models()
        except ResourceError:  # none yet: one can still be imported
            return ModelsState((), (), can_go_back=False)
        return ModelsState(models, tuple(left_out_accuracy([each.card for each in models])), found.can_go_back())

    return call


def models_table(state: ModelsState, language: Language) -> Table:
    """A model for each row."""
    rows = [_cells(model, told, language) for model, told in zip(state.models, state.accuracy, strict=True)]
    columns = tuple(Column(text(f"recognise.model_{name}", language), kind) for name, kind in _KINDS.items())
    return Table(text("recognise.models", language), columns, rows)


def card_rows(model: ListedModel, language: Language) -> list[tuple[str, str]]:
    """What the card of one model tells, name by name."""
    card = model.card
    rows = [
        (text("recognise.model_file", language), str(model.path)),
        (text("recognise.model_hash", language), card.sha256),
        (text("recognise.model_command", language), card.command),
        (text("recognise.model_inputs", language), _ports(card.inputs)),
        (text("recognise.model_outputs", language), _ports(card.outputs)),
        (text("recognise.model_chapters", language), " ".join(card.labels.get("chapters", ()))),
    ]
    rows += [(_said_name(name, language), told) for name, told in card.data.items()]
    return [*rows, *_figures("", card.metrics)]


def _said_name(name: str, language: Language) -> str:
    """What a card calls one of its facts, in words where we have some: cards come with files from elsewhere too."""
    return text(f"recognise.card_{name}", language) if name in _TOLD else name


def _figures(prefix: str, told: object) -> list[tuple[str, str]]:
    if isinstance(told, dict):
        return [row for name, value in told.items() for row in _figures(f"{prefix}{name} · ", value)]
    said = f"{told:.4g}" if isinstance(told, float) else str(told)
    return [(prefix.removesuffix(" · "), said)] if len(said) <= _LONGEST_FIGURE else []


def _cells(model: ListedModel, told: Accuracy | None, language: Language) -> list[Cell]:
    card = model.card
    kind = "shipped" if model.is_shipped else "imported"
    return [
        f"{card.model} {card.version}",
        text("recognise.model_now" if model.is_in_use else f"recognise.model_{kind}", language),
        *((told.top1, told.top3, told.photos, told.top1_compared) if told else (None,) * 4),
        len(card.labels.get("chapters", ())),
        round(model.size_bytes / 1_000_000, 1),
    ]


def _ports(ports: Sequence[Port]) -> str:
    return ", ".join(f"{port.name} {port.kind} {list(port.shape)}" for port in ports)


def detector_call(folder: Path, act: Callable[[Path], object] | None = None) -> Call:
    """Do something with the desk's detector, then tell its card, None for none; on a worker."""

    def call(_progress: Progress, _token: CancelToken) -> Card | None:
        from app.engine.vision.detectors import detector_card  # noqa: PLC0415  # ONNX Runtime

        if act is not None:
            act(folder)
        return detector_card(folder)

    return call


def importing_detector(source: Path) -> Callable[[Path], object]:
    """For `detector_call`: use this file."""

    def act(folder: Path) -> object:
        from app.engine.vision.detectors import import_detector  # noqa: PLC0415  # ONNX Runtime

        return import_detector(folder, source)

    return act


def removing_detector(folder: Path) -> None:
    """For `detector_call`: use none."""
    from app.engine.vision.detectors import remove_detector  # noqa: PLC0415  # ONNX Runtime

    remove_detector(folder)
