"""What differs between the two sides of a comparison, member by member, the largest change first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from app.bridge.dashboard_content import DashboardContent, Part
from app.bridge.dashboard_members import Lens, name_of
from app.engine.reports.tables import Cell, Column, Kind, Table
from app.engine.store.dimensions import Dimension, member_key


@dataclass(frozen=True, slots=True)
class Difference:
    """One member on both sides; no value on a side where it does not occur."""

    dimension: Dimension
    code: int
    left: Decimal
    right: Decimal

    @property
    def change(self) -> Decimal:
        """How much more there is on the right."""
        return self.right - self.left

    @property
    def ratio(self) -> float | None:
        """The change as part of the left side; None where the left side has none."""
        return float(self.right / self.left - 1) if self.left else None


def differences(left: DashboardContent, right: DashboardContent, part: Part) -> list[Difference]:
    """Members that differ; none where the sides are not comparable: other currencies, other HS levels."""
    if not are_comparable(left, right):
        return []
    sides = [content.rankings.get(part) for content in (left, right)]
    dimensions = {side.dimension for side in sides if side}
    if len(dimensions) != 1:
        return []
    values = [{member.code: member.figures.value for member in side.members} if side else {} for side in sides]
    dimension = dimensions.pop()
    none = Decimal(0)
    codes: Iterable[int] = values[0].keys() | values[1].keys()
    found = [Difference(dimension, code, values[0].get(code, none), values[1].get(code, none)) for code in codes]
    return sorted((one for one in found if one.change), key=lambda one: (-abs(one.change), one.code))


def are_comparable(left: DashboardContent, right: DashboardContent) -> bool:
    """True if both sides are in one currency, or one of them is empty."""
    contexts = [content.basis.context for content in (left, right)]
    return len({context.currency for context in contexts if context}) < 2


def difference_table(found: Iterable[Difference], part: Part, lens: Lens, *, heads: tuple[str, str]) -> Table:
    """The differences as rows; `heads` name the sides."""
    columns = (
        Column(lens.say(f"dashboard.column_{part.value}")),
        Column(heads[0], Kind.MONEY),
        Column(heads[1], Kind.MONEY),
        Column(lens.say("dashboard.column_change"), Kind.MONEY),
        Column(lens.say("dashboard.column_ratio"), Kind.SHARE),
    )
    rows: list[tuple[Cell, ...]] = [(_name(one, lens), one.left, one.right, one.change, one.ratio) for one in found]
    return Table(lens.say("dashboard.differences"), columns, rows)


def _name(one: Difference, lens: Lens) -> str:
    return name_of(one.dimension, one.code, lens) or member_key(one.dimension, one.code)
