"""Names of worksheets that Excel accepts: short, unique whatever their case, and without its own signs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_LONGEST = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]+")
_RESERVED = frozenset({"history"})


def sheet_names(wanted: Sequence[str]) -> list[str]:
    """A name for each wanted one, numbered where two would be the same."""
    names: list[str] = []
    for position, name in enumerate(wanted, start=1):
        names.append(_unused(_clean(name) or str(position), {each.casefold() for each in names} | _RESERVED))
    return names


def _clean(name: str) -> str:
    return " ".join(_FORBIDDEN.sub(" ", name).split()).strip("' ")


def _unused(name: str, used: Iterable[str]) -> str:
    taken, number = set(used), 1
    candidate = _shortened(name, "")
    while candidate.casefold() in taken:
        number += 1
        candidate = _shortened(name, f" ({number})")
    return candidate


def _shortened(name: str, ending: str) -> str:
    """Name and ending within Excel's length, which it counts in UTF-16 units."""
    room = _LONGEST - len(ending)
    while len(name.encode("utf-16-le")) // 2 > room:
        name = name[:-1]
    return name.rstrip("' ") + ending
