"""What the store knows of a chapter: its trend, partners, modes, unit values, and the headings that are traded."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.bridge.dashboard_amounts import amount, count, currency_name, price, share
from app.bridge.latest import Latest
from app.bridge.session import Session
from app.bridge.tasks import TaskRunner
from app.engine.messages import Language, text
from app.engine.reference import hs_codes, units
from app.engine.reports.tables import Cell, Column, Kind, Table
from app.engine.store.dimensions import Dimension
from app.engine.store.members import member_name
from app.engine.store.selection import Direction, Selection, Years

if TYPE_CHECKING:
    from app.engine.store.open_store import Store
    from app.engine.store.questions.series import SeriesAnswer
    from app.engine.store.questions.top import TopAnswer
    from app.engine.store.questions.unit_prices import UnitPriceAnswer

_MOST, _MOST_HEADINGS, _MOST_UNITS = 6, 40, 4
_KINDS = {
    "value": Kind.MONEY,
    "share": Kind.SHARE,
    "mean": Kind.NUMBER,
    "median": Kind.NUMBER,
    "records": Kind.INTEGER,
}
_RANKED = {"countries": Dimension.COUNTRY, "modes": Dimension.MODE, "headings": Dimension.HS4}


@dataclass(frozen=True, slots=True)
class ChapterFacts:
    """Rankings and unit values are of the newest year that is told; the trend is of all years."""

    chapter: str
    selection: Selection
    trend: SeriesAnswer
    tops: Mapping[str, TopAnswer]
    prices: UnitPriceAnswer

    @property
    def is_empty(self) -> bool:
        """True if nothing of the chapter is in the store."""
        return not self.trend.rows


class ChapterBoard(QObject):
    """Asks for one chapter at a time."""

    answered = Signal(object)  # ChapterFacts
    failed = Signal(object)

    def __init__(self, session: Session, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._latest = Latest(runner, self)

    def ask(self, chapter: str, direction: Direction) -> None:
        """Whatever was asked before is dropped."""
        chosen = self._session.selection
        selection = Selection(direction=direction, hs=(chapter,), source=chosen.source, currency=chosen.currency)
        self._latest.ask(
            self._session.question(lambda store: ask_chapter(store, chapter, selection)),
            self.answered.emit,
            self.failed.emit,
        )


def ask_chapter(store: Store, chapter: str, selection: Selection) -> ChapterFacts:
    """On a worker."""
    from app.engine.store.questions.series import series  # noqa: PLC0415  # the database, on a worker
    from app.engine.store.questions.top import top  # noqa: PLC0415  # as above
    from app.engine.store.questions.unit_prices import unit_prices  # noqa: PLC0415  # as above

    headings_table(chapter, None, Language.ZH)  # reads the long lists of codes, here and not on the main thread
    trend = series(store, selection, limit=1)
    newest = max((row.year for row in trend.rows), default=None)
    within = selection if newest is None else replace(selection, years=Years(newest, newest))
    limits = {"countries": _MOST, "modes": _MOST, "headings": _MOST_HEADINGS}
    tops = {name: top(store, within, dimension, limit=limits[name]) for name, dimension in _RANKED.items()}
    prices = unit_prices(store, within, by=None, limit=_MOST_UNITS)
    return ChapterFacts(chapter, within, trend, tops, prices)


def ranking_table(facts: ChapterFacts, name: str, language: Language) -> Table:
    """Partners or modes by value, with their shares of the chapter."""
    answer, dimension = facts.tops[name], _RANKED[name]
    rows: list[tuple[Cell, ...]] = [
        (
            member_name(dimension, row.member, language),
            amount(row.figures.value, language),
            "" if row.share is None else share(row.share),
        )
        for row in answer.rows
    ]
    return Table(text(f"recognise.{name}", language), _columns((name, "value", "share"), language), rows)


def prices_table(facts: ChapterFacts, language: Language) -> Table:
    """Average and median value of each unit, imports or exports alone."""
    names = ("unit", "mean", "median", "records")
    table = units.table()
    rows: list[tuple[Cell, ...]] = [
        (
            table.by_id(row.unit).name(language),
            price(row.mean),
            price(row.median),
            count(row.figures.records, language),
        )
        for row in facts.prices.rows
    ]
    return Table(text("recognise.prices", language), _columns(names, language), rows)


def headings_table(chapter: str, facts: ChapterFacts | None, language: Language) -> Table:
    """Every heading of the chapter with the codes that it spans; those that are traded first."""
    values = {} if facts is None else {_key(row.member): row.figures.value for row in facts.tops["headings"].rows}
    table = hs_codes.table()
    codes = [code for code in table.codes(4) if code.startswith(chapter)]
    codes.sort(key=lambda code: (-values.get(code, 0), code))
    rows: list[tuple[Cell, ...]] = [
        (
            f"{code} {table.title(code, language)}",
            code_range(code),
            amount(values[code], language) if code in values else "",
        )
        for code in codes
    ]
    names = ("heading", "range", "value")
    return Table(text("recognise.headings", language), _columns(names, language), rows)


def _columns(names: Sequence[str], language: Language) -> tuple[Column, ...]:
    """Figures that are written already stand on the right like all others."""
    return tuple(Column(text(f"recognise.{name}", language), _KINDS.get(name, Kind.TEXT)) for name in names)


def code_range(heading: str) -> str:
    """The first and the last eight-digit code of a heading; empty where none is known."""
    first, last = _ranges().get(heading, ("", ""))
    return first if first == last else f"{first}–{last}"


@functools.cache
def _ranges() -> dict[str, tuple[str, str]]:
    """First and last code by heading."""
    found: dict[str, tuple[str, str]] = {}
    for code in hs_codes.table().codes(8):
        found[code[:4]] = (found.get(code[:4], (code, code))[0], code)
    return found


def trend_line(facts: ChapterFacts, language: Language) -> str:
    """Value of the newest year and its change; the sentence that says that there is nothing otherwise."""
    if facts.is_empty:
        return text("recognise.not_in_store", language)
    newest = max(facts.trend.rows, key=lambda row: row.year)
    context = facts.trend.basis.context
    said = {
        "year": newest.year,
        "value": amount(newest.figures.value, language),
        "currency": currency_name(context.currency, language) if context is not None else "",
        "records": count(newest.figures.records, language),
    }
    if newest.growth is None:
        return text("recognise.trend", language, **said)
    return text("recognise.trend_change", language, **said, growth=f"{newest.growth:+.1%}")


def _key(member: int) -> str:
    return str(member).zfill(4)
