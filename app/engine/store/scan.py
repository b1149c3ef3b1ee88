"""Where the rows of a question come from: the smallest facet of the cube that tells enough, or the records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.engine.store.contexts import Context, needed_dimensions
from app.engine.store.cube_sql import FACETS, MEMBER_TYPES, Facet
from app.engine.store.dimensions import Dimension
from app.engine.store.generation_cube import source_of
from app.engine.store.manifest import Segment
from app.engine.store.open_store import CUBE, Generation
from app.engine.store.selection import Selection

# From few rows to many
_SMALLEST_FIRST = (
    "period", "mode", "province", "hs2", "country", "province_mode", "mode_hs2", "hs4", "province_hs2", "country_mode",
    "hs6", "country_province", "hs", "country_hs2", "province_mode_hs2", "country_province_mode", "country_mode_hs2",
    "mode_hs4", "province_hs4", "country_hs4", "detail",
)  # fmt: skip
_FREE = frozenset({Dimension.YEAR, Dimension.DIRECTION})
_MEMBER_DIGITS = {"hs2": 2, "hs4": 4, "hs6": 6}
# Shown instead of records where no segment can hold a matching one
_NO_RECORDS = (
    "SELECT 0::UINTEGER AS hs, 0::UTINYINT AS hs_level, 0::SMALLINT AS country, 0::UTINYINT AS province,"
    " 0::UTINYINT AS mode, 0::UTINYINT AS unit, 0::DECIMAL(24, 4) AS quantity, 0::DECIMAL(18, 3) AS value,"
    " 0::UTINYINT AS direction, 0::USMALLINT AS year, 0::UTINYINT AS month, 0::SMALLINT AS reporter,"
    " '' AS currency, 0 AS kind WHERE false"
)


@dataclass(frozen=True, slots=True)
class Scan:
    """FROM and WHERE of a question, with its parameters, and what to write for each figure.

    `context_columns` tell contexts apart in a scan over several; `contexts` maps their values back.
    """

    source: str
    parameters: tuple[object, ...]
    weight: str  # how many records a row stands for
    hs_column: str
    hs_digits: int
    context_columns: str
    contexts: dict[tuple[object, ...], Context]
    has_quantity: bool

    @property
    def records(self) -> str:
        """SQL for the number of records of a group."""
        return "count(*)" if self.weight == "1" else f"sum({self.weight})::BIGINT"

    def column(self, dimension: Dimension) -> str:
        """SQL for the member of a row."""
        digits = dimension.hs_digits
        if digits is None:
            return dimension.value
        if digits == self.hs_digits:
            return self.hs_column
        # the cast tells DuckDB how few values there can be, which lets it sum in arrays
        cast = "::UTINYINT" if digits == 2 else "::USMALLINT" if digits == 4 else "::UINTEGER"
        return f"({self.hs_column} // {10 ** (self.hs_digits - digits)}){cast}"


def plan_scan(
    generation: Generation,
    selection: Selection,
    contexts: Sequence[Context],
    dimensions: Iterable[Dimension],
    *,
    with_unit: bool = False,
) -> Scan:
    """The scan for one context, or for several of the same HS level; `with_unit` where quantities are needed."""
    facet = find_facet(generation, selection, contexts[0], dimensions, with_unit=with_unit)
    if facet is None:
        return plan_record_scan(generation, selection, contexts)
    digits, column = facet_hs(facet, contexts[0])
    filters = [f"context IN ({', '.join(str(context.id) for context in contexts)})"]
    conditions, parameters = conditions_of(selection, hs_column=column, hs_digits=digits)
    return Scan(
        source=f"{CUBE}.{facet.table} WHERE {' AND '.join(filters + conditions)}",
        parameters=tuple(parameters),
        weight="records",
        hs_column=column,
        hs_digits=digits,
        context_columns="context",
        contexts={(context.id,): context for context in contexts},
        has_quantity=facet.has_quantity,
    )


def find_facet(
    generation: Generation,
    selection: Selection,
    context: Context,
    dimensions: Iterable[Dimension],
    *,
    with_unit: bool = False,
) -> Facet | None:
    """The smallest facet that tells all needed dimensions apart; None when only records do."""
    needed = set(needed_dimensions(selection, dimensions)) - _FREE
    members = {dimension.value for dimension in needed if not dimension.hs_digits} | ({"unit"} if with_unit else set())
    digits = max((dimension.hs_digits or 0 for dimension in needed), default=0)
    facets = {facet.name: facet for facet in FACETS if facet.table in generation.facts.tables}
    for facet in (facets[name] for name in _SMALLEST_FIRST if name in facets):
        facet_digits, _ = facet_hs(facet, context)
        if members <= set(facet.members) and digits <= facet_digits:
            return facet
    return None


def plan_record_scan(generation: Generation, selection: Selection, contexts: Sequence[Context]) -> Scan:
    """The scan of the records themselves, in the segments that can hold any."""
    kinds = {kind: number for number, kind in enumerate(dict.fromkeys(_kind(context) for context in contexts))}
    selects = [
        f"SELECT {generation.record_columns(segment)}, {kinds[kind]} AS kind"
        f" FROM {generation.attach_segment(segment)}.kept_rows"
        for segment in generation.manifest.segments
        if (kind := (source_of(segment), ",".join(segment.dimensions))) in kinds and _may_match(segment, selection)
    ]
    level = contexts[0].hs_level or 0
    filters = [f"hs_level = {level}" if level else "hs_level IS NULL"]
    parameters: list[object] = []
    if len(contexts) == 1:
        filters.append("reporter IS NOT DISTINCT FROM ?::SMALLINT AND currency IS NOT DISTINCT FROM ?::VARCHAR")
        parameters += [contexts[0].reporter, contexts[0].currency]
    conditions, values = conditions_of(selection, hs_column="hs", hs_digits=level)
    return Scan(
        source=f"({' UNION ALL '.join(selects) or _NO_RECORDS}) WHERE {' AND '.join(filters + conditions)}",
        parameters=(*parameters, *values),
        weight="1",
        hs_column="hs",
        hs_digits=level,
        context_columns="kind, reporter, currency",
        contexts={(kinds[_kind(context)], context.reporter, context.currency): context for context in contexts},
        has_quantity=True,
    )


def _kind(context: Context) -> tuple[str, str]:
    return context.source, context.dimensions


def _may_match(segment: Segment, selection: Selection) -> bool:
    if selection.direction and selection.direction.value not in segment.directions:
        return False
    years = selection.years
    return years is None or any(years.first <= year <= years.last for year in segment.years)


def facet_hs(facet: Facet, context: Context) -> tuple[int, str]:
    """How many digits the facet's HS column has for this context (0: none it can use), and its name."""
    level = context.hs_level or 0
    for member in facet.members:
        digits = level if member == "hs" else _MEMBER_DIGITS.get(member, 0)
        if digits:
            return (digits if digits <= level else 0), member
    return 0, "NULL"


def conditions_of(selection: Selection, *, hs_column: str, hs_digits: int) -> tuple[list[str], list[object]]:
    """What a row must meet to be in the selection, with the parameters."""
    conditions: list[str] = []
    parameters: list[object] = []
    if selection.direction:
        conditions.append("direction = ?")
        parameters.append(selection.direction.id)
    if selection.years:
        conditions.append("year BETWEEN ? AND ?")
        parameters += [selection.years.first, selection.years.last]
    for column, members in (
        ("country", selection.countries),
        ("province", selection.provinces),
        ("mode", selection.modes),
    ):
        if members:
            # With numbers of another type, DuckDB would convert the column instead and read all of it
            typed = ", ".join(f"TRY_CAST(? AS {MEMBER_TYPES[column]})" for _ in members)
            conditions.append(f"{column} IN ({typed})")
            parameters += members
    if selection.hs:
        ranges = [prefix_range(prefix, hs_digits) for prefix in selection.hs]
        conditions.append(f"({' OR '.join(f'{hs_column} BETWEEN ? AND ?' for _ in ranges)})")
        parameters += [bound for bounds in ranges for bound in bounds]
    return conditions, parameters


def prefix_range(prefix: str, hs_digits: int) -> tuple[int, int]:
    """The first and the last code of so many digits that begins with the prefix."""
    width = 10 ** (hs_digits - len(prefix))
    return int(prefix) * width, (int(prefix) + 1) * width - 1
