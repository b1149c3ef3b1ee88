"""Sums of members over spans of years, in whole thousandths, and how many members a span has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from app.engine.store.answers import NOTHING, Figures

PER_UNIT = 1000
_THOUSANDTH = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class SpanSums:
    """Members with records in a span; the member is None where records do not tell it."""

    values: dict[int | None, int] = field(default_factory=dict)  # thousandths
    records: dict[int | None, int] = field(default_factory=dict)
    quantities: dict[int | None, Decimal] = field(default_factory=dict)  # of those that have one

    def figures(self, member: int | None, unit: int | None) -> Figures:
        """Those of a member that has records; the quantity is in this unit."""
        if unit is None or member not in self.quantities:
            return Figures(Decimal(self.values[member]) * _THOUSANDTH, self.records[member])
        return exact_figures(self.values[member], self.records[member], self.quantities[member], unit)

    def total(self, unit: int | None) -> Figures:
        """All members together; the quantity where each has one."""
        if not self.records:
            return NOTHING
        has_all = len(self.quantities) == len(self.records)
        quantity = sum(self.quantities.values(), Decimal(0)) if has_all else None
        return exact_figures(sum(self.values.values()), sum(self.records.values()), quantity, unit)

    def of(self, members: Iterable[int | None]) -> SpanSums:
        """These members alone."""
        kept = [member for member in members if member in self.records]
        return SpanSums(
            {member: self.values[member] for member in kept},
            {member: self.records[member] for member in kept},
            {member: self.quantities[member] for member in kept if member in self.quantities},
        )

    def count(self) -> SpanCount:
        """How many members are told, and how concentrated their values are."""
        known = [value for member, value in self.values.items() if member is not None]
        whole = sum(known) ** 2
        return SpanCount(len(known), sum(value * value for value in known) / whole if whole else None)


@dataclass(frozen=True, slots=True)
class SpanCount:
    """How many members a span has, and the Herfindahl-Hirschman index of their values."""

    members: int
    hhi: float | None


@dataclass(frozen=True, slots=True)
class PartRows:
    """Sums by the id of a span, counts by the id of any span; those without members have no entry."""

    sums: dict[int, SpanSums]
    counts: Mapping[int, SpanCount]


def exact_figures(value: int, records: int, quantity: Decimal | None = None, unit: int | None = None) -> Figures:
    """Figures of a value in thousandths."""
    if quantity is None or unit is None:
        return Figures(Decimal(value) * _THOUSANDTH, records)
    return Figures(Decimal(value) * _THOUSANDTH, records, quantity, unit)
