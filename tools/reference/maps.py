"""What the map files lack: places of partners without a feature, and the dashes in the South China Sea."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path

from tools.reference.tables import Row, Table, read_facts, table

_DASHES = "156990000"  # the class that the national map service gives them
_TOLERANCE_DEGREES = 0.02
_ON_THE_GLOBE = {"country", "territory", "china_region"}
_DISSOLVED = {"349", "1530"}  # Serbia and Montenegro, Netherlands Antilles: their successors have places of their own
Point = tuple[float, float]


def map_places_table(countries: Table) -> Table:
    """map_places.csv; ValueError where a partner with neither feature nor place would be missing on the map."""
    facts = read_facts("map_place_facts")
    _check_closed(countries, facts)
    columns = ("code", "longitude", "latitude", "place")
    return table("map_places", columns, ([row[column] for column in columns] for row in facts))


def _check_closed(countries: Table, facts: Sequence[Row]) -> None:
    code, name, kind = (countries.columns.index(column) for column in ("code", "map_name", "kind"))
    placed = {row["code"] for row in facts}
    without = {row[code] for row in countries.rows if not row[name] and row[kind] in _ON_THE_GLOBE}
    if without - _DISSOLVED != placed:
        raise ValueError(f"partners without a feature and their places differ: {(without - _DISSOLVED) ^ placed}")


def map_dashes_table(path: Path) -> Table:
    """map_dashes.csv: one row per point, dashes in the order of the source."""
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    lines = [
        line for one in features if one["properties"].get("gb") == _DASHES for line in one["geometry"]["coordinates"]
    ]
    rows = [
        (dash, f"{longitude:.2f}", f"{latitude:.2f}")
        for dash, line in enumerate(lines, 1)
        for longitude, latitude in simplified([(point[0], point[1]) for point in line])
    ]
    return table("map_dashes", ("dash", "longitude", "latitude"), rows)


def simplified(line: Sequence[Point]) -> list[Point]:
    """Douglas and Peucker's selection: no point left out lies further than the tolerance from the line."""
    if len(line) < 3:
        return list(line)
    distances = [_distance(point, line[0], line[-1]) for point in line[1:-1]]
    furthest = max(range(len(distances)), key=distances.__getitem__) + 1
    if distances[furthest - 1] <= _TOLERANCE_DEGREES:
        return [line[0], line[-1]]
    return simplified(line[: furthest + 1])[:-1] + simplified(line[furthest:])


def _distance(point: Point, start: Point, end: Point) -> float:
    length = math.dist(start, end)
    if length == 0:
        return math.dist(point, start)
    cross = (end[0] - start[0]) * (start[1] - point[1]) - (start[0] - point[0]) * (end[1] - start[1])
    return abs(cross) / length
