"""A selection's last year beside the one before, by partner: what a watch compares."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from app.engine.store.answers import Basis
from app.engine.store.contexts import Context
from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Generation, Store
from app.engine.store.questions.choosing import Choice, choose
from app.engine.store.questions.product_units import UnitState, find_units
from app.engine.store.questions.spans import comparable_years
from app.engine.store.questions.whole_years import months_held
from app.engine.store.scan import plan_scan
from app.engine.store.selection import Selection, Years

_YEAR_MONTHS = 12
_LEAST_DIGITS_WITH_QUANTITY = 4


@dataclass(frozen=True, slots=True)
class Period:
    """Sums of one year; partners are None where the source does not tell them, the quantity without one unit."""

    value: float
    quantity: float | None
    partners: dict[int, float] | None


@dataclass(frozen=True, slots=True)
class TwoPeriods:
    """The last year and the one before; `months` are compared in both, `before` is None where the data begin."""

    basis: Basis
    year: int
    months: tuple[int, ...]
    before: Period | None
    after: Period
    unit: int | None


def two_periods(store: Store, selection: Selection) -> TwoPeriods | None:
    """The comparison; None where no record matches. A year that has just begun is compared in its own months."""
    return store.ask(partial(_two_periods, selection=selection))


def _two_periods(generation: Generation, *, selection: Selection) -> TwoPeriods | None:
    choice = choose(generation, selection, [])
    if not isinstance(choice, Choice):
        return None
    context = choice.context
    held = months_held(generation, context, selection.direction)
    years = [year for year in held if selection.years is None or year <= selection.years.last]
    if not years:
        return None
    year = max(years)
    months = tuple(month for month in held[year] if month in held.get(year - 1, held[year]))
    both = replace(selection, years=Years(year - 1, year))
    unit = _unit(generation, both, context)
    sums = _read(generation, both, context, months=months, has_unit=unit is not None)
    if year not in sums:
        return None
    # A year with half of the trade, as without exports, is none to compare with
    is_comparable = year in comparable_years(generation, selection, context)
    return TwoPeriods(choice.basis, year, months, sums.get(year - 1) if is_comparable else None, sums[year], unit)


def _read(
    generation: Generation, selection: Selection, context: Context, *, months: tuple[int, ...], has_unit: bool
) -> dict[int, Period]:
    has_country, is_partial = context.holds(Dimension.COUNTRY), len(months) < _YEAR_MONTHS
    dimensions = [*([Dimension.COUNTRY] if has_country else []), *([Dimension.MONTH] if is_partial else [])]
    scan = plan_scan(generation, selection, [context], dimensions, with_unit=has_unit)
    member = "country" if has_country else "NULL"
    quantity = "sum(quantity)::DOUBLE" if has_unit and scan.has_quantity else "NULL"
    kept = f"AND month IN ({', '.join('?' for _ in months)})" if is_partial else ""
    rows = generation.rows(
        f"""SELECT year, {member} AS member, sum(value)::DOUBLE, {quantity} FROM {scan.source} {kept}
            GROUP BY year, member""",
        [*scan.parameters, *(months if is_partial else ())],
    )
    return {year: _period(rows, year, has_country=has_country) for year in {int(str(row[0])) for row in rows}}


def _period(rows: list[tuple[object, ...]], year: int, *, has_country: bool) -> Period:
    own = [row for row in rows if int(str(row[0])) == year]
    quantities = [float(str(quantity)) for *_, quantity in own if quantity is not None]
    partners = {int(str(member)): float(str(value)) for _, member, value, _ in own if member is not None}
    return Period(
        value=sum(float(str(value)) for _, _, value, _ in own),
        quantity=sum(quantities) if quantities else None,
        partners=partners if has_country else None,
    )


def _unit(generation: Generation, selection: Selection, context: Context) -> int | None:
    """The one unit in which the selected products are counted in both years."""
    if min((len(prefix) for prefix in selection.hs), default=0) < _LEAST_DIGITS_WITH_QUANTITY:
        return None
    units = find_units(generation, selection, context, selection.years or Years(0, 0))
    return units.unit if units.state is UnitState.ONE else None
