"""The file of what was known before one year: figures by group as they were fitted, bit for bit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from app.engine.errors import InputError
from app.engine.price.array_file import read_arrays, write_arrays
from app.engine.price.history import YearHistory
from app.engine.price.lots import LotTables
from app.engine.price.tables import FigureTable

FORMAT = 1
"""To be raised when the same records give other figures, too."""
_SLOPES = "slopes"


@dataclass(frozen=True, slots=True)
class Kept:
    """What was known before one year, and which years the store has prices of, at codes of how many digits."""

    known: YearHistory
    years: tuple[int, ...]
    hs_digits: int


def write_history(path: Path, kept: Kept, data: str) -> None:
    """Write the file whole or not at all; `data` names what the figures were fitted on."""
    known, lots = kept.known, kept.known.lots
    arrays = _arrays("table", known.tables)
    if lots is not None:
        arrays |= _arrays("step", lots.steps) | _arrays("lot", {_SLOPES: lots.slopes})
    about = {
        "format": FORMAT,
        "data": data,
        "years": kept.years,
        "hs_digits": kept.hs_digits,
        "before": known.before,
        "last_year": known.last_year,
        "memory": known.memory,
    }
    write_arrays(path, about, arrays)


def read_history(path: Path, data: str, *, before: int | None) -> Kept:
    """What the file holds; InputError where it is missing, damaged, or of other data or another year.

    Without `before`, the year after the newest is meant.
    """
    try:
        about, arrays = read_arrays(path)
        wanted = about["years"][-1] + 1 if before is None else before
        if (about["format"], about["data"], about["before"]) != (FORMAT, data, wanted):
            raise InputError("price.history_other_data", path=str(path))
        lots = _tables("lot", arrays)
        known = YearHistory(
            about["before"],
            about["last_year"],
            _tables("table", arrays),
            LotTables(_tables("step", arrays), lots[_SLOPES]) if lots else None,
            about["memory"],
        )
        return Kept(known, tuple(about["years"]), about["hs_digits"])
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise InputError("price.history_damaged", path=str(path), reason=str(error)) from error


def _arrays(kind: str, tables: Mapping[str, FigureTable]) -> dict[str, NDArray[Any]]:
    keys = {f"{kind}.{name}.keys": table.keys for name, table in tables.items()}
    return keys | {f"{kind}.{name}.figures": table.figures for name, table in tables.items()}


def _tables(kind: str, arrays: Mapping[str, NDArray[Any]]) -> dict[str, FigureTable]:
    names = [name.split(".")[1] for name in arrays if name.startswith(f"{kind}.") and name.endswith(".keys")]
    return {name: FigureTable(arrays[f"{kind}.{name}.keys"], arrays[f"{kind}.{name}.figures"]) for name in names}
