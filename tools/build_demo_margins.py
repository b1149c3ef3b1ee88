"""Rebuilds resources/demo/margins.csv, the facts that the demo data follow, from a folder of public data."""

from __future__ import annotations

import csv
import math
import sys
from dataclasses import dataclass
from pathlib import Path

from tools.demo_sources import (
    HONG_KONG,
    MACAO,
    OWN_PARTNERS,
    REPORTED_YEARS,
    TAIWAN,
    YEARS,
    Levels,
    Names,
    SeedMember,
    read_members,
    read_mirror,
    read_names,
    read_own,
    read_province_totals,
    read_totals,
)

TARGET = Path(__file__).resolve().parent.parent / "resources" / "demo" / "margins.csv"

# No public count by mode exists for exports: import shares, tilted by how the modes are known to differ.
_EXPORT_MODE_TILT = {10: 1.2, 14: 0.9, 15: 1.1, 16: 1.0, 19: 6.0, 23: 0.5, 27: 1.0, 30: 1.0, 33: 0.3, 34: 0.5}


@dataclass(frozen=True, slots=True)
class Margin:
    """One row of the table: what is measured for one member of a dimension, by year."""

    measure: str
    direction: str
    dimension: str
    code: int
    name: str
    basis: str
    by_year: tuple[float, ...]


def build_margins(data: Path) -> list[Margin]:
    """Every row of the table, in writing order."""
    names = read_names(data / "codes")
    members = read_members(data, names)
    totals = read_totals(data / "totals")
    margins = [_counted(member) for member in members]
    imports = _partner_levels(data, "import", names, members, totals)
    exports = _partner_levels(data, "export", names, members, totals)
    provinces = _province_levels(data, members, totals)
    margins += _export_counts(members, exports, provinces)
    chinese = {m.code: m.name for m in members if m.dimension == "country"}
    chinese |= {HONG_KONG: "中国香港", MACAO: "中国澳门", TAIWAN: "台澎金马关税区"}
    for direction, levels in (("import", imports), ("export", exports)):
        margins.append(
            _level_row(direction, "total", 0, "合计", "official", tuple(totals[direction][year] for year in YEARS))
        )
        for code in sorted({code for code, _ in levels} & set(chinese)):
            values = tuple(levels.get((code, year), 0.0) for year in YEARS)
            margins.append(_level_row(direction, "country", code, chinese[code], "mirror", values))
        for member in (m for m in members if m.dimension == "province"):
            values = tuple(provinces[direction, member.code, year] for year in YEARS)
            margins.append(_level_row(direction, "province", member.code, member.name, "split", values))
    return margins


def write_margins(margins: list[Margin], target: Path) -> None:
    """The table as CSV: counts as integers, levels in whole thousands of US dollars."""
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["measure", "direction", "dimension", "code", "name", "basis", *YEARS])
        for m in margins:
            values = [round(value) for value in m.by_year]
            writer.writerow([m.measure, m.direction, m.dimension, m.code, m.name, m.basis, *values])


def _counted(member: SeedMember) -> Margin:
    values = tuple(float(member.records.get(year, 0)) for year in YEARS)
    return Margin("records", "import", member.dimension, member.code, member.name, "counted", values)


def _level_row(direction: str, dimension: str, code: int, name: str, basis: str, values: tuple[float, ...]) -> Margin:
    thousands = tuple(value / 1000 for value in values)
    return Margin("usd_thousand", direction, dimension, code, name, basis, thousands)


def _partner_levels(
    data: Path,
    direction: str,
    names: Names,
    members: list[SeedMember],
    totals: dict[str, dict[int, float]],
) -> Levels:
    """Own reports where there are any, else mirror reports scaled so that all partners make the official total."""
    own = read_own(data / "totals", direction)
    mirror = read_mirror(data / "totals", direction, names)
    countries = [m for m in members if m.dimension == "country"]
    kept = {m.code for m in countries} | {HONG_KONG, MACAO, TAIWAN}
    levels: Levels = {}
    for year in REPORTED_YEARS:
        total = totals[direction][year]
        fixed = {c: _own_or_moved(own, mirror, c, year) for c in OWN_PARTNERS.values()}
        fixed |= _without_mirror(direction, countries, mirror, year, total)
        rest = {c: v for (c, y), v in mirror.items() if y == year and c in kept and c not in fixed}
        scale = (total - sum(fixed.values())) / sum(rest.values())
        for code, value in (fixed | {c: v * scale for c, v in rest.items()}).items():
            levels[code, year] = value
    for year in (2012, 2013):
        for code in {code for code, _ in levels}:
            moved = levels[code, 2014] * totals[direction][year] / totals[direction][2014]
            levels[code, year] = own.get((code, year), moved)
    return levels


def _own_or_moved(own: Levels, mirror: Levels, code: int, year: int) -> float:
    if (code, year) in own:
        return own[code, year]
    return own[code, 2018] * mirror[code, year] / mirror[code, 2018]


def _without_mirror(
    direction: str, countries: list[SeedMember], mirror: Levels, year: int, total: float
) -> dict[int, float]:
    """Partners that never report: the amount share of the aggregates (imports), the record share (exports)."""
    amounts = sum(m.amounts.get(year, 0.0) for m in countries)
    records = sum(m.records.get(year, 0) for m in countries)
    absent = [m for m in countries if (m.code, year) not in mirror]
    if direction == "import":
        return {m.code: total * m.amounts.get(year, 0.0) / amounts for m in absent}
    return {m.code: total * m.records.get(year, 0) / records for m in absent}


def _province_levels(
    data: Path, members: list[SeedMember], totals: dict[str, dict[int, float]]
) -> dict[tuple[str, int, int], float]:
    """Province totals split by direction: a province with many import records for its trade imports more."""
    trade = read_province_totals(data / "totals")
    provinces = [m for m in members if m.dimension == "province"]
    levels: dict[tuple[str, int, int], float] = {}
    for year in YEARS:
        all_trade = sum(trade[m.code, year] for m in provinces)
        all_records = sum(m.records[year] for m in provinces)
        columns = {direction: totals[direction][year] for direction in ("import", "export")}
        factor = sum(columns.values()) / all_trade
        rows = {m.code: trade[m.code, year] * factor for m in provinces}
        seed: dict[tuple[str, int], float] = {}
        for m in provinces:
            leaning = (m.records[year] / all_records) / (trade[m.code, year] / all_trade)
            seed["import", m.code] = columns["import"] * math.sqrt(leaning)
            seed["export", m.code] = columns["export"]
        for (direction, code), value in _fit_two_margins(seed, rows, columns).items():
            levels[direction, code, year] = value
    return levels


def _fit_two_margins(
    cells: dict[tuple[str, int], float], rows: dict[int, float], columns: dict[str, float]
) -> dict[tuple[str, int], float]:
    """Iterative proportional fitting, ending on `columns`."""
    for _ in range(50):
        by_row = {code: sum(cells[d, code] for d in columns) for code in rows}
        cells = {(d, code): v * rows[code] / by_row[code] for (d, code), v in cells.items()}
        by_column = {d: sum(cells[d, code] for code in rows) for d in columns}
        cells = {(d, code): v * columns[d] / by_column[d] for (d, code), v in cells.items()}
    return cells


def _export_counts(
    members: list[SeedMember], exports: Levels, provinces: dict[tuple[str, int, int], float]
) -> list[Margin]:
    """Record counts of exports: countries and provinces from export levels, modes from the import side."""
    countries = [m for m in members if m.dimension == "country"]
    places = [m for m in members if m.dimension == "province"]
    modes = [m for m in members if m.dimension == "mode"]
    slope = _count_slope(countries)
    place_slope = _count_slope(places)
    per_year = {year: sum(m.records.get(year, 0) for m in countries) for year in YEARS}
    by_country = {(m.code, y): exports.get((m.code, y), 0.0) ** slope for m in countries for y in YEARS}
    by_place = {(m.code, y): provinces["export", m.code, y] ** place_slope for m in places for y in YEARS}
    by_mode = {(m.code, y): m.records.get(y, 0) * _EXPORT_MODE_TILT[m.code] for m in modes for y in YEARS}
    return (
        _spread(countries, by_country, per_year)
        + _spread(places, by_place, per_year)
        + _spread(modes, by_mode, per_year)
    )


def _count_slope(countries: list[SeedMember]) -> float:
    """Slope of ln(record count) on ln(amount) over import partners and years."""
    points = [
        (math.log(m.amounts[year]), math.log(m.records[year]))
        for m in countries
        for year in YEARS
        if m.records.get(year, 0) > 0 and m.amounts[year] > 0
    ]
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    covariance = sum((x - mean_x) * (y - mean_y) for x, y in points)
    return covariance / sum((x - mean_x) ** 2 for x, _ in points)


def _spread(members: list[SeedMember], weights: Levels, per_year: dict[int, int]) -> list[Margin]:
    sums = {year: sum(weights[m.code, year] for m in members) for year in YEARS}
    return [
        Margin(
            "records",
            "export",
            m.dimension,
            m.code,
            m.name,
            "derived",
            tuple(per_year[y] * weights[m.code, y] / sums[y] for y in YEARS),
        )
        for m in members
    ]


if __name__ == "__main__":
    write_margins(build_margins(Path(sys.argv[1])), TARGET)
