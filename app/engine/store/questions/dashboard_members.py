"""From the sums of one part to a chart: members with share, rank and change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from app.engine.store.answers import NOTHING, Figures
from app.engine.store.dimensions import Dimension, member_key
from app.engine.store.questions.dashboard_answer import Chart, ChartKind, Member, Metric
from app.engine.store.questions.dashboard_parts import SpanSum
from app.engine.store.questions.grouped import figures
from app.engine.store.questions.spans import AFTER, BEFORE, CURRENT, Spans
from app.engine.store.selection import Selection


@dataclass(frozen=True, slots=True)
class ChartPlan:
    """What a chart shows, in which metric and unit, and of how many members at most."""

    kind: ChartKind
    dimension: Dimension
    metric: Metric
    unit: int | None
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    code: int | None
    current: Figures
    after: Figures
    before: Figures | None


def ranked_chart(plan: ChartPlan, selection: Selection, spans: Spans, rows: Iterable[SpanSum]) -> Chart:
    """The chart of a part's rows."""
    found = _found(rows, plan.unit, spans)
    known = [entry for entry in found if entry.code is not None]
    known.sort(key=lambda entry: _largest_first(_amount(plan.metric, entry), entry.code or 0))
    total = added(entry.current for entry in found)
    shown = known[: plan.limit]
    return Chart(
        kind=plan.kind,
        dimension=plan.dimension,
        metric=plan.metric,
        members=tuple(_member(plan, selection, entry, rank, total) for rank, entry in enumerate(shown, start=1)),
        total=total,
        unknown=added(entry.current for entry in found if entry.code is None),
        beyond=added(entry.current for entry in known[len(shown) :]),
    )


def added(parts: Iterable[Figures]) -> Figures:
    """All together; the quantity where each part has one, in the same unit."""
    held = [part for part in parts if part.records]
    total = sum(held, NOTHING)
    units = {part.unit for part in held}
    quantities = [part.quantity for part in held if part.quantity is not None]
    if len(units) != 1 or len(quantities) < len(held):
        return total
    return Figures(total.value, total.records, sum(quantities, Decimal(0)), units.pop())


def _found(rows: Iterable[SpanSum], unit: int | None, spans: Spans) -> list[_Found]:
    """Members with records in the current span, with their figures in the others."""
    by_member: dict[int | None, dict[int, Figures]] = {}
    for row in rows:
        by_member.setdefault(row.member, {})[row.span] = figures(row.value, row.records, row.quantity, unit)
    return [
        _Found(
            code=member,
            current=by_span[CURRENT],
            after=by_span.get(AFTER, NOTHING),
            before=by_span.get(BEFORE, NOTHING) if spans.before else None,
        )
        for member, by_span in by_member.items()
        if CURRENT in by_span
    ]


def _amount(metric: Metric, entry: _Found) -> float | None:
    return _change(metric, entry) if metric is Metric.GROWTH else _measured(metric, entry.current)


def _measured(metric: Metric, sums: Figures) -> float | None:
    match metric:
        case Metric.RECORDS:
            return float(sums.records)
        case Metric.QUANTITY:
            return None if sums.quantity is None else float(sums.quantity)
        case Metric.UNIT_VALUE:
            return float(sums.value / sums.quantity) if sums.quantity else None
        case _:
            return float(sums.value)


def _change(metric: Metric, entry: _Found) -> float | None:
    if entry.before is None:
        return None
    before, after = _measured(metric, entry.before), _measured(metric, entry.after)
    return after / before - 1 if before and after is not None else None


def _largest_first(amount: float | None, code: int) -> tuple[bool, float, int]:
    return amount is None, -(amount or 0.0), code


def _member(plan: ChartPlan, selection: Selection, entry: _Found, rank: int, total: Figures) -> Member:
    metric = plan.metric
    code = entry.code or 0
    return Member(
        code=code,
        rank=rank,
        figures=entry.current,
        after=entry.after,
        before=entry.before,
        amount=_amount(metric, entry),
        share=_share(metric, entry.current, total),
        previous=_measured(metric, entry.before) if entry.before and metric is not Metric.GROWTH else None,
        growth=_change(metric, entry),
        is_selected=_is_selected(plan.dimension, code, selection),
    )


def _share(metric: Metric, part: Figures, whole: Figures) -> float | None:
    """Part of the records or quantity where these are shown, else of the value."""
    of = metric if metric in {Metric.RECORDS, Metric.QUANTITY} else Metric.VALUE
    amount, total = _measured(of, part), _measured(of, whole)
    return amount / total if total and amount is not None else None


def _is_selected(dimension: Dimension, code: int, selection: Selection) -> bool:
    """Whether the member, or a product within it or around it, is selected."""
    if dimension.hs_digits:
        key = member_key(dimension, code)
        return any(key.startswith(prefix) or prefix.startswith(key) for prefix in selection.hs)
    chosen = {
        Dimension.COUNTRY: selection.countries,
        Dimension.PROVINCE: selection.provinces,
        Dimension.MODE: selection.modes,
    }
    return code in chosen[dimension]
