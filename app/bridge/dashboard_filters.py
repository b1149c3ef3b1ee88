"""The selection seen as filters that a person sets and takes away one by one: chips, and clicks in charts."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.engine.store.selection import Direction, Selection, Years

HS_DIGITS = (2, 4, 6, 8)


class Facet(enum.Enum):
    """One kind of filter; the order is that of the chips."""

    DIRECTION = "direction"
    YEARS = "years"
    COUNTRY = "country"
    PROVINCE = "province"
    HS = "hs"
    MODE = "mode"


@dataclass(frozen=True, slots=True)
class Filter:
    """One member that the selection is narrowed to; `key` is a code, an HS prefix, a direction or `first-last`."""

    facet: Facet
    key: str


def filters_of(selection: Selection) -> tuple[Filter, ...]:
    """Every filter that is set, in the order of the facets."""
    return tuple(Filter(facet, key) for facet in Facet for key in keys_of(selection, facet))


def keys_of(selection: Selection, facet: Facet) -> tuple[str, ...]:
    """The members that one facet is narrowed to; none where it lets everything through."""
    match facet:
        case Facet.DIRECTION:
            return (selection.direction.value,) if selection.direction else ()
        case Facet.YEARS:
            return (f"{selection.years.first}-{selection.years.last}",) if selection.years else ()
        case Facet.COUNTRY:
            return tuple(map(str, selection.countries))
        case Facet.PROVINCE:
            return tuple(map(str, selection.provinces))
        case Facet.HS:
            return selection.hs
        case Facet.MODE:
            return tuple(map(str, selection.modes))


def with_keys(selection: Selection, facet: Facet, keys: Sequence[str]) -> Selection:
    """The selection narrowed to these members of a facet; none lets everything through."""
    match facet:
        case Facet.DIRECTION:
            return replace(selection, direction=Direction(keys[0]) if keys else None)
        case Facet.YEARS:
            return replace(selection, years=_span(keys))
        case Facet.COUNTRY:
            return replace(selection, countries=tuple(map(int, keys)))
        case Facet.PROVINCE:
            return replace(selection, provinces=tuple(map(int, keys)))
        case Facet.HS:
            return replace(selection, hs=tuple(keys))
        case Facet.MODE:
            return replace(selection, modes=tuple(map(int, keys)))


def without(selection: Selection, removed: Sequence[Filter]) -> Selection:
    """The selection with these filters taken away."""
    for facet in {one.facet for one in removed}:
        gone = {one.key for one in removed if one.facet is facet}
        selection = with_keys(selection, facet, [key for key in keys_of(selection, facet) if key not in gone])
    return selection


def of_any_source(selection: Selection) -> Selection:
    """The same filters; which of several contexts answers is left open."""
    return replace(selection, currency=None, reporter=None, hs_level=None, source=None)


def cleared(selection: Selection) -> Selection:
    """No filter at all; the choice among several contexts stays."""
    return Selection(
        currency=selection.currency,
        reporter=selection.reporter,
        hs_level=selection.hs_level,
        source=selection.source,
    )


def clicked(selection: Selection, facet: Facet, key: str, *, is_added: bool) -> Selection:
    """What a click on a member leads to: only it, or with `is_added` it besides the others; a second click undoes."""
    match facet:
        case Facet.HS:
            return with_keys(selection, facet, _clicked_prefix(selection.hs, key, is_added=is_added))
        case Facet.YEARS:
            return replace(selection, years=_clicked_year(selection.years, int(key), is_added=is_added))
        case Facet.DIRECTION:
            now = keys_of(selection, facet)
            return with_keys(selection, facet, () if now == (key,) else (key,))
        case _:
            return with_keys(selection, facet, _clicked_member(keys_of(selection, facet), key, is_added=is_added))


def _clicked_member(now: Sequence[str], key: str, *, is_added: bool) -> list[str]:
    if is_added:
        return [member for member in now if member != key] if key in now else [*now, key]
    return [] if tuple(now) == (key,) else [key]


def _clicked_prefix(now: Sequence[str], key: str, *, is_added: bool) -> list[str]:
    """As for other members, but undoing leads one level up, and adding takes the place of what covers it."""
    if is_added:
        others = [prefix for prefix in now if prefix == key or not key.startswith(prefix)]
        return _clicked_member(others, key, is_added=True) or _parent(key)
    return _parent(key) if tuple(now) == (key,) else [key]


def _parent(prefix: str) -> list[str]:
    shorter = max((digits for digits in HS_DIGITS if digits < len(prefix)), default=0)
    return [prefix[:shorter]] if shorter else []


def _clicked_year(now: Years | None, year: int, *, is_added: bool) -> Years | None:
    """Adding stretches the span to the year, or takes the year off its end; years stay one span."""
    alone = Years(year, year)
    if not is_added or now is None:
        return None if now == alone else alone
    if not now.first <= year <= now.last:
        return Years(min(now.first, year), max(now.last, year))
    if now == alone:
        return None
    if year == now.last:
        return Years(now.first, year - 1)
    return Years(year + 1 if year == now.first else now.first, now.last if year == now.first else year)


def _span(keys: Sequence[str]) -> Years | None:
    if not keys:
        return None
    first, _, last = keys[0].partition("-")
    return Years(int(first), int(last or first))
