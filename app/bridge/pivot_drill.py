"""What a cell or heading of a cross table leads to: a narrower selection, and a level deeper in the nomenclature."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from app.bridge.pivot_layout import PivotLayout, exchange
from app.engine.store.dimensions import Dimension, member_key
from app.engine.store.selection import Direction, Selection, Years

Members = Iterable[tuple[Dimension, int]]

_DEEPER = {Dimension.HS2: Dimension.HS4, Dimension.HS4: Dimension.HS6, Dimension.HS6: Dimension.HS8}
_DIRECTIONS = {direction.id: direction for direction in Direction}
# Few enough members for "all but this one" to be a list that a person can read
_EXCLUDABLE = frozenset({Dimension.COUNTRY, Dimension.PROVINCE, Dimension.MODE, Dimension.HS2, Dimension.DIRECTION})


@dataclass(frozen=True, slots=True)
class Step:
    """Where one leads: the table and the data that it is about."""

    layout: PivotLayout
    selection: Selection


def can_filter(dimension: Dimension) -> bool:
    """Whether a selection can be narrowed to members of the dimension; months it does not know."""
    return dimension is not Dimension.MONTH


def can_exclude(dimension: Dimension) -> bool:
    """Whether all but one member can be selected."""
    return dimension in _EXCLUDABLE


def filtered(selection: Selection, dimension: Dimension, member: int) -> Selection:
    """Narrowed to one member; prefixes that are narrower already stay."""
    match dimension:
        case Dimension.COUNTRY:
            return replace(selection, countries=(member,))
        case Dimension.PROVINCE:
            return replace(selection, provinces=(member,))
        case Dimension.MODE:
            return replace(selection, modes=(member,))
        case Dimension.YEAR:
            return replace(selection, years=Years(member, member))
        case Dimension.DIRECTION:
            return replace(selection, direction=_DIRECTIONS[member])
        case Dimension.MONTH:
            return selection
        case _:
            return replace(selection, hs=_within(selection.hs, member_key(dimension, member)))


def excluding(selection: Selection, dimension: Dimension, member: int, known: Iterable[int]) -> Selection:
    """Narrowed to all `known` members of the dimension but one; unchanged where no other is left."""
    rest = tuple(sorted(set(known) - {member}))
    if not rest:
        return selection
    match dimension:
        case Dimension.COUNTRY:
            return replace(selection, countries=rest)
        case Dimension.PROVINCE:
            return replace(selection, provinces=rest)
        case Dimension.MODE:
            return replace(selection, modes=rest)
        case Dimension.DIRECTION:
            return replace(selection, direction=_DIRECTIONS[rest[0]])
        case Dimension.HS2:
            own = member_key(dimension, member)
            narrower = tuple(p for p in selection.hs if len(p) > len(own) and not p.startswith(own))
            inside = tuple(key for key in (member_key(dimension, other) for other in rest))
            return replace(selection, hs=tuple(p for key in inside for p in _within(narrower, key)))
        case _:
            return selection


def into(layout: PivotLayout, selection: Selection, members: Members, *, missing: Collection[Dimension]) -> Step:
    """Into one cell or heading: its members become filters, its finest HS level makes room for the next."""
    finest: Dimension | None = None
    for dimension, member in members:
        selection = filtered(selection, dimension, member)
        if dimension.hs_digits and (finest is None or dimension.hs_digits > (finest.hs_digits or 0)):
            finest = dimension
    deeper = _DEEPER.get(finest) if finest else None
    if finest and deeper and deeper not in missing:
        layout = exchange(layout, finest, deeper)
    return Step(layout, selection)


def _within(prefixes: tuple[str, ...], key: str) -> tuple[str, ...]:
    """The prefixes under the key, or the key itself where there are none."""
    return tuple(prefix for prefix in prefixes if prefix.startswith(key)) or (key,)
