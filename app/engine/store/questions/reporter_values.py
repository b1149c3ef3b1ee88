"""Values by reporting country and product, where one source holds several reporters, as BACI and Comtrade may."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from app.engine.store.answers import Basis
from app.engine.store.contexts import Context
from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Generation, Store
from app.engine.store.questions.top import last_year_of
from app.engine.store.scan import plan_scan
from app.engine.store.selection import Selection, Years


@dataclass(frozen=True, slots=True)
class ReportersAnswer:
    """Reporters (customs codes) and products that occur, and the value of each pair; none without several reporters."""

    basis: Basis
    dimension: Dimension
    reporters: NDArray[np.int64]
    products: NDArray[np.int64]
    values: NDArray[np.float64]


def reporter_values(store: Store, selection: Selection, dimension: Dimension, *, reporter: int) -> ReportersAnswer:
    """Of the source with most reporters, this one among them; in the selected years, or in its last."""
    return store.ask(partial(_reporter_values, selection=selection, dimension=dimension, reporter=reporter))


def _reporter_values(
    generation: Generation, *, selection: Selection, dimension: Dimension, reporter: int
) -> ReportersAnswer:
    contexts = _largest_group(generation, selection, dimension, reporter)
    own = next((context for context in contexts if context.reporter == reporter), None)
    if own is None:
        nobody = np.zeros(0, np.int64)
        return ReportersAnswer(Basis(selection, None, ()), dimension, nobody, nobody, np.zeros((0, 0)))
    last = last_year_of(generation, selection, own)
    selection = replace(selection, years=selection.years or Years(last, last))
    scan = plan_scan(generation, selection, contexts, [dimension])
    rows = generation.rows(
        f"""SELECT {scan.context_columns}, {scan.column(dimension)} AS product, sum(value)::DOUBLE AS value
            FROM {scan.source} AND product IS NOT NULL GROUP BY ALL""",
        scan.parameters,
    )
    # A scan over records tells contexts apart by several columns
    found = [(scan.contexts.get(tuple(keys)), product, value) for *keys, product, value in rows]
    told = [(one.reporter, int(str(p)), float(str(v))) for one, p, v in found if one and one.reporter is not None]
    reporters, row_of = np.unique(np.array([code for code, _, _ in told], np.int64), return_inverse=True)
    products, column_of = np.unique(np.array([code for _, code, _ in told], np.int64), return_inverse=True)
    values = np.zeros((len(reporters), len(products)))
    np.add.at(values, (row_of, column_of), [value for _, _, value in told])
    return ReportersAnswer(Basis(selection, own, ()), dimension, reporters, products, values)


def _largest_group(generation: Generation, selection: Selection, dimension: Dimension, reporter: int) -> list[Context]:
    """Contexts of one source, currency and HS level with different reporters, as many as there are."""
    held = {period.context for period in generation.facts.periods_of(selection)}
    groups: dict[tuple[object, ...], dict[int, Context]] = {}
    for context in generation.facts.contexts:
        if context.id in held and context.reporter is not None and context.holds(dimension):
            key = (context.source, context.dimensions, context.currency, context.hs_level)
            groups.setdefault(key, {})[context.reporter] = context
    able = [list(group.values()) for group in groups.values() if reporter in group and len(group) > 1]
    return max(able, key=len, default=[])
