"""Dependence on partners: products of which one partner holds more than a given share, by bands of concentration."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from app.engine.analysis.bands import Band, band_of
from app.engine.errors import UsageError
from app.engine.store.answers import Basis
from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Store
from app.engine.store.questions.member_facts import Reals
from app.engine.store.questions.product_partners import ProductPartners, product_partners
from app.engine.store.selection import Direction, Selection

LEVELS = (Dimension.HS2, Dimension.HS4, Dimension.HS6)
USUAL_THRESHOLD = 0.5


@dataclass(frozen=True, slots=True)
class Held:
    """A product with the partner that holds most of it; shares are of all partners in the selection."""

    product: int
    partner: int
    share: float
    second: int | None  # the next largest partner
    second_share: float
    share_first: float | None  # of the same partner in the first year; None where there is one year, or no trade in it
    share_last: float | None
    partners: int
    hhi: float
    value: float  # of the product
    held_value: float  # of it, what the partner holds

    @property
    def band(self) -> Band:
        """How concentrated its partners are."""
        return band_of(self.hhi)

    @property
    def effective_partners(self) -> float:
        """As many equal partners would be as concentrated."""
        return 1 / self.hhi


@dataclass(frozen=True, slots=True)
class Holder:
    """A partner with all products of which it holds more than the threshold."""

    partner: int
    products: int
    by_band: dict[Band, int]
    value: float  # what it holds of them


@dataclass(frozen=True, slots=True)
class BandSum:
    """All products of one band, and those of them that one partner holds."""

    products: int
    value: float
    held: int
    held_value: float


@dataclass(frozen=True, slots=True)
class Dependence:
    """Held products, those with the largest held value first; holders and sums are those of all partners."""

    basis: Basis
    level: Dimension
    direction: Direction
    threshold: float
    years: tuple[int, int] | None
    held: tuple[Held, ...]
    holders: tuple[Holder, ...]
    bands: dict[Band, BandSum]

    @property
    def products(self) -> int:
        """How many products there are."""
        return sum(band.products for band in self.bands.values())

    @property
    def value(self) -> float:
        """What all products are worth."""
        return sum(band.value for band in self.bands.values())

    @property
    def held_products(self) -> int:
        """How many of them one partner holds."""
        return sum(band.held for band in self.bands.values())

    @property
    def held_value(self) -> float:
        """What the holders hold of held products."""
        return sum(band.held_value for band in self.bands.values())


def find_dependence(
    store: Store, selection: Selection, *, level: Dimension = Dimension.HS4, threshold: float = USUAL_THRESHOLD
) -> Dependence:
    """Held products of imports, or of exports where these are selected; with partners selected, those that they hold.

    Shares are always of all partners. UsageError for a threshold outside 0 to 1, or another level.
    """
    if not 0 < threshold <= 1:
        raise UsageError("dependence.threshold_impossible", given=f"{threshold:g}")
    if level not in LEVELS:
        raise UsageError("dependence.level_unknown", given=level.value, known=", ".join(each.value for each in LEVELS))
    direction = selection.direction or Direction.IMPORT
    everyone = replace(selection, direction=direction, countries=())
    facts = product_partners(store, everyone, level)
    every = _leaders(facts)
    held = sorted((each for each in every if each.share >= threshold), key=lambda each: -each.held_value)
    listed = (each for each in held if not selection.countries or each.partner in selection.countries)
    return Dependence(
        basis=facts.basis,
        level=level,
        direction=direction,
        threshold=threshold,
        years=None if facts.first_year is None or facts.last_year is None else (facts.first_year, facts.last_year),
        held=tuple(listed),
        holders=_holders(held),
        bands={band: _band_sum(every, held, band) for band in Band},
    )


def _leaders(facts: ProductPartners) -> list[Held]:
    """Each product with any value."""
    products, starts = np.unique(facts.products, return_index=True)
    ends = [*starts.tolist(), len(facts.products)][1:]
    found = (
        _leader(facts, product, slice(start, end))
        for product, start, end in zip(products.tolist(), starts.tolist(), ends, strict=True)
    )
    return [each for each in found if each is not None]


def _leader(facts: ProductPartners, product: int, rows: slice) -> Held | None:
    values = facts.values[rows]
    total = float(values.sum())
    if total <= 0:
        return None
    order = np.argsort(-values, kind="stable")
    first = int(order[0])
    second = int(order[1]) if len(order) > 1 and values[order[1]] > 0 else None
    has_years = facts.first_year != facts.last_year
    return Held(
        product=product,
        partner=int(facts.partners[rows][first]),
        share=float(values[first] / total),
        second=None if second is None else int(facts.partners[rows][second]),
        second_share=0.0 if second is None else float(values[second] / total),
        share_first=_share(facts.first_values[rows], first) if has_years else None,
        share_last=_share(facts.last_values[rows], first) if has_years else None,
        partners=int((values > 0).sum()),
        hhi=float(((values / total) ** 2).sum()),
        value=total,
        held_value=float(values[first]),
    )


def _share(values: Reals, place: int) -> float | None:
    total = float(values.sum())
    return float(values[place]) / total if total > 0 else None


def _holders(held: list[Held]) -> tuple[Holder, ...]:
    by_partner: dict[int, list[Held]] = {}
    for each in held:
        by_partner.setdefault(each.partner, []).append(each)
    found = [
        Holder(
            partner=partner,
            products=len(products),
            by_band={band: sum(each.band is band for each in products) for band in Band},
            value=sum(each.held_value for each in products),
        )
        for partner, products in by_partner.items()
    ]
    return tuple(sorted(found, key=lambda holder: -holder.value))


def _band_sum(every: list[Held], held: list[Held], band: Band) -> BandSum:
    inside = [each for each in every if each.band is band]
    caught = [each for each in held if each.band is band]
    return BandSum(
        products=len(inside),
        value=sum(each.value for each in inside),
        held=len(caught),
        held_value=sum(each.held_value for each in caught),
    )
