"""What the store knows of the goods that a visitor shows, in a few figures for both directions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.bridge.chapter_facts import ChapterFacts, ask_chapter
from app.bridge.dashboard_amounts import amount, change, currency_name, price, share
from app.bridge.dashboard_basis import context_name, is_of_demo
from app.bridge.latest import Latest
from app.bridge.session import Session
from app.bridge.tasks import TaskRunner
from app.engine.messages import Language, text
from app.engine.reference import units
from app.engine.store.contexts import Context
from app.engine.store.dimensions import Dimension
from app.engine.store.members import member_name
from app.engine.store.selection import Direction, Selection

if TYPE_CHECKING:
    from app.engine.store.open_store import Store
    from app.engine.store.questions.series import SeriesRow

_PARTNERS = 3


@dataclass(frozen=True, slots=True)
class Fact:
    """A name, a figure in large type, and what belongs to it in small type."""

    title: str
    figure: str
    note: str


@dataclass(frozen=True, slots=True)
class GoodsFacts:
    """Of one chapter; directions without any record are left out."""

    chapter: str
    by_direction: Mapping[Direction, ChapterFacts]

    @property
    def is_empty(self) -> bool:
        """True if nothing of the chapter is in the store."""
        return not self.by_direction

    @property
    def larger(self) -> Direction:
        """The direction that is worth more in its newest year."""
        return max(self.by_direction, key=lambda each: _newest(self.by_direction[each]).figures.value)

    @property
    def context(self) -> Context | None:
        """What the figures rest on."""
        return None if self.is_empty else self.by_direction[self.larger].trend.basis.context

    @property
    def is_demo(self) -> bool:
        """True for demonstration data."""
        return is_of_demo(self.context)


class GoodsFactsBoard(QObject):
    """Asks for one chapter at a time, within the source and currency that the operator chose."""

    answered = Signal(object)  # GoodsFacts
    failed = Signal(object)

    def __init__(self, session: Session, runner: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._latest = Latest(runner, self)

    def ask(self, chapter: str) -> None:
        """Whatever was asked before is dropped."""
        chosen = whole(self._session.selection)
        question = self._session.question(partial(_ask, chapter=chapter, chosen=chosen))
        self._latest.ask(question, self.answered.emit, self.failed.emit)

    def drop(self) -> None:
        """Nobody waits for it any more."""
        self._latest.drop()


def whole(selection: Selection) -> Selection:
    """All that the source of a selection holds."""
    return Selection(source=selection.source, currency=selection.currency, reporter=selection.reporter)


def shown_facts(facts: GoodsFacts, language: Language) -> list[Fact]:
    """The value of each direction, then partners and unit value of the larger one."""
    leading = facts.by_direction[facts.larger]
    shown = [_value(direction, told, language) for direction, told in facts.by_direction.items()]
    shown.append(_partners(facts.larger, leading, language))
    if leading.prices.rows:
        shown.append(_unit_value(facts.larger, leading, language))
    return shown


def basis_line(facts: GoodsFacts, language: Language) -> str:
    """What the figures rest on."""
    return text("kiosk.basis", language, basis=context_name(facts.context, language)) if facts.context else ""


def _ask(store: Store, chapter: str, chosen: Selection) -> GoodsFacts:
    asked = {way: ask_chapter(store, chapter, replace(chosen, direction=way, hs=(chapter,))) for way in Direction}
    found = {way: told for way, told in asked.items() if not told.is_empty}
    return GoodsFacts(chapter, dict(sorted(found.items(), key=lambda each: each[0] is Direction.IMPORT)))


def _value(direction: Direction, told: ChapterFacts, language: Language) -> Fact:
    newest = _newest(told)
    unit = _currency(told, language)
    moved = "" if newest.growth is None else text("kiosk.growth", language, growth=change(newest.growth))
    title = text(f"kiosk.value_{direction.value}", language, year=newest.year)
    return Fact(title, _joined(amount(newest.figures.value, language), unit, language), moved)


def _partners(direction: Direction, told: ChapterFacts, language: Language) -> Fact:
    named = [
        f"{member_name(Dimension.COUNTRY, row.member, language)} {share(row.share) if row.share is not None else ''}"
        for row in told.tops["countries"].rows[:_PARTNERS]
    ]
    title = text(f"kiosk.partners_{direction.value}", language)
    return Fact(title, named[0] if named else "", " · ".join(named[1:]))


def _unit_value(direction: Direction, told: ChapterFacts, language: Language) -> Fact:
    row = told.prices.rows[0]
    unit = units.table().by_id(row.unit).name(language)
    figure = _joined(price(row.median), _currency(told, language), language)
    return Fact(text(f"kiosk.unit_value_{direction.value}", language), figure, text("kiosk.per", language, unit=unit))


def _newest(told: ChapterFacts) -> SeriesRow:
    return max(told.trend.rows, key=lambda row: row.year)


def _currency(told: ChapterFacts, language: Language) -> str:
    context = told.trend.basis.context
    return currency_name(context.currency, language) if context is not None else ""


def _joined(figure: str, unit: str, language: Language) -> str:
    return f"{figure} {unit}".strip() if language is Language.EN else f"{figure}{unit}"
