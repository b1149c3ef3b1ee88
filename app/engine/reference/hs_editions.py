"""Which codes mean the same in the HS editions of 2012 and 2022, as far as the two lists alone can tell.

Neither list says what a code of one became in the other. A code joins only where it stands in both lists, is divided
alike in both, and either no other subheading of its heading came or went, so that nothing can have moved in or out, or
all its words are the same and none of them is a rest ("other"), whose meaning depends on what stands beside it. What
does not join is a break, never a guess; a concordance table that was imported decides instead where there is one.
"""

from __future__ import annotations

import enum
import functools
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

from app.engine.reference import hs_codes
from app.engine.reference.hs_codes import Hs8

_SUBHEADING, _HEADING = 6, 4
_NO_WORD = re.compile(r"[\W_]")
_REST = re.compile("其他|其它|未列名|其余")


class Fate(enum.Enum):
    """What happened to a code between 2012 and 2022."""

    SAME = "same"
    CHANGED = "changed"  # in both lists, but perhaps of another scope
    ENDED = "ended"
    NEW = "new"
    UNKNOWN = "unknown"  # in neither list


def changed_between(codes: Iterable[str], before: int, after: int) -> frozenset[str]:
    """Of these codes, those that may mean something else in the two years' editions."""
    if hs_codes.edition_of(before) == hs_codes.edition_of(after):
        return frozenset()
    return frozenset(code for code in codes if fate_of(code) is not Fate.SAME)


def fate_of(code: str) -> Fate:
    """Of a code of two, four, six or eight digits."""
    table = hs_codes.table()
    was, is_now = table.exists(code, 2012), table.exists(code, 2022)
    if not was and not is_now:
        return Fate.UNKNOWN
    if not is_now:
        return Fate.ENDED
    if not was:
        return Fate.NEW
    return Fate.SAME if code in same_codes(len(code)) else Fate.CHANGED


@functools.cache
def same_codes(level: int) -> frozenset[str]:
    """All codes of so many digits that join."""
    if level <= _HEADING:
        table = hs_codes.table()
        return frozenset(c for c in table.codes(level) if table.exists(c, 2012) and table.exists(c, 2022))
    below = _entries_below(_SUBHEADING)
    unchanged = _unchanged_headings()
    kept = [
        code
        for code, entries in below.items()
        if _is_divided_alike(entries) and (code[:_HEADING] in unchanged or _says_the_same(entries))
    ]
    if level == _SUBHEADING:
        return frozenset(kept)
    joined = {entry.code for code in kept for entry in below[code]}
    return frozenset(joined | {e.code for entries in below.values() for e in entries if _says_the_same([e])})


@functools.cache
def _entries_below(digits: int) -> dict[str, list[Hs8]]:
    table, found = hs_codes.table(), defaultdict(list)
    for code in table.codes(8):
        entry = table.hs8(code)
        if entry is not None:
            found[code[:digits]].append(entry)
    return dict(found)


@functools.cache
def _unchanged_headings() -> frozenset[str]:
    """Headings with the same subheadings in both lists."""
    return frozenset(
        heading
        for heading, entries in _entries_below(_HEADING).items()
        if {e.code[:_SUBHEADING] for e in entries if e.in_2012} == {e.code[:_SUBHEADING] for e in entries if e.in_2022}
    )


def _is_divided_alike(entries: Iterable[Hs8]) -> bool:
    return all(entry.in_2012 and entry.in_2022 for entry in entries)


def _says_the_same(entries: Iterable[Hs8]) -> bool:
    return all(
        entry.in_2012
        and entry.in_2022
        and _bare(entry.name_zh_2012) == _bare(entry.name_zh_2022)
        and not _REST.search(entry.name_zh_2012)
        for entry in entries
    )


def _bare(name: str) -> str:
    return _NO_WORD.sub("", unicodedata.normalize("NFKC", name))
