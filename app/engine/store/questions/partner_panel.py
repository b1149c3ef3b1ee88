"""Everything about one product by partner and year: what a ranking of partners is made of, as arrays."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from math import prod

import numpy as np
from numpy.typing import NDArray

from app.engine.errors import UsageError
from app.engine.store.answers import Basis
from app.engine.store.contexts import Context
from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Generation, Store
from app.engine.store.questions.choosing import Choice, choose
from app.engine.store.questions.product_units import UnitState, find_units
from app.engine.store.questions.whole_years import whole_years
from app.engine.store.scan import plan_scan
from app.engine.store.selection import Selection, Years

Floats = NDArray[np.float64]
CHAPTERS = 100
_LEAST_DIGITS_WITH_QUANTITY = 4


@dataclass(frozen=True, slots=True)
class PartnerPanel:
    """Arrays over (partner, year); NaN where the data do not tell.

    `own` is the part of the chosen provinces, None where none is chosen; `basket` has chapters as third axis.
    """

    basis: Basis
    years: tuple[int, ...]
    partners: tuple[int, ...]
    value: Floats
    quantity: Floats
    unit: int | None
    supply_hhi: Floats  # of the provinces that trade the product with the partner, 0 to 1
    own: Floats | None
    basket: Floats

    @property
    def total(self) -> Floats:
        """All products together."""
        total: Floats = self.basket.sum(axis=2)
        return total


def partner_panel(store: Store, selection: Selection) -> PartnerPanel:
    """The panel of the selection's product in one direction and one context, with all partners whatever is selected.

    UsageError without a product or a direction.
    """
    if not selection.hs:
        raise UsageError("potential.no_product")
    if selection.direction is None:
        raise UsageError("potential.no_direction")
    return store.ask(partial(_panel, selection=replace(selection, countries=())))


def _panel(generation: Generation, *, selection: Selection) -> PartnerPanel:
    product = replace(selection, provinces=())
    needed = [Dimension.COUNTRY, Dimension.HS2, *([Dimension.PROVINCE] if selection.provinces else [])]
    choice = choose(generation, product, needed)
    if not isinstance(choice, Choice):
        return _empty(choice)
    context = choice.context
    years = whole_years(generation, product, context)
    spanned = replace(product, years=Years(years[0], years[-1]))
    baskets = _read_baskets(generation, replace(spanned, hs=()), context)
    partners = [int(code) for code in np.unique(baskets["country"])]
    axes = _Axes(partners, years)
    provinces = _read_product(generation, spanned, context)
    unit = _unit(generation, spanned, context)
    return PartnerPanel(
        basis=choice.basis,
        years=tuple(years),
        partners=tuple(partners),
        value=axes.sums(provinces, "value"),
        quantity=axes.sums(provinces, "quantity") if unit is not None else axes.untold(),
        unit=unit,
        supply_hhi=axes.concentration(provinces) if context.holds(Dimension.PROVINCE) else axes.untold(),
        own=axes.sums(_only(provinces, selection.provinces), "value") if selection.provinces else None,
        basket=axes.baskets(baskets),
    )


class _Axes:
    """Places of rows in the arrays; rows of years that are not whole have none."""

    def __init__(self, partners: list[int], years: list[int]) -> None:
        self._partners, self._years = np.array(partners, dtype=np.int64), np.array(years, dtype=np.int64)
        self._shape = (len(partners), len(years))

    def untold(self) -> Floats:
        return np.full(self._shape, np.nan)

    def sums(self, rows: dict[str, Floats], name: str) -> Floats:
        kept, place = self._places(rows)
        found = np.bincount(place, weights=rows[name][kept], minlength=prod(self._shape))
        return found.astype(np.float64).reshape(self._shape)

    def concentration(self, rows: dict[str, Floats]) -> Floats:
        """Herfindahl-Hirschman index over the known provinces."""
        known = {name: column[rows["province"] > 0] for name, column in rows.items()}
        total = self.sums(known, "value")
        squares = self.sums(known | {"square": known["value"] ** 2}, "square")
        return np.divide(squares, total**2, out=self.untold(), where=total > 0)

    def baskets(self, rows: dict[str, Floats]) -> Floats:
        kept, place = self._places(rows)
        place = place * CHAPTERS + rows["hs2"][kept].astype(np.int64)
        found = np.bincount(place, weights=rows["value"][kept], minlength=prod(self._shape) * CHAPTERS)
        return found.astype(np.float64).reshape((*self._shape, CHAPTERS))

    def _places(self, rows: dict[str, Floats]) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
        """Which rows have a place, and which: counted partner by partner, within one year by year."""
        years, partners = rows["year"].astype(np.int64), rows["country"].astype(np.int64)
        kept = np.isin(years, self._years) & np.isin(partners, self._partners)
        partner = np.searchsorted(self._partners, partners[kept])
        return kept, partner * self._shape[1] + np.searchsorted(self._years, years[kept])


def _read_baskets(generation: Generation, selection: Selection, context: Context) -> dict[str, Floats]:
    scan = plan_scan(generation, selection, [context], [Dimension.COUNTRY, Dimension.HS2])
    chapter = f"{scan.column(Dimension.HS2)} AS hs2"
    # Rows of a facet are sums already, of which there are few for each place
    shown, grouped = ("value::DOUBLE", "") if scan.weight == "records" else ("sum(value)::DOUBLE", "GROUP BY ALL")
    return _read(
        generation,
        f"""SELECT country, year, {chapter}, {shown} AS value FROM {scan.source} AND country IS NOT NULL {grouped}""",
        scan.parameters,
    )


def _read_product(generation: Generation, selection: Selection, context: Context) -> dict[str, Floats]:
    """The product by partner, year and province; 0 is a province that is not told."""
    has_province = context.holds(Dimension.PROVINCE)
    dimensions = [Dimension.COUNTRY, *([Dimension.PROVINCE] if has_province else [])]
    scan = plan_scan(generation, selection, [context], dimensions)
    province = "coalesce(province, 0)" if has_province else "0"
    quantity = "coalesce(sum(quantity), 0)::DOUBLE" if scan.has_quantity else "0.0"
    return _read(
        generation,
        f"""SELECT country, year, {province} AS province, sum(value)::DOUBLE AS value, {quantity} AS quantity
            FROM {scan.source} AND country IS NOT NULL GROUP BY ALL""",
        scan.parameters,
    )


def _read(generation: Generation, statement: str, parameters: tuple[object, ...]) -> dict[str, Floats]:
    found = generation.columns(statement, parameters)
    return {name: np.asarray(np.ma.filled(column, 0), dtype=np.float64) for name, column in found.items()}


def _only(rows: dict[str, Floats], provinces: tuple[int, ...]) -> dict[str, Floats]:
    kept = np.isin(rows["province"], provinces)
    return {name: column[kept] for name, column in rows.items()}


def _unit(generation: Generation, selection: Selection, context: Context) -> int | None:
    """The one unit of the product; None where quantities cannot be added."""
    if min(len(prefix) for prefix in selection.hs) < _LEAST_DIGITS_WITH_QUANTITY or selection.years is None:
        return None
    units = find_units(generation, selection, context, selection.years)
    return units.unit if units.state is UnitState.ONE else None


def _empty(basis: Basis) -> PartnerPanel:
    none = np.zeros((0, 0))
    return PartnerPanel(basis, (), (), none, none, None, none, None, np.zeros((0, 0, CHAPTERS)))
