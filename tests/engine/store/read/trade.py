"""A store of made-up trade in one context, and the same rows for sums in plain Python."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from app.engine.store.selection import Direction, Selection, Years
from tests.engine.store.read.stores import StoreMaker

COUNTRIES = {"德国": 304, "日本": 116, "美国": 502, "法国": 305}
PROVINCES = {"北京市": 11, "广东省": 44, "上海市": 31}
MODES = {"一般贸易": 10, "进料加工贸易": 15, "其他": 39}
# Two headings of one chapter in one unit, one heading in two units, and a chapter of its own
CODES = {
    "72081000": "千克",
    "72083990": "千克",
    "72106100": "千克",
    "87032342": "辆",
    "87033212": "辆",
    "87089910": "千克",
    "01012100": "千克",
}
GERMANY, JAPAN, USA = 304, 116, 502
BEIJING, SHANGHAI = 11, 31
SELECTIONS = [
    Selection(),
    Selection(years=Years(2020, 2020)),
    Selection(direction=Direction.EXPORT),
    Selection(countries=(GERMANY,)),
    Selection(countries=(GERMANY, JAPAN), years=Years(2019, 2020)),
    Selection(countries=(GERMANY,), provinces=(BEIJING,)),
    Selection(provinces=(BEIJING,), modes=(10, 15), direction=Direction.IMPORT),
    Selection(countries=(USA,), provinces=(BEIJING,), modes=(10,), hs=("87",)),
    Selection(hs=("72",)),
    Selection(hs=("72", "01"), modes=(10,)),
    Selection(hs=("8703",), years=Years(2019, 2019)),
    Selection(hs=("8703",), countries=(GERMANY,), provinces=(SHANGHAI,)),
    Selection(hs=("870323", "01"), countries=(USA, JAPAN)),
    Selection(hs=("720",), modes=(39,)),
    Selection(hs=("87032342",), provinces=(BEIJING, SHANGHAI), years=Years(2020, 2020)),
]
YEARS = {Direction.IMPORT: (2018, 2019, 2020), Direction.EXPORT: (2019, 2020)}
_COLUMNS = ("hs", "country", "province", "mode", "quantity", "unit", "value", "year")
_ROWS_OF_DIRECTION = 400


@dataclass(frozen=True, slots=True)
class Trade:
    """One record."""

    direction: Direction
    year: int
    country: int
    province: int
    mode: int
    hs: str
    unit: str
    quantity: Decimal
    value: Decimal


def make_trade(root: Path) -> tuple[Path, list[Trade]]:
    """A store of two files, imports and exports, and its records."""
    maker, chance, records = StoreMaker(root), random.Random(7), list[Trade]()
    for direction, years in YEARS.items():
        rows = [_random_row(chance, years) for _ in range(_ROWS_OF_DIRECTION)]
        maker.add_mapped(_COLUMNS, rows, {"direction": direction.value})
        records += [_record(direction, row) for row in rows]
    return maker.store, records


def passes(record: Trade, selection: Selection, *, but: str = "") -> bool:
    """Whether the record is in the selection, of which the filters named by `but` do not count."""
    years = selection.years
    tests: dict[str, Callable[[], bool]] = {
        "direction": lambda: selection.direction in (None, record.direction),
        "years": lambda: years is None or years.first <= record.year <= years.last,
        "country": lambda: not selection.countries or record.country in selection.countries,
        "province": lambda: not selection.provinces or record.province in selection.provinces,
        "mode": lambda: not selection.modes or record.mode in selection.modes,
        "hs": lambda: not selection.hs or record.hs.startswith(selection.hs),
    }
    return all(test() for name, test in tests.items() if name not in but.split())


def total(records: Iterable[Trade]) -> Decimal:
    """The value of all together."""
    return sum((record.value for record in records), Decimal(0))


def total_by(records: Iterable[Trade], key: Callable[[Trade], int]) -> dict[int, Decimal]:
    """The value of each member."""
    sums: dict[int, Decimal] = {}
    for record in records:
        sums[key(record)] = sums.get(key(record), Decimal(0)) + record.value
    return sums


def _random_row(chance: random.Random, years: tuple[int, ...]) -> tuple[str, ...]:
    hs = chance.choice(list(CODES))
    names = (chance.choice(list(members)) for members in (COUNTRIES, PROVINCES, MODES))
    numbers = str(chance.randint(1, 500)), CODES[hs], f"{chance.randint(1, 10**6)}.{chance.randint(0, 999):03d}"
    return (hs, *names, *numbers, str(chance.choice(years)))


def _record(direction: Direction, row: tuple[str, ...]) -> Trade:
    hs, country, province, mode, quantity, unit, value, year = row
    return Trade(
        direction,
        int(year),
        COUNTRIES[country],
        PROVINCES[province],
        MODES[mode],
        hs,
        unit,
        Decimal(quantity),
        Decimal(value),
    )
