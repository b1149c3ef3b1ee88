"""From the sums of one part to a chart: members with share, rank and change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.engine.store.answers import NOTHING, Figures
from app.engine.store.dimensions import Dimension, member_key
from app.engine.store.questions.dashboard_answer import Chart, ChartKind, Member, Metric
from app.engine.store.questions.span_sums import PER_UNIT, SpanSums, exact_figures
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
class _Measured:
    """What the metric makes of a span's figures, by member; `empty` is what it makes of none."""

    sums: SpanSums
    amounts: Mapping[int | None, float | None]
    empty: float | None

    def of(self, member: int | None) -> float | None:
        """The amount of a member."""
        return self.amounts.get(member, self.empty)

    def figures(self, member: int, unit: int | None) -> Figures:
        """The figures of a member, which may have none."""
        return self.sums.figures(member, unit) if member in self.sums.records else NOTHING


def ranked_chart(plan: ChartPlan, selection: Selection, spans: Spans, sums: Mapping[int, SpanSums]) -> Chart:
    """The chart of a part's sums."""
    current = sums.get(CURRENT, SpanSums())
    known = [member for member in current.records if member is not None]
    ranking = _Ranking.of(plan, selection, spans, sums)
    amounts = {member: ranking.amount(member) for member in known}
    known.sort(key=lambda member: _largest_first(amounts[member], member))
    shown, beyond = known[: plan.limit], known[len(known[: plan.limit]) :]
    return Chart(
        kind=plan.kind,
        dimension=plan.dimension,
        metric=plan.metric,
        members=ranking.members(shown, amounts),
        total=current.total(plan.unit),
        unknown=current.of([None]).total(plan.unit),
        beyond=current.of(beyond).total(plan.unit),
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


@dataclass(frozen=True, slots=True)
class _Ranking:
    """What the members of a chart are ranked by and compared with."""

    plan: ChartPlan
    current: _Measured
    after: _Measured
    before: _Measured | None
    shares: Mapping[int | None, float | None]
    whole: float | None
    is_selected: Callable[[int], bool]

    @classmethod
    def of(cls, plan: ChartPlan, selection: Selection, spans: Spans, sums: Mapping[int, SpanSums]) -> _Ranking:
        """Of the sums by span."""
        current = _measured(plan.metric, sums.get(CURRENT, SpanSums()))
        after = current if spans.after == spans.current else _measured(plan.metric, sums.get(AFTER, SpanSums()))
        # Part of the records or quantity where these are shown, else of the value
        shared = plan.metric if plan.metric in {Metric.RECORDS, Metric.QUANTITY} else Metric.VALUE
        total = current.sums.total(plan.unit)
        whole = _measured(shared, _alone(total))
        return cls(
            plan=plan,
            current=current,
            after=after,
            before=_measured(plan.metric, sums.get(BEFORE, SpanSums())) if spans.before else None,
            shares=current.amounts if shared is plan.metric else _measured(shared, current.sums).amounts,
            whole=whole.of(None),
            is_selected=_selected(plan.dimension, selection),
        )

    def amount(self, member: int) -> float | None:
        """What the member is ranked by."""
        return self._change(member) if self.plan.metric is Metric.GROWTH else self.current.of(member)

    def members(self, codes: Sequence[int], amounts: Mapping[int, float | None]) -> tuple[Member, ...]:
        """The members as the chart shows them, in the order of their codes."""
        unit, is_growth = self.plan.unit, self.plan.metric is Metric.GROWTH
        own, after, before = self.current, self.after, self.before
        figures = {code: own.sums.figures(code, unit) for code in codes}
        return tuple(
            Member(
                code,
                rank,
                figures[code],
                figures[code] if after is own else after.figures(code, unit),
                before.figures(code, unit) if before else None,
                amounts[code],
                self._share(code),
                before.of(code) if before and not is_growth else None,
                amounts[code] if is_growth else self._change(code),
                self.is_selected(code),
            )
            for rank, code in enumerate(codes, start=1)
        )

    def _share(self, code: int) -> float | None:
        own = self.shares.get(code)
        return own / self.whole if self.whole and own is not None else None

    def _change(self, member: int) -> float | None:
        if self.before is None:
            return None
        before, after = self.before.of(member), self.after.of(member)
        return after / before - 1 if before and after is not None else None


def _alone(total: Figures) -> SpanSums:
    """One entry for all members together."""
    whole = SpanSums({None: int(total.value * PER_UNIT)}, {None: total.records})
    if total.quantity is not None:
        whole.quantities[None] = total.quantity
    return whole


def _measured(metric: Metric, sums: SpanSums) -> _Measured:
    match metric:
        case Metric.RECORDS:
            return _Measured(sums, {member: float(count) for member, count in sums.records.items()}, 0.0)
        case Metric.QUANTITY:
            return _Measured(sums, {member: float(amount) for member, amount in sums.quantities.items()}, None)
        case Metric.UNIT_VALUE:
            prices = {
                member: float(exact_figures(sums.values[member], 0).value / amount)
                for member, amount in sums.quantities.items()
                if amount
            }
            return _Measured(sums, prices, None)
        case _:
            return _Measured(sums, {member: value / PER_UNIT for member, value in sums.values.items()}, 0.0)


def _largest_first(amount: float | None, code: int) -> tuple[bool, float, int]:
    return amount is None, -(amount or 0.0), code


def _selected(dimension: Dimension, selection: Selection) -> Callable[[int], bool]:
    """Whether a member, or a product within it or around it, is selected."""
    if dimension.hs_digits and selection.hs:
        return lambda code: _is_near(member_key(dimension, code), selection.hs)
    chosen = {
        Dimension.COUNTRY: selection.countries,
        Dimension.PROVINCE: selection.provinces,
        Dimension.MODE: selection.modes,
    }.get(dimension, ())
    return frozenset(chosen).__contains__


def _is_near(key: str, prefixes: Iterable[str]) -> bool:
    return any(key.startswith(prefix) or prefix.startswith(key) for prefix in prefixes)
