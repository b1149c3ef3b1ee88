"""Growth between two years and what each member contributed to it; contributions add up to the growth exactly."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal

from app.engine.reference.hs_editions import changed_between
from app.engine.store.answers import Basis
from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Store
from app.engine.store.questions.compared import Compared, ComparedAnswer, MemberPair, compared
from app.engine.store.selection import Selection


@dataclass(frozen=True, slots=True)
class GrowthRow:
    """One member, or what records do not tell (`member` None); rates are fractions, None without a value before.

    `contribution` is its change over the total before, `share_of_change` over the change of the total.
    """

    member: int | None
    before: Decimal
    after: Decimal
    change: Decimal
    growth: float | None
    yearly_growth: float | None
    contribution: float | None
    share_of_change: float | None


@dataclass(frozen=True, slots=True)
class GrowthAnswer:
    """The largest change first; `changes` of the rows add up to that of the total."""

    basis: Basis
    dimension: Dimension
    before: int
    after: int
    rows: tuple[GrowthRow, ...]
    total: GrowthRow | None

    @property
    def changed_codes(self) -> frozenset[int]:
        """Members that are products of which the two years' HS editions may mean something else."""
        digits = self.dimension.hs_digits
        if digits is None:
            return frozenset()
        codes = [str(row.member).zfill(digits) for row in self.rows if row.member is not None]
        return frozenset(int(code) for code in changed_between(codes, self.before, self.after))


def growth(store: Store, selection: Selection, dimension: Dimension, years: Compared) -> GrowthAnswer:
    """Growth of every member between the two years."""
    return growth_of(compared(store, selection, dimension, years))


def growth_of(answer: ComparedAnswer) -> GrowthAnswer:
    """The same of figures that are there already."""
    span, total = answer.after - answer.before, answer.total
    if not answer.rows:
        return GrowthAnswer(answer.basis, answer.dimension, answer.before, answer.after, (), None)
    rows = tuple(_row(row, total, span=span) for row in answer.rows)
    return GrowthAnswer(
        answer.basis, answer.dimension, answer.before, answer.after, rows, _row(total, total, span=span)
    )


def relative_growth(before: Decimal, after: Decimal) -> float | None:
    """after / before − 1; None without a value to start from."""
    return float(after / before - 1) if before > 0 else None


def compound_growth(before: Decimal, after: Decimal, years: int) -> float | None:
    """The yearly rate that leads from one value to the other; None where one of them is not positive."""
    if before <= 0 or after <= 0 or years < 1:
        return None
    return math.exp(math.log(float(after / before)) / years) - 1


def _row(pair: MemberPair, total: MemberPair, *, span: int) -> GrowthRow:
    before, after, change = pair.before.value, pair.after.value, pair.change
    return GrowthRow(
        member=pair.member,
        before=before,
        after=after,
        change=change,
        growth=relative_growth(before, after),
        yearly_growth=compound_growth(before, after, span),
        contribution=float(change / total.before.value) if total.before.value > 0 else None,
        share_of_change=float(change / total.change) if total.change else None,
    )
