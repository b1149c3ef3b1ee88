"""The small tables of a generation that nearly every question needs, read once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import duckdb

from app.engine.store.contexts import Context
from app.engine.store.selection import Direction, Selection


@dataclass(frozen=True, slots=True)
class PeriodSum:
    """What one context holds in one year and direction."""

    context: int
    direction: Direction
    year: int
    value: Decimal
    records: int


@dataclass(frozen=True, slots=True)
class RuleLoss:
    """What one rule rejected; what is not known of rejected lines is None."""

    source: str
    dimensions: str
    reporter: int | None
    currency: str | None
    profile: str
    rule: str
    zh: str
    en: str
    direction: int | None
    year: int | None
    value: Decimal
    records: int

    def concerns(self, context: Context) -> bool:
        """Whether the rejected rows might have been records of the context."""
        return (
            self.source == context.source
            and self.dimensions == context.dimensions
            and (self.reporter is None or self.reporter == context.reporter)
            and (self.currency is None or self.currency == context.currency)
        )


@dataclass(frozen=True, slots=True)
class GenerationFacts:
    """Contexts, their sums by year and direction, the losses of the cleaning profiles, and the cube's tables.

    A cube that an earlier version wrote lacks tables; questions that would use them read records instead.
    """

    contexts: tuple[Context, ...] = ()
    periods: tuple[PeriodSum, ...] = ()
    losses: tuple[RuleLoss, ...] = ()
    losses_ever: tuple[RuleLoss, ...] = ()  # the same, those of all directions and years in one
    tables: frozenset[str] = frozenset()

    @property
    def has_headings(self) -> bool:
        """Whether facets hold bits for headings, which came together with the finest facet."""
        return "cube_detail" in self.tables

    def periods_of(self, selection: Selection) -> list[PeriodSum]:
        """Sums in the direction and years of the selection."""
        return [sums for sums in self.periods if is_in_period(selection, sums.direction.id, sums.year)]

    def losses_of(self, selection: Selection) -> Sequence[RuleLoss]:
        """Losses in the direction and years of the selection, and those of which neither is known."""
        if selection.direction is None and selection.years is None:
            return self.losses_ever
        return [loss for loss in self.losses if is_in_period(selection, loss.direction, loss.year)]


def is_in_period(selection: Selection, direction: int | None, year: int | None) -> bool:
    """Whether direction and year, as far as known, are those of the selection."""
    if selection.direction and direction is not None and direction != selection.direction.id:
        return False
    return selection.years is None or year is None or selection.years.first <= year <= selection.years.last


def read_facts(cursor: duckdb.DuckDBPyConnection, cube: str) -> GenerationFacts:
    """The facts of the cube attached as `cube`."""
    contexts = cursor.execute(
        f"SELECT id, source, dimensions, reporter, currency, hs_level FROM {cube}.contexts ORDER BY id"
    ).fetchall()
    periods = cursor.execute(
        f"""SELECT context, direction, year, sum(value), sum(records)::BIGINT FROM {cube}.cube_period
            GROUP BY context, direction, year ORDER BY ALL"""
    ).fetchall()
    losses = cursor.execute(
        f"""SELECT source, dimensions, reporter, currency, profile, rule, coalesce(any_value(zh), ''),
                coalesce(any_value(en), ''), direction, year, sum(value), sum(records)::BIGINT
            FROM {cube}.left_out LEFT JOIN {cube}.rules ON rules.id = rule
            GROUP BY source, dimensions, reporter, currency, profile, rule, direction, year ORDER BY ALL"""
    ).fetchall()
    tables = cursor.execute("SELECT table_name FROM duckdb_tables() WHERE database_name = ?", [cube]).fetchall()
    directions = {direction.id: direction for direction in Direction}
    by_period = tuple(RuleLoss(*row) for row in losses)
    return GenerationFacts(
        contexts=tuple(Context(*row) for row in contexts),
        periods=tuple(PeriodSum(context, directions[way], *rest) for context, way, *rest in periods),
        losses=by_period,
        losses_ever=_ever(by_period),
        tables=frozenset(name for (name,) in tables),
    )


def _ever(losses: Iterable[RuleLoss]) -> tuple[RuleLoss, ...]:
    merged: dict[RuleLoss, RuleLoss] = {}
    for loss in losses:
        about = replace(loss, direction=None, year=None, value=Decimal(0), records=0)
        before = merged.get(about, about)
        merged[about] = replace(about, value=before.value + loss.value, records=before.records + loss.records)
    return tuple(merged.values())
