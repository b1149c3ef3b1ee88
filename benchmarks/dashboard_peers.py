"""The dashboard's charts asked one by one of one plain table, as programs do that know no linked charts."""

from __future__ import annotations

import time
from collections.abc import Iterator

import duckdb

from app.engine.store.selection import Selection

_CODE_DIGITS = 8


def question_ms(base: duckdb.DuckDBPyConnection, selection: Selection) -> float:
    """Milliseconds for all charts of a selection, each without the filter of its own dimension."""
    start = time.perf_counter()
    for statement in statements(selection):
        base.execute(statement).fetchall()
    return (time.perf_counter() - start) * 1000


def statements(selection: Selection) -> Iterator[str]:
    """Partners, provinces, modes, products, their parts, the trend and the partners of each year."""
    digits = max((len(prefix) for prefix in selection.hs), default=2)
    below = min(digits + 2, _CODE_DIGITS) if selection.hs else 4
    for key, left_out in (
        ("country", "country"),
        ("province", "province"),
        ("mode", "mode"),
        (_level(digits), "hs"),
        (_level(below), ""),
        ("year, direction", "year"),
        ("year, country", "year"),
    ):
        places = ", ".join(str(place + 1) for place in range(key.count(",") + 1))
        yield f"SELECT {key}, sum(value), count(*) FROM base WHERE {_where(selection, left_out)} GROUP BY {places}"


def _where(selection: Selection, left_out: str) -> str:
    conditions = {
        "country": _among("country", selection.countries),
        "province": _among("province", selection.provinces),
        "mode": _among("mode", selection.modes),
        "hs": " OR ".join(f"hs BETWEEN {low} AND {high}" for low, high in map(_bounds, selection.hs)),
        "year": f"year BETWEEN {selection.years.first} AND {selection.years.last}" if selection.years else "",
        "direction": f"direction = {selection.direction.id}" if selection.direction else "",
    }
    kept = [f"({condition})" for name, condition in conditions.items() if condition and name != left_out]
    return " AND ".join(kept) or "true"


def _among(column: str, codes: tuple[int, ...]) -> str:
    return f"{column} IN ({', '.join(map(str, codes))})" if codes else ""


def _level(digits: int) -> str:
    return f"hs // {10 ** (_CODE_DIGITS - digits)}"


def _bounds(prefix: str) -> tuple[int, int]:
    return int(prefix.ljust(_CODE_DIGITS, "0")), int(prefix.ljust(_CODE_DIGITS, "9"))
