"""Names of members and columns that all analyses write alike."""

from __future__ import annotations

from app.engine.messages import Language, text
from app.engine.reports.tables import Column, Kind
from app.engine.store.dimensions import Dimension, member_key
from app.engine.store.members import member_name
from app.engine.store.selection import Direction, Selection

MEMBER_DIMENSIONS = (Dimension.COUNTRY, Dimension.PROVINCE, Dimension.MODE, Dimension.HS2, Dimension.HS4)


def dimension_name(dimension: Dimension, language: Language) -> str:
    """As the cross table calls it."""
    return text(f"explore.dimension_{dimension.value}", language)


def named_member(dimension: Dimension, code: int, selection: Selection, language: Language) -> str:
    """The name; products with their code before it."""
    name = member_name(dimension, code, language, is_import=selection.direction is Direction.IMPORT)
    return f"{member_key(dimension, code)} {name}".strip() if dimension.hs_digits else name


def column(name: str, language: Language, kind: Kind = Kind.NUMBER) -> Column:
    """A column under the title query.column_…"""
    return Column(text(f"query.column_{name}", language), kind)


def year_text(year: int | None, language: Language) -> str:
    """The year; all years for none."""
    return text("query.all_years", language) if year is None else str(year)
