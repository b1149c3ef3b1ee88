"""Maps that an operator puts in place of the program's own, looked at before they are used."""

from __future__ import annotations

import json
from pathlib import Path

from app.engine.errors import InputError
from app.engine.jobs import CancelToken

MAP_FILES = ("world.json", "china.json")
_AREAS = frozenset({"Polygon", "MultiPolygon"})


def check_map_folder(folder: Path, token: CancelToken) -> tuple[str, ...]:
    """Names of the maps that the folder replaces; InputError for one that cannot be drawn, or if there is none."""
    found = tuple(name for name in MAP_FILES if (folder / name).is_file())
    if not found:
        raise InputError("map_folder.empty", folder=str(folder), names=", ".join(MAP_FILES))
    for name in found:
        token.check()
        _check_map(folder / name)
    return found


def _check_map(file: Path) -> None:
    try:
        document = json.loads(file.read_text(encoding="utf-8-sig"))
        features = document["features"] if document["type"] == "FeatureCollection" else []
        names = [feature["properties"]["name"] for feature in features if feature["geometry"]["type"] in _AREAS]
    except OSError as error:
        raise InputError("map_folder.unreadable", path=str(file), reason=error.strerror or str(error)) from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputError("map_folder.not_a_map", path=str(file)) from error
    if not names or not all(isinstance(name, str) for name in names):
        raise InputError("map_folder.not_a_map", path=str(file))
