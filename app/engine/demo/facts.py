"""The tables of `resources/demo`: counted margins, levels in US dollars, and hand-made tables of plausible tilts."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.engine import paths
from app.engine.demo.hashing import Floats

YEARS = tuple(range(2012, 2022))
DIRECTIONS = ("import", "export")
_YEAR_COLUMNS = [str(year) for year in YEARS]


@dataclass(frozen=True, slots=True)
class Members:
    """Members of one dimension in one direction; `records` and `usd` have a row per year."""

    codes: NDArray[np.int64]
    names: tuple[str, ...]
    records: Floats
    usd: Floats


@dataclass(frozen=True, slots=True)
class Margins:
    """What the clean demo records of one direction add up to; `left_out` holds partners that cleaning removes."""

    countries: Members
    provinces: Members
    modes: Members
    left_out: Mapping[int, Floats]


@dataclass(frozen=True, slots=True)
class ProductRow:
    """Shape of a chapter, or value share and price of a heading that stands out; shares in percent by direction."""

    prefix: str
    value_share: Mapping[str, float]
    record_tilt: float | None
    price_offset: float | None
    cycle: str
    usd_per_unit: float | None
    unit_id: int | None


@dataclass(frozen=True, slots=True)
class AffinityRow:
    """How much more a country (or province) trades a product; code None stands for all not named."""

    prefix: str
    code: int | None
    factor: float


def read_margins(direction: str) -> Margins:
    """The margins of one direction; a country without records is a partner that cleaning leaves out."""
    counted: dict[tuple[str, int], Floats] = {}
    levels: dict[tuple[str, int], Floats] = {}
    names: dict[tuple[str, int], str] = {}
    for row in _rows("margins"):
        if row["direction"] != direction or row["dimension"] == "total":
            continue
        target = counted if row["measure"] == "records" else levels
        names[row["dimension"], int(row["code"])] = row["name"]
        target[row["dimension"], int(row["code"])] = np.array([float(row[year]) for year in _YEAR_COLUMNS])
    left_out = {code: usd * 1e3 for (name, code), usd in levels.items() if (name, code) not in counted}
    return Margins(
        _members("country", names, counted, levels),
        _members("province", names, counted, levels),
        _members("mode", names, counted, levels),
        left_out,
    )


def margins_sha256() -> str:
    """Fingerprint of the table that the demo follows."""
    return hashlib.sha256(_path("margins").read_bytes()).hexdigest()


def read_products() -> list[ProductRow]:
    """Chapters and, within them, headings that stand out."""
    return [
        ProductRow(
            prefix=row["prefix"],
            value_share={d: float(row[f"{d}_value"]) for d in DIRECTIONS},
            record_tilt=float(row["record_tilt"]) if row["record_tilt"] else None,
            price_offset=float(row["price_offset"]) if row["price_offset"] else None,
            cycle=row["cycle"],
            usd_per_unit=float(row["usd_per_unit"]) if row["usd_per_unit"] else None,
            unit_id=int(row["unit_id"]) if row["unit_id"] else None,
        )
        for row in _rows("products")
    ]


def read_cycles() -> dict[str, Floats]:
    """Cycle name → deviation of ln price by year."""
    return {row["cycle"]: np.array([float(row[year]) for year in _YEAR_COLUMNS]) for row in _rows("cycles")}


def read_affinities(direction: str, dimension: str) -> list[AffinityRow]:
    """Tilts of one direction towards members of `country` or `province`."""
    return [
        AffinityRow(row["prefix"], int(row["code"]) if row["code"] else None, float(row["factor"]))
        for row in _rows("affinity")
        if row["direction"] == direction and row["dimension"] == dimension
    ]


def read_price_tiers() -> dict[int, float]:
    """Country code → how far its goods lie above the mean in ln price."""
    return {int(row["code"]): float(row["price_tier"]) for row in _rows("partners")}


def read_spellings(year: int) -> dict[int, str]:
    """Country code → the name that the files of that year use where it is not the usual one."""
    return {
        int(row["code"]): row["spelling"]
        for row in _rows("spellings")
        if int(row["from_year"]) <= year <= int(row["until_year"])
    }


def _members(
    dimension: str,
    names: Mapping[tuple[str, int], str],
    counted: Mapping[tuple[str, int], Floats],
    levels: Mapping[tuple[str, int], Floats],
) -> Members:
    codes = sorted(code for name, code in counted if name == dimension)
    none = np.zeros(len(YEARS))
    return Members(
        codes=np.array(codes, dtype=np.int64),
        names=tuple(names[dimension, code] for code in codes),
        records=np.array([counted[dimension, code] for code in codes]).T,
        usd=np.array([levels.get((dimension, code), none) * 1e3 for code in codes]).T,
    )


def _path(name: str) -> Path:
    return paths.resources() / "demo" / f"{name}.csv"


def _rows(name: str) -> Iterator[dict[str, str]]:
    with _path(name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
