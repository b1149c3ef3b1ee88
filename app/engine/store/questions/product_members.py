"""Partners, provinces, modes and units that a product is traded with, most records first."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from functools import partial

from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Generation, Store
from app.engine.store.questions.choosing import Choice, choose
from app.engine.store.scan import plan_scan
from app.engine.store.selection import Selection


class Parameter(enum.Enum):
    """What can be said of a price besides its product; the values are columns of records."""

    COUNTRY = "country"
    PROVINCE = "province"
    MODE = "mode"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class MemberCount:
    """A member by its code, and the records that hold it."""

    code: int
    records: int


@dataclass(frozen=True, slots=True)
class ProductUnit:
    """Records of one product in one unit; `hs` has the digits of the source."""

    direction: int
    hs: str
    unit: int
    records: int


@dataclass(frozen=True, slots=True)
class UnitCount:
    """Records of one year in one unit."""

    year: int
    unit: int
    records: int


def product_members(store: Store, selection: Selection, parameter: Parameter) -> list[MemberCount]:
    """Members that records of the selection have; none where the source does not tell the dimension."""
    return store.ask(partial(_product_members, selection=selection, parameter=parameter))


def product_units(store: Store, selection: Selection) -> list[ProductUnit]:
    """Every product of the selection with each of its units, most records first."""
    return store.ask(partial(_product_units, selection=selection))


def product_units_by_year(store: Store, selection: Selection) -> list[UnitCount]:
    """Units of the selected records, oldest year first, in each year the commonest first."""
    return store.ask(partial(_units_by_year, selection=selection))


def _product_members(generation: Generation, *, selection: Selection, parameter: Parameter) -> list[MemberCount]:
    choice = choose(generation, selection, [])
    if not isinstance(choice, Choice) or parameter.value not in choice.context.dimensions.split(","):
        return []
    is_unit = parameter is Parameter.UNIT
    dimensions = [] if is_unit else [Dimension(parameter.value)]
    scan = plan_scan(generation, selection, [choice.context], dimensions, with_unit=is_unit)
    column = parameter.value
    rows = generation.rows(
        f"""SELECT {column} AS member, {scan.records} AS records FROM {scan.source} AND {column} IS NOT NULL
            GROUP BY member ORDER BY records DESC, member""",
        scan.parameters,
    )
    return [MemberCount(int(str(code)), int(str(records))) for code, records in rows]


def _product_units(generation: Generation, *, selection: Selection) -> list[ProductUnit]:
    choice = choose(generation, selection, [Dimension.HS2])
    if not isinstance(choice, Choice) or Parameter.UNIT.value not in choice.context.dimensions.split(","):
        return []
    finest = Dimension(f"hs{choice.context.hs_level}")
    scan = plan_scan(generation, selection, [choice.context], [finest], with_unit=True)
    rows = generation.rows(
        f"""SELECT direction, {scan.column(finest)} AS code, unit, {scan.records} AS records
            FROM {scan.source} AND unit IS NOT NULL AND code IS NOT NULL
            GROUP BY direction, code, unit ORDER BY records DESC, direction, code, unit""",
        scan.parameters,
    )
    return [
        ProductUnit(int(str(direction)), str(code).zfill(scan.hs_digits), int(str(unit)), int(str(records)))
        for direction, code, unit, records in rows
    ]


def _units_by_year(generation: Generation, *, selection: Selection) -> list[UnitCount]:
    choice = choose(generation, selection, [])
    if not isinstance(choice, Choice) or Parameter.UNIT.value not in choice.context.dimensions.split(","):
        return []
    scan = plan_scan(generation, selection, [choice.context], [], with_unit=True)
    rows = generation.rows(
        f"""SELECT year, unit, {scan.records} AS records FROM {scan.source} AND unit IS NOT NULL
            GROUP BY year, unit ORDER BY year, records DESC, unit""",
        scan.parameters,
    )
    return [UnitCount(int(str(year)), int(str(unit)), int(str(records))) for year, unit, records in rows]
