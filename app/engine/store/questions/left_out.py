"""What an answer does not hold: rows that cleaning took out, other contexts, sources without a dimension."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from app.engine.store.answers import Figures, LeftOut, Reason
from app.engine.store.connection import CUBE, Generation
from app.engine.store.contexts import Context
from app.engine.store.dimensions import Dimension
from app.engine.store.selection import Selection


def rule_losses(generation: Generation, selection: Selection, contexts: Iterable[Context]) -> list[LeftOut]:
    """Rows that the profiles rejected, by rule; only direction and years of the selection are known of them."""
    conditions, parameters = _known_conditions(selection)
    rows = generation.rows(
        f"""SELECT rule, profile, any_value(zh), any_value(en), currency, source, dimensions, reporter,
                sum(records)::BIGINT, sum(value)
            FROM {CUBE}.left_out LEFT JOIN {CUBE}.rules ON rules.id = rule
            WHERE {conditions} GROUP BY ALL ORDER BY sum(records) DESC, rule, profile, currency""",
        parameters,
    )
    concerned = {_identity(context) for context in contexts}
    sums: dict[tuple[object, ...], LeftOut] = {}
    for rule, profile, zh, en, currency, *identity, records, value in rows:
        if not _concerns((*identity, currency), concerned):
            continue
        loss = LeftOut(
            Reason.CLEANING_RULE,
            Figures(Decimal(str(value)), int(str(records))),
            None if currency is None else str(currency),
            rule=str(rule),
            profile=str(profile),
            zh=str(zh or ""),
            en=str(en or ""),
        )
        key = (rule, profile, currency)
        sums[key] = _joined(sums[key], loss) if key in sums else loss
    return sorted(sums.values(), key=lambda loss: -loss.figures.records)


def absent_dimension(
    generation: Generation, selection: Selection, contexts: Sequence[Context], needed: Sequence[Dimension]
) -> list[LeftOut]:
    """Contexts that cannot answer, with what they hold in the selection's direction and years."""
    if not contexts:
        return []
    conditions, parameters = _known_conditions(selection)
    rows = generation.rows(
        f"""SELECT context, sum(value), sum(records)::BIGINT FROM {CUBE}.cube_period
            WHERE {conditions} AND context IN ({", ".join(str(context.id) for context in contexts)})
            GROUP BY context ORDER BY 3 DESC, 1""",
        parameters,
    )
    by_id = {context.id: context for context in contexts}
    losses = []
    for number, value, records in rows:
        context = by_id[int(str(number))]
        losses.append(
            LeftOut(
                Reason.DIMENSION_ABSENT,
                Figures(Decimal(str(value)), int(str(records))),
                context.currency,
                context=context,
                dimension=next(dimension for dimension in needed if not context.holds(dimension)),
            )
        )
    return losses


def _known_conditions(selection: Selection) -> tuple[str, list[object]]:
    conditions, parameters = ["true"], list[object]()
    if selection.direction:
        conditions.append("(direction = ? OR direction IS NULL)")
        parameters.append(selection.direction.id)
    if selection.years:
        conditions.append("(year BETWEEN ? AND ? OR year IS NULL)")
        parameters += [selection.years.first, selection.years.last]
    return " AND ".join(conditions), parameters


def _identity(context: Context) -> tuple[object, ...]:
    return context.source, context.dimensions, context.reporter, context.currency


def _concerns(identity: tuple[object, ...], concerned: set[tuple[object, ...]]) -> bool:
    """A rejected line whose reporter or currency is unknown concerns every context of its source."""
    return any(
        all(own is None or own == theirs for own, theirs in zip(identity, other, strict=True)) for other in concerned
    )


def _joined(one: LeftOut, other: LeftOut) -> LeftOut:
    figures = Figures(one.figures.value + other.figures.value, one.figures.records + other.figures.records)
    return replace(one, figures=figures)
