"""The trade balance: exports less imports, year by year and by member."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from app.engine.errors import NotInDataError
from app.engine.store.answers import Basis, Figures
from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Store
from app.engine.store.questions.yearly import yearly
from app.engine.store.selection import Direction, Selection


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """`cover` is exports over imports, `normalised` the balance over the sum of both, between −1 and 1."""

    member: int | None
    year: int
    exports: Decimal
    imports: Decimal
    balance: Decimal
    cover: float | None
    normalised: float | None


@dataclass(frozen=True, slots=True)
class BalanceAnswer:
    """Of each year, then of each member in the last of them, the largest surplus first."""

    basis: Basis
    dimension: Dimension
    years: tuple[BalanceRow, ...]
    members: tuple[BalanceRow, ...]


def balance(store: Store, selection: Selection, dimension: Dimension) -> BalanceAnswer:
    """Of the selection in both directions, whichever is selected; NotInDataError where the data hold only one."""
    answer = yearly(store, replace(selection, direction=None), [dimension, Dimension.DIRECTION])
    if not answer.years:
        return BalanceAnswer(answer.basis, dimension, (), ())
    sides = {year: _sides(found) for year, found in answer.years.items()}
    both = {year: side for year, side in sides.items() if side.exports and side.imports}
    if not both:
        raise NotInDataError("query.one_direction")
    years = [_row(None, year, sum(side.exports.values()), sum(side.imports.values())) for year, side in both.items()]
    last = max(both)
    exports, imports = both[last].exports, both[last].imports
    members = [
        _row(member, last, exports.get(member, Decimal(0)), imports.get(member, Decimal(0)))
        for member in exports.keys() | imports.keys()
    ]
    members.sort(key=lambda row: (-row.balance, row.member or 0))
    return BalanceAnswer(answer.basis, dimension, tuple(years), tuple(members))


@dataclass(frozen=True, slots=True)
class _Sides:
    exports: dict[int, Decimal]
    imports: dict[int, Decimal]


def _sides(found: Mapping[tuple[int, ...], Figures]) -> _Sides:
    by_direction: dict[int, dict[int, Decimal]] = {direction.id: {} for direction in Direction}
    for (member, direction), figures in found.items():
        by_direction[direction][member] = figures.value
    return _Sides(exports=by_direction[Direction.EXPORT.id], imports=by_direction[Direction.IMPORT.id])


def _row(member: int | None, year: int, exports: Decimal | int, imports: Decimal | int) -> BalanceRow:
    sold, bought = Decimal(exports), Decimal(imports)
    total = sold + bought
    return BalanceRow(
        member=member,
        year=year,
        exports=sold,
        imports=bought,
        balance=sold - bought,
        cover=float(sold / bought) if bought else None,
        normalised=float((sold - bought) / total) if total else None,
    )
