"""Sums by one dimension, year and direction that margins in memory tell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from heapq import nlargest
from operator import itemgetter

from app.engine.store.answers import NOTHING, Figures
from app.engine.store.contexts import Context
from app.engine.store.dimensions import Dimension
from app.engine.store.margin_file import UNIT, UNTOLD
from app.engine.store.margins import Margin, Span
from app.engine.store.open_store import Generation
from app.engine.store.questions.groups import Group, Grouped
from app.engine.store.questions.held_sums import HeldRows, held_rows
from app.engine.store.questions.span_sums import SpanSums, exact_figures
from app.engine.store.selection import Direction, Selection, Years

_TEN_THOUSANDTH = Decimal("0.0001")
_Members = tuple[int, ...]
_Ranked = tuple[int, _Members, "_Block"]  # ordered by the first two
_BY_VALUE: Callable[[_Ranked], tuple[int, _Members]] = itemgetter(0, 1)


@dataclass(frozen=True, slots=True)
class Asked:
    """The dimensions, how many groups at most, which members of the first dimension, and whether quantities count."""

    dimensions: Sequence[Dimension]
    limit: int | None
    members: Sequence[int]
    wants_quantity: bool

    @property
    def told(self) -> list[Dimension]:
        """The dimensions besides year and direction."""
        return [each for each in self.dimensions if each not in {Dimension.YEAR, Dimension.DIRECTION}]


@dataclass(frozen=True, slots=True)
class _Block:
    """The groups of one time: what members of time stand before and after the one that is told, and its sums."""

    before: _Members
    after: _Members
    has_member: bool
    span: Span
    sums: SpanSums

    def members(self, told: int | None) -> _Members:
        """All members of a group, in the order of the dimensions."""
        return (*self.before, told, *self.after) if self.has_member and told is not None else self.before

    def told(self, members: _Members) -> int | None:
        """The member that is not in time."""
        return members[len(self.before)] if self.has_member else None

    def is_known(self, told: int | None) -> bool:
        """Whether records tell the member."""
        return told is not None or not self.has_member


def held_groups(generation: Generation, selection: Selection, context: Context, asked: Asked) -> Grouped | None:
    """The groups; None where a statement has to tell them."""
    if len(asked.told) > 1 or not asked.dimensions:
        return None
    by = next(iter(asked.told), None)
    rows = held_rows(generation, selection, context, by, only=_first_members(asked, by))
    if rows is None:
        return None
    blocks = list(_blocks(rows, selection, asked))
    shown = _largest(blocks, asked.limit)
    quantities = None
    if asked.wants_quantity:
        by_unit = held_rows(generation, selection, context, by, by_unit=True, only=_told(shown) if by else None)
        if by_unit is None:
            return None
        quantities = _Quantities(by_unit) if by_unit.margin.quantity is not None else None
    return Grouped(
        groups=tuple(_group(block, members, quantities) for _, members, block in shown),
        total=_added(block.sums for block in blocks),
        unknown=_added(block.sums.of([None]) for block in blocks if block.has_member),
    )


def _first_members(asked: Asked, by: Dimension | None) -> Sequence[int] | None:
    return asked.members if asked.members and asked.dimensions[0] is by else None


def _blocks(rows: HeldRows, selection: Selection, asked: Asked) -> Iterator[_Block]:
    """One for every year and direction that is told apart."""
    place = next((number for number, each in enumerate(asked.dimensions) if each in asked.told), None)
    for year in _years(rows.margin, selection, asked):
        for direction in _directions(selection, asked):
            span = rows.margin.span(direction, Years(year, year) if year is not None else selection.years)
            in_time = {Dimension.YEAR: year, Dimension.DIRECTION: direction.id if direction else None}
            members = [in_time[each] or 0 for each in asked.dimensions if each in in_time]
            if span is not None:
                before, after = tuple(members[:place]), tuple(members[place:]) if place is not None else ()
                yield _Block(before, after, place is not None, span, rows.sums(span))


def _years(margin: Margin, selection: Selection, asked: Asked) -> Sequence[int | None]:
    if Dimension.YEAR not in asked.dimensions:
        return (None,)
    is_first = bool(asked.members) and asked.dimensions[0] is Dimension.YEAR
    return [year for year in margin.years_in(selection.years) if not is_first or year in asked.members]


def _directions(selection: Selection, asked: Asked) -> Sequence[Direction | None]:
    if Dimension.DIRECTION not in asked.dimensions or selection.direction:
        return (selection.direction,)
    is_first = bool(asked.members) and asked.dimensions[0] is Dimension.DIRECTION
    return [direction for direction in Direction if not is_first or direction.id in asked.members]


def _largest(blocks: Sequence[_Block], limit: int | None) -> list[_Ranked]:
    """The largest groups with their blocks; no two have the same members."""
    least = _least(blocks, limit)
    ranked = [
        (-value, block.members(told), block)
        for block in blocks
        for told, value in block.sums.values.items()
        if (least is None or value >= least) and block.is_known(told)
    ]
    return sorted(ranked, key=_BY_VALUE)[:limit]


def _least(blocks: Sequence[_Block], limit: int | None) -> int | None:
    """The value of the last group within the limit, so that no others are put in order; None where all are within."""
    if limit is None:
        return None
    values = [value for block in blocks for told, value in block.sums.values.items() if block.is_known(told)]
    return nlargest(limit, values)[-1] if 0 < limit < len(values) else None


def _told(shown: Sequence[_Ranked]) -> frozenset[int]:
    return frozenset(told for _, members, block in shown if (told := block.told(members)) is not None)


def _group(block: _Block, members: _Members, quantities: _Quantities | None) -> Group:
    told = block.told(members)
    quantity, unit = quantities.of(told, block.span) if quantities else (None, None)
    return Group(members, exact_figures(block.sums.values[told], block.sums.records[told], quantity, unit))


def _added(parts: Iterable[SpanSums]) -> Figures:
    held = [part for part in parts if part.records]
    if not held:
        return NOTHING
    value = sum(sum(part.values.values()) for part in held)
    return exact_figures(value, sum(sum(part.records.values()) for part in held))


class _Quantities:
    """Quantities of members whose records share one unit, by span."""

    def __init__(self, rows: HeldRows) -> None:
        self._rows = rows
        self._found: dict[Span, dict[int | None, tuple[Decimal, int] | None]] = {}

    def of(self, member: int | None, span: Span) -> tuple[Decimal, int] | tuple[None, None]:
        """Quantity and unit; nothing for a member with several units, or one that is not told."""
        if span not in self._found:
            self._found[span] = self._read(span)
        return self._found[span].get(member) or (None, None)

    def _read(self, span: Span) -> dict[int | None, tuple[Decimal, int] | None]:
        margin, found = self._rows.margin, dict[int | None, tuple[Decimal, int] | None]()
        if margin.quantity is None:
            return found
        records = margin.sums(margin.records, span, self._rows.rows)
        quantities = margin.sums(margin.quantity, span, self._rows.rows)
        rows = zip(self._rows.members, self._rows.codes(UNIT), records, quantities, strict=True)
        for member, unit, count, quantity in rows:
            if count:
                is_one = unit != UNTOLD and member not in found
                found[member] = (Decimal(quantity) * _TEN_THOUSANDTH, unit) if is_one else None
        return found
