"""Options of `tradescope query` and the selection that they describe."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from dataclasses import replace

from app.engine.errors import UsageError
from app.engine.store.dimensions import Dimension
from app.engine.store.members import find_member
from app.engine.store.selection import Direction, Selection, Years

_YEARS = re.compile(r"(\d{4})(?:\s*-\s*(\d{4}))?")


def add_options(verb: argparse.ArgumentParser, *, by: Sequence[Dimension], limit: int | None) -> None:
    """Filters of every question; `by` and `limit` where the question takes them."""
    if by:
        verb.add_argument("--by", action="append", default=[], metavar="|".join(entry.value for entry in by))
    if limit is not None:
        verb.add_argument("--limit", type=int, default=limit, metavar="N", help="rows at most (default %(default)s)")
    add_filters(verb)


def add_filters(verb: argparse.ArgumentParser) -> None:
    """The options that `selection_of` reads."""
    verb.add_argument("--direction", choices=[entry.value for entry in Direction])
    verb.add_argument("--years", metavar="A-B", help="one year or a span, both ends included")
    verb.add_argument("--country", action="append", default=[], metavar="ISO3", help="repeatable or comma-separated")
    verb.add_argument("--province", action="append", default=[], metavar="CODE", help="repeatable or comma-separated")
    verb.add_argument("--mode", action="append", default=[], metavar="CODE", help="repeatable or comma-separated")
    verb.add_argument("--hs", action="append", default=[], metavar="PREFIX", help="one to eight digits; like --country")
    add_choices(verb)


def add_choices(verb: argparse.ArgumentParser) -> None:
    """The options that tell one kind of data from another in the same store."""
    verb.add_argument("--currency", type=str.upper, metavar="ISO", help="where the data hold several")
    verb.add_argument("--reporter", metavar="ISO3", help="where the data hold several")
    verb.add_argument("--hs-level", type=int, choices=(2, 4, 6, 8), help="where the data hold several")
    verb.add_argument("--source", metavar="NAME", help="seed, gacc, comtrade, baci, mapping or demo")


def selection_of(arguments: argparse.Namespace) -> Selection:
    """The selection; UsageError for a member that no table knows."""
    return replace(
        choices_of(arguments),
        direction=Direction(arguments.direction) if arguments.direction else None,
        years=_years(arguments.years),
        countries=_members(Dimension.COUNTRY, arguments.country),
        provinces=_members(Dimension.PROVINCE, arguments.province),
        hs=tuple(parts_of(arguments.hs)),
        modes=_members(Dimension.MODE, arguments.mode),
    )


def choices_of(arguments: argparse.Namespace) -> Selection:
    """What `add_choices` was given."""
    return Selection(
        currency=arguments.currency,
        reporter=find_member(Dimension.COUNTRY, arguments.reporter) if arguments.reporter else None,
        hs_level=arguments.hs_level,
        source=arguments.source,
    )


def dimensions_of(arguments: argparse.Namespace, allowed: Sequence[Dimension]) -> list[Dimension]:
    """Dimensions of --by, in the order given."""
    known = {entry.value: entry for entry in allowed}
    names = parts_of(arguments.by)
    for name in names:
        if name not in known:
            raise UsageError("query.by_unknown", given=name, known=", ".join(known))
    return [known[name] for name in names]


def only_dimension(arguments: argparse.Namespace, allowed: Sequence[Dimension]) -> Dimension | None:
    """The one dimension of --by, None if it was not given."""
    dimensions = dimensions_of(arguments, allowed)
    if len(dimensions) > 1:
        raise UsageError("query.by_single", count=len(dimensions))
    return dimensions[0] if dimensions else None


def limit_of(arguments: argparse.Namespace) -> int:
    """How many rows to show."""
    limit: int = arguments.limit
    if limit < 1:
        raise UsageError("query.limit_too_small", given=limit)
    return limit


def _years(text: str | None) -> Years | None:
    if text is None:
        return None
    match = _YEARS.fullmatch(text.strip())
    if match is None:
        raise UsageError("query.years_unreadable", given=text)
    first, last = match.groups()
    return Years(int(first), int(last or first))


def _members(dimension: Dimension, texts: Sequence[str]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(find_member(dimension, text) for text in parts_of(texts)))


def parts_of(texts: Sequence[str]) -> list[str]:
    """Values of a repeatable option, of which each may hold several with commas between."""
    return [part.strip() for text in texts for part in text.split(",") if part.strip()]
