"""The pointer file of a store: which immutable segments make up the current generation."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from app.engine.errors import StoreError
from app.engine.whole_files import put_in_place

FORMAT = 1
_NAME = "manifest.json"

# Old format number → function that lifts the parsed manifest to the next one.
UPGRADES: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}


@dataclass(frozen=True, slots=True)
class Segment:
    """One imported source file: an immutable database and what is known about it."""

    id: str
    batch: str
    source_name: str
    source_sha256: str
    source_size: int
    format: str
    profile: str
    encoding: str
    imported_at: str  # ISO 8601, UTC
    rows: int
    kept: int
    rejected: int
    value_kept: str  # exact decimal text; the sum over all currencies is never shown, per currency it is
    directions: tuple[str, ...]
    years: tuple[int, ...]
    reporters: tuple[str, ...]
    currencies: tuple[str, ...]
    hs_levels: tuple[int, ...]
    dimensions: tuple[str, ...]  # which of country, province, mode, unit, month the source holds
    is_demo: bool
    sha256: str  # of the segment file itself


@dataclass(frozen=True, slots=True)
class Manifest:
    """One generation of a store; generation 0 is an empty store that was never written."""

    generation: int = 0
    cube: str | None = None
    segments: tuple[Segment, ...] = field(default_factory=tuple)

    def succeeded_by(self, segments: tuple[Segment, ...], *, cube: str | None) -> Manifest:
        """The next generation with other segments."""
        return replace(self, generation=self.generation + 1, segments=segments, cube=cube)


def read_manifest(folder: Path) -> Manifest:
    """The current generation of the store at `folder`; an absent file is an empty store."""
    path = folder / _NAME
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Manifest()
    except NotADirectoryError as error:
        raise StoreError("store.not_a_folder", path=str(folder)) from error
    except (OSError, ValueError) as error:
        raise StoreError("store.manifest_unreadable", path=str(path)) from error
    try:
        return _parse(_lift(document, path))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise StoreError("store.manifest_unreadable", path=str(path)) from error


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Make `manifest` current in one atomic step that survives a power cut."""
    document = {"format": FORMAT, **asdict(manifest)}
    partial = folder / f"{_NAME}.new"
    with partial.open("w", encoding="utf-8") as stream:
        json.dump(document, stream, ensure_ascii=False, indent=1)
    put_in_place(partial, folder / _NAME)


def _lift(document: dict[str, Any], path: Path) -> dict[str, Any]:
    if document["format"] > FORMAT:
        raise StoreError("store.too_new", path=str(path.parent))
    while document["format"] < FORMAT:
        document = UPGRADES[document["format"]](document)
    return document


def _parse(document: Mapping[str, Any]) -> Manifest:
    segments = tuple(parse_segment(entry) for entry in document["segments"])
    generation, cube = document["generation"], document["cube"]
    if not isinstance(generation, int) or not isinstance(cube, str | None) or (segments and not cube):
        raise TypeError(generation, cube)
    return Manifest(generation=generation, cube=cube, segments=segments)


def parse_segment(entry: Mapping[str, Any]) -> Segment:
    """A segment from its JSON; TypeError for an entry that is not one."""
    segment = Segment(**_frozen(entry))
    for name in ("id", "source_sha256", "batch"):
        if not isinstance(getattr(segment, name), str):
            raise TypeError(name)
    return segment


def _frozen(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()}
