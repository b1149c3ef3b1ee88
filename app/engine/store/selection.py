"""The part of the data that a question is about: the one selection that every chart and table shares."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass

from app.engine.errors import UsageError

_HS_DIGITS = 8


class Direction(enum.Enum):
    """Which way the goods went."""

    IMPORT = "import"
    EXPORT = "export"

    @property
    def id(self) -> int:
        """The number that records hold."""
        return 1 if self is Direction.IMPORT else 2


@dataclass(frozen=True, slots=True)
class Years:
    """A span of years, both ends included."""

    first: int
    last: int

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise UsageError("query.years_reversed", first=self.first, last=self.last)


@dataclass(frozen=True, slots=True)
class Selection:
    """Filters, of which an empty one lets everything through, and the choice of a context where there are several."""

    direction: Direction | None = None
    years: Years | None = None
    countries: tuple[int, ...] = ()  # customs codes
    provinces: tuple[int, ...] = ()
    hs: tuple[str, ...] = ()  # prefixes of one to eight digits with leading zeros; kept sorted, none within another
    modes: tuple[int, ...] = ()
    currency: str | None = None
    reporter: int | None = None
    hs_level: int | None = None
    source: str | None = None

    def __post_init__(self) -> None:
        for prefix in self.hs:
            if not (prefix.isascii() and prefix.isdigit() and len(prefix) <= _HS_DIGITS):
                raise UsageError("query.hs_not_digits", given=prefix)
        object.__setattr__(self, "hs", _outermost(self.hs))


def _outermost(prefixes: Iterable[str]) -> tuple[str, ...]:
    """The prefixes without those that a shorter one covers; sorted, each stands right after what covers it."""
    kept: list[str] = []
    for prefix in sorted(prefixes):
        if not (kept and prefix.startswith(kept[-1])):
            kept.append(prefix)
    return tuple(kept)
