"""Who delivers what: the value of every product by partner, in all years and in the first and the last of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from app.engine.store.answers import Basis
from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Column, Generation, Store
from app.engine.store.questions.choosing import Choice, choose
from app.engine.store.questions.member_facts import Integers, Reals
from app.engine.store.scan import plan_scan
from app.engine.store.selection import Selection


@dataclass(frozen=True, slots=True, eq=False)
class ProductPartners:
    """Sums of known products and partners, sorted by both; years are None where nothing was found."""

    basis: Basis
    level: Dimension
    products: Integers
    partners: Integers
    values: Reals
    first_values: Reals
    last_values: Reals
    first_year: int | None
    last_year: int | None


def product_partners(store: Store, selection: Selection, level: Dimension) -> ProductPartners:
    """Every product of an HS level with each of its partners, in one context."""
    return store.ask(partial(_product_partners, selection=selection, level=level))


def _product_partners(generation: Generation, *, selection: Selection, level: Dimension) -> ProductPartners:
    choice = choose(generation, selection, [level, Dimension.COUNTRY])
    if not isinstance(choice, Choice):
        return _answer(choice, level, {}, None, None)
    context = choice.context
    years = [period.year for period in generation.facts.periods_of(selection) if period.context == context.id]
    scan = plan_scan(generation, selection, [context], [level, Dimension.COUNTRY])
    product, country = scan.column(level), scan.column(Dimension.COUNTRY)
    columns = generation.columns(
        f"""SELECT {product}::INTEGER AS product, {country}::INTEGER AS partner, sum(value)::DOUBLE AS value,
                coalesce(sum(value) FILTER (WHERE year = ?), 0)::DOUBLE AS first_value,
                coalesce(sum(value) FILTER (WHERE year = ?), 0)::DOUBLE AS last_value
            FROM {scan.source} AND {product} IS NOT NULL AND {country} IS NOT NULL
            GROUP BY product, partner ORDER BY product, partner""",
        [min(years), max(years), *scan.parameters],
    )
    return _answer(choice.basis, level, columns, min(years), max(years))


def _answer(
    basis: Basis, level: Dimension, columns: dict[str, Column], first: int | None, last: int | None
) -> ProductPartners:
    def reals(name: str) -> Reals:
        return np.asarray(np.ma.filled(columns.get(name, np.ma.zeros(0)), 0.0), dtype=np.float64)

    return ProductPartners(
        basis=basis,
        level=level,
        products=reals("product").astype(np.int64),
        partners=reals("partner").astype(np.int64),
        values=reals("value"),
        first_values=reals("first_value"),
        last_values=reals("last_value"),
        first_year=first,
        last_year=last,
    )
