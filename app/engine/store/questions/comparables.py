"""Comparables of a declaration: records of the same goods, nearest first."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from app.engine.errors import UsageError
from app.engine.reference import units
from app.engine.store.answers import Basis
from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Generation, Row, Store
from app.engine.store.questions.choosing import Choice, choose
from app.engine.store.questions.unit_prices import price_columns
from app.engine.store.scan import plan_record_scan
from app.engine.store.selection import Direction, Selection, Years

_LEAST_DIGITS = 4
# Each outweighs all that follow it: digits count before the partner, the partner before the province, and so on
_DIGITS, _COUNTRY, _PROVINCE, _MODE, _YEAR, _QUANTITY = 1 / 3, 0.17, 0.08, 0.045, 0.0283, 0.01


@dataclass(frozen=True, slots=True)
class Declared:
    """What is known of the goods to compare; `hs` has four to eight digits, `unit` is a unit's id.

    `quantity` is in the base unit of its family.
    """

    hs: str
    direction: Direction
    year: int
    unit: int | None = None
    country: int | None = None
    province: int | None = None
    mode: int | None = None
    quantity: float | None = None
    years_around: int = 2


@dataclass(frozen=True, slots=True)
class Comparable:
    """One record; `same_digits` tells how much of the code agrees, `price` is per base unit of its family.

    `likeness` lies between 0 and 1; a dimension that was left open counts as agreeing.
    """

    hs: str
    same_digits: int
    year: int
    month: int | None
    country: int | None
    province: int | None
    mode: int | None
    quantity: Decimal
    unit: int
    value: Decimal
    price: float
    base_unit: int
    likeness: float


@dataclass(frozen=True, slots=True)
class ComparablesAnswer:
    """The nearest records first."""

    basis: Basis
    rows: tuple[Comparable, ...]


def comparables(store: Store, declared: Declared, *, choices: Selection, limit: int) -> ComparablesAnswer:
    """Records of the same heading in years around, in a comparable unit; `choices` may fix the context.

    Nearer are: more equal digits of the code, the same partner, province, mode, the nearer year, a like quantity.
    """
    if len(declared.hs) < _LEAST_DIGITS:
        raise UsageError("query.hs_too_short", given=declared.hs, least=_LEAST_DIGITS)
    selection = Selection(
        direction=declared.direction,
        years=Years(declared.year - declared.years_around, declared.year + declared.years_around),
        hs=(declared.hs[:_LEAST_DIGITS],),
        currency=choices.currency,
        reporter=choices.reporter,
        hs_level=choices.hs_level,
        source=choices.source,
    )
    return store.ask(partial(_comparables, declared=declared, selection=selection, limit=limit))


def _comparables(generation: Generation, *, declared: Declared, selection: Selection, limit: int) -> ComparablesAnswer:
    choice = choose(generation, selection, [Dimension.COUNTRY] if declared.country is not None else [])
    if not isinstance(choice, Choice):
        return ComparablesAnswer(choice, ())
    scan = plan_record_scan(generation, selection, [choice.context])
    level = scan.hs_digits
    base, factor = price_columns()
    wanted = None if declared.unit is None else units.table().base_of(units.table().by_id(declared.unit).family).id
    same_digits = _same_digits(declared, level)
    likeness, known = _likeness(declared)
    rows = generation.rows(
        f"""SELECT hs, {same_digits} AS same_digits, year, month, country, province, mode, quantity, unit, value,
                quantity::DOUBLE * {factor} AS amount, value::DOUBLE / amount, {base} AS base, {likeness} AS likeness
            FROM {scan.source} AND quantity > 0 AND value > 0 AND base IS NOT NULL
                AND (?::INTEGER IS NULL OR base = ?)
            ORDER BY likeness DESC, year DESC, month DESC, hs, value, quantity
            LIMIT ?""",
        [*known, *scan.parameters, wanted, wanted, limit],
    )
    return ComparablesAnswer(choice.basis, tuple(_comparable(row, level) for row in rows))


def _same_digits(declared: Declared, level: int) -> str:
    """SQL for how many digits of the code agree, in steps of the nomenclature."""
    steps = [digits for digits in (8, 6) if digits <= min(level, len(declared.hs))]
    nearness = " ".join(
        f"WHEN hs // {10 ** (level - digits)} = {int(declared.hs[:digits])} THEN {digits}" for digits in steps
    )
    return f"(CASE {nearness} ELSE {_LEAST_DIGITS} END)" if steps else f"{_LEAST_DIGITS}"


def _likeness(declared: Declared) -> tuple[str, list[object]]:
    """SQL for the likeness of a row, and its parameters."""
    deepest = max(len(declared.hs) // 2 * 2, _LEAST_DIGITS)
    parts = [f"{_DIGITS} * (2 - ({deepest} - same_digits) / 2)", f"{_YEAR} / (1 + abs(year::INTEGER - ?))"]
    known: list[object] = [declared.year]
    for column, member, weight in (
        ("country", declared.country, _COUNTRY),
        ("province", declared.province, _PROVINCE),
        ("mode", declared.mode, _MODE),
    ):
        parts.append(f"{weight} * (?::SMALLINT IS NULL OR {column} IS NOT DISTINCT FROM ?::SMALLINT)::INTEGER")
        known += [member, member]
    parts.append(f"coalesce({_QUANTITY} / (1 + abs(ln(amount / ?::DOUBLE))), {_QUANTITY})")
    return f"({' + '.join(parts)})", [*known, declared.quantity]


def _comparable(row: Row, level: int) -> Comparable:
    hs, same_digits, year, month, country, province, mode, quantity, unit, value, _, price, base, likeness = row
    return Comparable(
        hs=str(hs).zfill(level),
        same_digits=int(str(same_digits)),
        year=int(str(year)),
        month=_optional(month) or None,
        country=_optional(country),
        province=_optional(province),
        mode=_optional(mode),
        quantity=Decimal(str(quantity)),
        unit=int(str(unit)),
        value=Decimal(str(value)),
        price=float(str(price)),
        base_unit=int(str(base)),
        likeness=min(float(str(likeness)), 1.0),
    )


def _optional(cell: object) -> int | None:
    return None if cell is None else int(str(cell))
