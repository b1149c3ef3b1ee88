"""Names of members in pinyin, so that no window has to wait for the dictionary that tells them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pypinyin import lazy_pinyin

from tools.reference.tables import Table, table

_NAMED = frozenset({"countries", "provinces", "trade_modes", "chapters", "units"})
_NAMES = frozenset({"name_zh", "short_zh"})


def pinyin_table(tables: Iterable[Table]) -> Table:
    """Every Chinese name of these tables once, as its syllables."""
    names = dict.fromkeys(name for made in tables if made.name in _NAMED for name in _names(made))
    return table("pinyin", ("name_zh", "syllables"), ((name, _syllables(name)) for name in names))


def _names(made: Table) -> Iterator[str]:
    places = [place for place, column in enumerate(made.columns) if column in _NAMES]
    for row in made.rows:
        yield from (row[place] for place in places if row[place] and not row[place].isascii())


def _syllables(name: str) -> str:
    return " ".join(lazy_pinyin(name, errors="ignore"))
