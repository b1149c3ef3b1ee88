"""What is to be screened: a file, how it is read, and where its photos lie; told by a run, so that it can go on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.engine.screening.columns import Part
from app.engine.screening.mapping import DeclarationMapping

_SOURCE, _MAPPING, _PHOTOS = "source", "mapping", "photos"


@dataclass(frozen=True, slots=True)
class ScreeningRequest:
    """`photos` is the folder of the photos; None where there are none."""

    source: Path
    mapping: DeclarationMapping
    photos: Path | None = None


def request_facts(request: ScreeningRequest) -> Mapping[str, str]:
    """As facts of a run."""
    mapping = request.mapping
    document = {
        "name": mapping.name,
        "columns": {part.value: name for part, name in mapping.columns.items()},
        "constants": {part.value: text for part, text in mapping.constants.items()},
        "photo": mapping.photo,
    }
    return {
        _SOURCE: str(request.source.absolute()),
        _MAPPING: json.dumps(document, ensure_ascii=False, sort_keys=True),
        _PHOTOS: "" if request.photos is None else str(request.photos.absolute()),
    }


def request_of(facts: Mapping[str, str]) -> ScreeningRequest | None:
    """What a run was asked for; None for one that another program wrote."""
    try:
        told = json.loads(facts[_MAPPING])
        mapping = DeclarationMapping(
            told["name"],
            {Part(part): name for part, name in told["columns"].items()},
            {Part(part): text for part, text in told["constants"].items()},
            told["photo"],
        )
        photos = facts[_PHOTOS]
        return ScreeningRequest(Path(facts[_SOURCE]), mapping, Path(photos) if photos else None)
    except (KeyError, ValueError, TypeError, AttributeError):
        return None
