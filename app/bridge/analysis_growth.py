"""Growth, contributions and what changed, as the page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.bridge.analysis_inquiry import Asked, Findings, Inquiry
from app.bridge.analysis_words import (
    MEMBER_DIMENSIONS,
    by_dimension,
    dimension_name,
    money,
    named_member,
    said_money,
    table_of,
)
from app.bridge.charts.cards import Chart, Format, Measure
from app.bridge.charts.items import Item
from app.bridge.charts.options_changes import Step, diverging_bars, waterfall, waterfall_floor
from app.engine.analysis.indicators.growth import GrowthAnswer, GrowthRow, growth
from app.engine.analysis.indicators.relation_pairs import relation_pair
from app.engine.messages import Language, text
from app.engine.reference.hs_codes import edition_of
from app.engine.reports.tables import Table
from app.engine.store.open_store import Store
from app.engine.store.questions.compared import Compared
from app.engine.store.questions.relations import RelationsAnswer, relation_changes

_POINTS = Measure(Format.POINTS)
_BARS, _STEPS = 16, 9
_RELATIONS_LISTED = 200
_COLUMNS = ("member", "before", "after", "change", "growth", "yearly_growth", "contribution", "share_of_change")


@dataclass(frozen=True, slots=True)
class Changes:
    """Members and relations of the same two years."""

    members: GrowthAnswer
    relations: RelationsAnswer


def ask_growth(store: Store, asked: Asked) -> GrowthAnswer:
    """Growth of every member."""
    return growth(store, asked.selection, asked.dimension, Compared(asked.before, asked.after))


def show_growth(answer: GrowthAnswer, language: Language) -> Findings:
    """Who contributed to the growth, in percentage points."""
    total = answer.total
    if total is None:
        return Findings(answer.basis, obstacle="query.nothing_found")
    named = [(row, _name(answer, row, language)) for row in answer.rows[:_BARS]]
    items = [
        Item(key=str(row.member), name=name, value=row.contribution, change=row.growth)
        for row, name in named
        if row.contribution is not None
    ]
    chart = Chart(
        text("analysis.chart_contributions", language, before=answer.before, after=answer.after),
        caption=_caption(answer, language),
        option=diverging_bars(items, _POINTS),
        measure=_POINTS,
    )
    table = _growth_table(answer, language)
    sentences = (_said(answer, language), *_said_changed(answer, language))
    return Findings(answer.basis, sentences, {"chart": chart}, (table,))


def ask_changes(store: Store, asked: Asked) -> Changes:
    """The same, and the relations that came and went."""
    years = Compared(asked.before, asked.after)
    members = growth(store, asked.selection, asked.dimension, years)
    pair = relation_pair(asked.selection, asked.dimension)
    return Changes(members, relation_changes(store, asked.selection, pair, years, limit=_RELATIONS_LISTED))


def show_changes(answer: Changes, language: Language) -> Findings:
    """From one total to the other by the largest steps; all others are one step."""
    members, relations = answer.members, answer.relations
    if members.total is None:
        return Findings(members.basis, obstacle="query.nothing_found")
    steps = _steps(members, language)
    measure = money(members.basis, language)
    caption = _caption(members, language)
    if waterfall_floor(steps):
        caption += text("analysis.axis_cut", language)
    title = text("analysis.chart_waterfall", language, before=members.before, after=members.after)
    chart = Chart(title, caption=caption, option=waterfall(steps, measure), measure=measure)
    tables = (
        _growth_table(members, language),
        *(relation_table(relations, name, language) for name in ("new", "vanished")),
    )
    sentences = (_said(members, language), *_said_changed(members, language), _said_relations(relations, language))
    return Findings(members.basis, sentences, {"chart": chart}, tables)


def relation_table(relations: RelationsAnswer, name: str, language: Language) -> Table:
    """The largest relations that came ("new") or went ("vanished")."""
    listed = relations.largest_new if name == "new" else relations.largest_vanished
    margin = relations.new if name == "new" else relations.vanished
    first, second = relations.dimensions
    rows = [_Line(*one.members, value=one.after + one.before) for one in listed]
    title = text(f"analysis.table_{name}", language, count=f"{margin.relations:,}")
    members = {"first": first, "second": second}
    return table_of(title, rows, ("first", "second", "value"), relations.basis, language, members=members)


@dataclass(frozen=True, slots=True)
class _Line:
    first: int
    second: int
    value: object


def _steps(answer: GrowthAnswer, language: Language) -> list[Step]:
    assert answer.total is not None
    shown, others = answer.rows[:_STEPS], answer.rows[_STEPS:]
    steps = [Step("before", str(answer.before), float(answer.total.before), is_total=True)]
    steps += [Step(str(row.member), _name(answer, row, language), float(row.change)) for row in shown]
    if others:
        rest = text("analysis.others", language, count=len(others))
        steps.append(Step("others", rest, float(_sum(others))))
    return [*steps, Step("after", str(answer.after), float(answer.total.after), is_total=True)]


def _sum(rows: Sequence[GrowthRow]) -> Decimal:
    return sum((row.change for row in rows), Decimal(0))


def _name(answer: GrowthAnswer, row: GrowthRow, language: Language) -> str:
    return named_member(answer.dimension, row.member, answer.basis.selection, language)


def _caption(answer: GrowthAnswer, language: Language) -> str:
    return by_dimension(answer.dimension, language)


def _growth_table(answer: GrowthAnswer, language: Language) -> Table:
    title = by_dimension(answer.dimension, language)
    return table_of(
        title,
        answer.rows,
        _COLUMNS,
        answer.basis,
        language,
        members={"member": answer.dimension},
        titles={"growth": "analysis.growth_rate"},
    )


def _said(answer: GrowthAnswer, language: Language) -> str:
    total = answer.total
    assert total is not None
    return text(
        "analysis.growth_said",
        language,
        before=answer.before,
        after=answer.after,
        change=said_money(total.change, answer.basis, language),
        growth="–" if total.growth is None else f"{total.growth:+.1%}",
        yearly="–" if total.yearly_growth is None else f"{total.yearly_growth:+.1%}",
    )


def _said_changed(answer: GrowthAnswer, language: Language) -> tuple[str, ...]:
    """That codes may have changed their meaning, where two editions are compared."""
    changed = answer.changed_codes
    if not changed:
        return ()
    value = sum((row.after for row in answer.rows if row.member in changed), Decimal(0))
    return (
        text(
            "analysis.codes_changed",
            language,
            before=edition_of(answer.before),
            after=edition_of(answer.after),
            count=f"{len(changed):,}",
            value=said_money(value, answer.basis, language).removeprefix("+"),
        ),
    )


def _said_relations(relations: RelationsAnswer, language: Language) -> str:
    first, second = (dimension_name(dimension, language) for dimension in relations.dimensions)
    return text(
        "analysis.relations_said",
        language,
        relation=f"{first} × {second}",
        new=f"{relations.new.relations:,}",
        gained=said_money(relations.new.after, relations.basis, language),
        vanished=f"{relations.vanished.relations:,}",
        lost=said_money(-relations.vanished.before, relations.basis, language),
    )


GROWTH = Inquiry("growth", MEMBER_DIMENSIONS, ask_growth, show_growth, has_years=True)
CHANGES = Inquiry("changes", MEMBER_DIMENSIONS, ask_changes, show_changes, has_years=True)
