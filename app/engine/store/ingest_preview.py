"""The first rows of a file as an import would read them, without keeping anything."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import duckdb

from app.engine.errors import InputError
from app.engine.store.databases import open_memory
from app.engine.store.ingest_columns import looked_up_dimensions
from app.engine.store.ingest_plan import IngestPlan, Spelling
from app.engine.store.ingest_sql import preview_statement, source_parameters
from app.engine.store.lookups import LookupCache


@dataclass(frozen=True, slots=True)
class TypedRow:
    """One row: cells as they stand and what they mean; None where that is not known. `rule` would reject the row."""

    cells: tuple[str, ...]
    rule: str | None
    hs: str | None
    hs_is_known: bool
    quantity: Decimal | None
    quantity_2: Decimal | None
    value: Decimal | None
    year: int | None
    month: int | None
    direction: int | None
    currency: str | None
    members: Mapping[str, Spelling | None]


def typed_rows(plan: IngestPlan, *, limit: int) -> list[TypedRow]:
    """Rows in the order of the file; rules that compare rows with each other are not tried."""
    dimensions = looked_up_dimensions(plan)
    # One thread reads the rows in their order
    with contextlib.closing(open_memory(threads=1)) as connection:
        try:
            lookups = LookupCache().lookups(connection, plan)
            statement = preview_statement(plan, lookups=lookups, limit=limit)
            rows = connection.execute(statement, source_parameters(plan)).fetchall()
        except duckdb.InvalidInputException as error:
            raise InputError(
                "import.text_unreadable", file=plan.source.name, reason=str(error).splitlines()[0]
            ) from error
    spellings = [lookups.codings[name].spellings for name in dimensions]
    return [_typed_row(plan, dict(zip(dimensions, spellings, strict=True)), row) for row in rows]


def _typed_row(plan: IngestPlan, spellings: Mapping[str, tuple[Spelling, ...]], row: tuple[Any, ...]) -> TypedRow:
    raw, rule, hs, hs_is_known, quantity, quantity_2, value, year, month, direction, currency, codes = row
    meant = zip(spellings.items(), codes, strict=False)
    return TypedRow(
        cells=tuple(cell or "" for cell in raw),
        rule=plan.rules[rule - 1].id if rule else None,
        hs=hs,
        hs_is_known=bool(hs_is_known),
        quantity=quantity,
        quantity_2=quantity_2,
        value=value,
        year=year,
        month=month,
        direction=direction,
        currency=currency,
        members={name: known[code - 1] if code else None for (name, known), code in meant},
    )
