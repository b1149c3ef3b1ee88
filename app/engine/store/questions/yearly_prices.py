"""How the unit price of a product was distributed in each year, with the prices that stand out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Generation, Row, Store
from app.engine.store.questions.choosing import Choice, choose
from app.engine.store.questions.unit_prices import price_columns
from app.engine.store.scan import plan_record_scan
from app.engine.store.selection import Selection

_MOST_OUTLIERS = 40
_FENCE = 1.5


@dataclass(frozen=True, slots=True)
class YearPrices:
    """Prices per base unit; outliers lie beyond 1.5 interquartile ranges of ln price, the farthest first."""

    year: int
    records: int
    lower_quartile: float
    median: float
    upper_quartile: float
    outliers: tuple[float, ...]


def yearly_prices(store: Store, selection: Selection, *, base_unit: int) -> list[YearPrices]:
    """One entry for each year with records in a unit of the family of `base_unit`, oldest first."""
    return store.ask(partial(_yearly_prices, selection=selection, base_unit=base_unit))


def _yearly_prices(generation: Generation, *, selection: Selection, base_unit: int) -> list[YearPrices]:
    choice = choose(generation, selection, [Dimension.COUNTRY] if selection.countries else [])
    if not isinstance(choice, Choice):
        return []
    scan = plan_record_scan(generation, selection, [choice.context])
    base, factor = price_columns()
    rows = generation.rows(
        f"""WITH priced AS (
                SELECT year, ln(value::DOUBLE / (quantity::DOUBLE * {factor})) AS price
                FROM {scan.source} AND quantity > 0 AND value > 0 AND {base} = ?
            ), years AS (
                SELECT year, count(*) AS records, quantile_cont(price, [0.25, 0.5, 0.75]) AS quartiles,
                    {_FENCE} * (quartiles[3] - quartiles[1]) AS reach
                FROM priced GROUP BY year
            )
            SELECT year, any_value(records), any_value(exp(quartiles[1])), any_value(exp(quartiles[2])),
                any_value(exp(quartiles[3])),
                (list(exp(price) ORDER BY abs(price - quartiles[2]) DESC, price)
                    FILTER (WHERE price < quartiles[1] - reach OR price > quartiles[3] + reach))[:{_MOST_OUTLIERS}]
            FROM priced JOIN years USING (year) GROUP BY year ORDER BY year""",
        [*scan.parameters, base_unit],
    )
    return [_year(row) for row in rows]


def _year(row: Row) -> YearPrices:
    year, records, lower, median, upper, outliers = row
    found = outliers if isinstance(outliers, list) else []
    return YearPrices(
        int(str(year)),
        int(str(records)),
        float(str(lower)),
        float(str(median)),
        float(str(upper)),
        tuple(float(price) for price in found),
    )
