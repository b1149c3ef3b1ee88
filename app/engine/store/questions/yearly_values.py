"""The values of a dimension's members in each year as columns, for indicators over very many members."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from app.engine.store.answers import Basis
from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Generation, Store
from app.engine.store.questions.choosing import Choice, choose
from app.engine.store.scan import plan_scan
from app.engine.store.selection import Selection


@dataclass(frozen=True, slots=True)
class YearValues:
    """Members with a positive value in one year, and these values."""

    members: NDArray[np.int64]
    values: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class YearlyValues:
    """Years in order; records that do not tell the member are left out."""

    basis: Basis
    years: Mapping[int, YearValues]


def yearly_values(store: Store, selection: Selection, dimension: Dimension) -> YearlyValues:
    """Every member in every year of the selection."""
    return store.ask(partial(_yearly_values, selection=selection, dimension=dimension))


def _yearly_values(generation: Generation, *, selection: Selection, dimension: Dimension) -> YearlyValues:
    choice = choose(generation, selection, [dimension])
    if not isinstance(choice, Choice):
        return YearlyValues(choice, {})
    scan = plan_scan(generation, selection, [choice.context], [dimension])
    columns = generation.columns(
        f"""SELECT {scan.column(dimension)} AS member, year, sum(value)::DOUBLE AS value
            FROM {scan.source} AND member IS NOT NULL
            GROUP BY member, year HAVING sum(value) > 0 ORDER BY year, member""",
        scan.parameters,
    )
    members, years, values = (np.ma.filled(columns[name], 0) for name in ("member", "year", "value"))
    found = {
        int(year): YearValues(members[years == year].astype(np.int64), values[years == year].astype(np.float64))
        for year in np.unique(years)
    }
    return YearlyValues(choice.basis, found)
