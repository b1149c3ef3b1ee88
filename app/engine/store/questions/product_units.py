"""In which units the selected products are counted: only one of them makes their quantities addable."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace
from typing import cast

from app.engine.store.contexts import Context
from app.engine.store.open_store import Generation
from app.engine.store.questions.held_sums import held_units
from app.engine.store.scan import plan_scan
from app.engine.store.selection import Selection, Years

_LEAST_DIGITS = 2
_UNIT = "unit"


class UnitState(enum.Enum):
    """Whether quantities of the selected products can be added, or why not."""

    ONE = "one"
    SEVERAL = "several"
    NOT_TOLD = "not_told"
    NO_PRODUCT = "no_product"


@dataclass(frozen=True, slots=True)
class ProductUnits:
    """The unit's id where all selected products share it, else how many there are (0: not known)."""

    state: UnitState
    unit: int | None = None
    count: int = 0


def find_units(generation: Generation, selection: Selection, context: Context, years: Years) -> ProductUnits:
    """The units of the selected products in these years, whoever trades them."""
    if not selection.hs or min(len(prefix) for prefix in selection.hs) < _LEAST_DIGITS:
        return ProductUnits(UnitState.NO_PRODUCT)
    if _UNIT not in context.dimensions.split(","):
        return ProductUnits(UnitState.NOT_TOLD)
    products = replace(selection, years=years, countries=(), provinces=(), modes=())
    units = held_units(generation, products, context)
    if units is None:
        scan = plan_scan(generation, products, [context], (), with_unit=True)
        rows = cast(
            list[tuple[int | None]], generation.rows(f"SELECT DISTINCT unit FROM {scan.source}", scan.parameters)
        )
        units = {unit for (unit,) in rows}
    known = [unit for unit in units if unit is not None]
    if len(known) > 1:
        return ProductUnits(UnitState.SEVERAL, count=len(known))
    if len(known) < len(units) or not known:
        return ProductUnits(UnitState.NOT_TOLD)
    return ProductUnits(UnitState.ONE, unit=known[0], count=1)
