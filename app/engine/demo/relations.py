"""Who trades what: a sparse set of commodity × country relations that lasts over the years."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.engine.demo.affinity import affinity_matrix
from app.engine.demo.facts import YEARS, Margins, read_affinities
from app.engine.demo.hashing import Codes, Floats, hashed_normal, hashed_uniform
from app.engine.demo.products import Products

_LASTING_SHARE = 0.72  # relations that exist in all ten years; the others begin late or end early
_BREADTH_EXPONENT = 0.85
_PROMINENCE = 200.0  # how surely a country has a relation in what makes up most of its trade


@dataclass(frozen=True, slots=True)
class Relations:
    """Sorted by country, then by falling record weight; years are positions in `YEARS`, the end exclusive."""

    country: NDArray[np.int16]
    product: NDArray[np.int32]
    record_weight: Floats
    value_weight: Floats
    quality: Floats
    home: Floats
    first_year: NDArray[np.int8]
    end_year: NDArray[np.int8]

    def alive(self, year: int) -> NDArray[np.intp]:
        """Positions of the relations that exist in a year."""
        at = YEARS.index(year)
        return np.flatnonzero((self.first_year <= at) & (at < self.end_year))


def build_relations(
    products: Products, margins: Margins, *, direction: str, records_per_year: float, seed: int
) -> Relations:
    """Relations enough for `records_per_year`: each country trades about its records to the power 0.85."""
    countries = margins.countries
    shares = countries.records.sum(axis=0) / countries.records.sum()
    tilt = affinity_matrix(read_affinities(direction, "country"), products.hs8, countries.codes)
    in_all_years = products.since_2017 & ~products.is_unlisted
    salt = f"{direction}/{seed}"
    parts = []
    for position, code in enumerate(countries.codes):
        breadth = _breadth(shares[position] * records_per_year, len(products.hs8))
        partner = np.full(len(products.hs8), code)
        liking = 1.1 * hashed_normal(f"{salt}/liking", products.hs8, partner)
        trade = products.value_weight[direction] * tilt[:, position]
        prominence = 1.0 + _PROMINENCE * trade / trade.sum()
        weight = products.record_weight * tilt[:, position].astype(np.float64) ** 0.6 * np.exp(liking)
        weight *= np.sqrt(prominence)
        keys = (
            np.log(weight)
            + np.log(prominence)
            - np.log(-np.log(hashed_uniform(f"{salt}/chosen", products.hs8, partner)))
        )
        # one relation of each country exists in every year, so that no year lacks it
        core = int(np.argmax(np.where(in_all_years, keys, -np.inf)))
        keys[core] = np.inf
        chosen = np.argpartition(keys, -breadth)[-breadth:]
        chosen = chosen[np.argsort(-weight[chosen], kind="stable")]
        calm = 1.0 / (1.0 + 0.6 * np.log(prominence[chosen]))
        chance = 0.6 * liking[chosen] + 0.7 * hashed_normal(f"{salt}/value", products.hs8[chosen], partner[chosen])
        value = trade[chosen] * np.exp(calm * chance)
        parts.append(
            (np.full(breadth, position, np.int16), chosen.astype(np.int32), weight[chosen], value, chosen == core)
        )
    country, product, weight, value, is_core = (np.concatenate(column) for column in zip(*parts, strict=True))
    first, end = _lifetimes(salt, products.hs8[product], countries.codes[country])
    first, end = np.where(is_core, 0, first), np.where(is_core, len(YEARS), end)
    starts_2017 = products.is_unlisted[product]
    ends_2016 = ~products.since_2017[product]
    return Relations(
        country=country,
        product=product,
        record_weight=weight,
        value_weight=value,
        quality=hashed_normal(f"{salt}/quality", products.hs8[product], countries.codes[country]),
        home=hashed_uniform(f"{salt}/home", products.hs8[product], countries.codes[country]),
        first_year=np.where(starts_2017, np.maximum(first, YEARS.index(2017)), first).astype(np.int8),
        end_year=np.where(ends_2016, np.minimum(end, YEARS.index(2017)), end).astype(np.int8),
    )


def _breadth(records: float, limit: int) -> int:
    return int(np.clip(np.ceil(records**_BREADTH_EXPONENT), 1, int(0.9 * limit)))


def _lifetimes(salt: str, hs8: Codes, partner: Codes) -> tuple[Codes, Codes]:
    """First year and end as positions; half of the passing relations begin late, half end early."""
    kind = hashed_uniform(f"{salt}/lifetime", hs8, partner)
    when = 1 + (hashed_uniform(f"{salt}/turn", hs8, partner) * (len(YEARS) - 1)).astype(np.int64)
    middle = (1 + _LASTING_SHARE) / 2
    first = np.where((kind > _LASTING_SHARE) & (kind <= middle), when, 0)
    end = np.where(kind > middle, when, len(YEARS))
    return first, end
