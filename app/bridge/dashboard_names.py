"""Filters and steps of the drill path in the words of a language, short for a chip and in full for a hint."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from app.bridge.dashboard_filters import Facet, Filter, filters_of, of_any_source, without
from app.bridge.dashboard_path import Crumb, Step, crumbs_of
from app.bridge.named import Named
from app.engine.messages import Language, text
from app.engine.reference import hs_codes, provinces
from app.engine.store.dimensions import Dimension
from app.engine.store.members import member_name
from app.engine.store.selection import Direction, Selection, Years

_MOST_CHIPS_OF_A_KIND = 5
_DIMENSIONS = {
    Facet.COUNTRY: Dimension.COUNTRY,
    Facet.PROVINCE: Dimension.PROVINCE,
    Facet.MODE: Dimension.MODE,
}


def chips(selection: Selection, language: Language) -> tuple[Named, ...]:
    """One for each filter, or one for all beyond the fifth of a kind; the target is a tuple of filters."""
    found: list[Named] = []
    for _, group in groupby(filters_of(selection), key=lambda one: one.facet):
        filters = tuple(group)
        shown = filters if len(filters) <= _MOST_CHIPS_OF_A_KIND else filters[: _MOST_CHIPS_OF_A_KIND - 1]
        found += [_chip(one, language) for one in shown]
        if further := filters[len(shown) :]:
            found.append(_further(further, language))
    return tuple(found)


def path(selection: Selection, language: Language) -> tuple[Named, ...]:
    """The steps from the world to what is shown; the target is the selection that a step leads back to."""
    crumbs = crumbs_of(selection)
    return tuple(_step(crumb, language, is_last=crumb is crumbs[-1]) for crumb in crumbs)


def ways_out(selection: Selection, facets: Sequence[Facet], language: Language) -> tuple[Named, ...]:
    """For each facet the selection without its filters; where a source is chosen, which may be gone, any of them."""
    found = []
    if of_any_source(selection) != selection:
        said = text("dashboard.any_source", language)
        found.append(Named(said, said, of_any_source(selection)))
    for facet in facets:
        filters = [one for one in filters_of(selection) if one.facet is facet]
        names = _joined((filter_name(one, language) for one in filters), language)
        said = text(f"dashboard.filter_{facet.value}", language, name=names)
        found.append(Named(text("dashboard.without", language, filter=said), said, without(selection, filters)))
    return tuple(found)


def filter_name(one: Filter, language: Language) -> str:
    """The member alone, without the kind of filter."""
    match one.facet:
        case Facet.DIRECTION:
            return member_name(Dimension.DIRECTION, Direction(one.key).id, language)
        case Facet.YEARS:
            first, _, last = one.key.partition("-")
            return years_name(Years(int(first), int(last)), language)
        case Facet.HS:
            return hs_name(one.key, language)
        case Facet.PROVINCE if language is Language.ZH:
            return _short_province(int(one.key))
        case _:
            return member_name(_DIMENSIONS[one.facet], int(one.key), language)


def hs_name(prefix: str, language: Language) -> str:
    """Code and title; the code alone where no title is known."""
    return f"{prefix} {hs_codes.table().title(prefix, language)}".strip()


def described(selection: Selection, language: Language) -> tuple[str, ...]:
    """Every filter in full, for the head of a printed page."""
    return tuple(chip.tip for chip in chips(selection, language))


def _chip(one: Filter, language: Language) -> Named:
    name = filter_name(one, language)
    return Named(name, text(f"dashboard.filter_{one.facet.value}", language, name=name), (one,))


def _further(filters: Sequence[Filter], language: Language) -> Named:
    names = [filter_name(one, language) for one in filters]
    said = text(f"dashboard.further_{filters[0].facet.value}", language, count=len(filters))
    return Named(said, _joined(names, language), tuple(filters))


def _step(crumb: Crumb, language: Language, *, is_last: bool) -> Named:
    if crumb.step is Step.WORLD:
        said = text("dashboard.world", language)
        return Named(said, said, crumb.selection)
    filters = [Filter(Facet(crumb.step.value), key) for key in crumb.keys]
    names = [filter_name(one, language) for one in filters]
    tip = _joined(names, language)
    if len(filters) > 1:
        return Named(text(f"dashboard.several_{crumb.step.value}", language, count=len(filters)), tip, crumb.selection)
    is_code_enough = crumb.step is Step.HS and not is_last
    return Named(crumb.keys[0] if is_code_enough else names[0], tip, crumb.selection)


def _joined(names: Iterable[str], language: Language) -> str:
    return ("、" if language is Language.ZH else ", ").join(names)


def years_name(years: Years, language: Language) -> str:
    """A year, or a span of years."""
    if years.first == years.last:
        return text("dashboard.one_year", language, year=years.first)
    return text("dashboard.year_span", language, first=years.first, last=years.last)


def _short_province(code: int) -> str:
    try:
        return provinces.table().by_code(code).short_zh
    except KeyError:
        return str(code)
