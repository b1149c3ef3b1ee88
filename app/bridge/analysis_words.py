"""Members, columns and tables as all analyses write them, from the fields of an answer's rows."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import is_dataclass
from decimal import Decimal

from app.bridge import dashboard_amounts as amounts
from app.bridge.charts.cards import Format, Measure
from app.engine.messages import Language, text
from app.engine.reports.tables import Cell, Column, Kind, Table
from app.engine.store.answers import Basis
from app.engine.store.dimensions import Dimension, member_key
from app.engine.store.members import member_name
from app.engine.store.selection import Direction, Selection

MEMBER_DIMENSIONS = (Dimension.COUNTRY, Dimension.PROVINCE, Dimension.MODE, Dimension.HS2, Dimension.HS4)
_LEGEND = 14
_POINT_DIGITS = 10  # where a ratio of doubles ends to be exact
_MONEY = frozenset(
    "before after change value exports imports balance excess price_effect volume_effect other_effect".split()
)
_SHARES = frozenset(
    "growth yearly_growth share_of_change share_before share_after survival low high share"
    " covered_before covered_after theil_share national_share world_share level_change largest_share".split()
)
_POINTS = frozenset({"contribution", "shift"})
_WHOLE = frozenset("members items relations active new vanished at_risk ended censored diversity ubiquity".split())
_TEXTS = frozenset("direction year base_year edition codes link at kind nearest name".split())


def dimension_name(dimension: Dimension, language: Language) -> str:
    """As the cross table calls it."""
    return text(f"explore.dimension_{dimension.value}", language)


def by_dimension(dimension: Dimension, language: Language) -> str:
    """What a chart or a table is by; a name within a sentence begins small."""
    name = dimension_name(dimension, language)
    return text("analysis.by_dimension", language, dimension=name[:1].lower() + name[1:])


def named_member(dimension: Dimension, code: int | None, selection: Selection, language: Language) -> str:
    """The name; products with their code before it, and words for records that do not tell the member."""
    if code is None:
        return text("query.member_untold", language)
    name = member_name(dimension, code, language, is_import=selection.direction is Direction.IMPORT)
    return f"{member_key(dimension, code)} {name}".strip() if dimension.hs_digits else name


def shortened(name: str) -> str:
    """Short enough for a legend, which writes names in full."""
    return name if len(name) <= _LEGEND else f"{name[: _LEGEND - 1]}…"


def money(basis: Basis, language: Language) -> Measure:
    """Amounts in the currency of the answer."""
    currency = basis.context.currency if basis.context else None
    return Measure(Format.AMOUNT, amounts.currency_name(currency, language))


def said_money(value: object, basis: Basis, language: Language) -> str:
    """An amount with its sign and currency, for a sentence."""
    number = float(str(value))
    sign = "+" if number > 0 else ""
    return f"{sign}{amounts.amount(number, language)} {money(basis, language).unit}".strip()


def table_of(
    title: str,
    rows: Sequence[object],
    fields: Sequence[str],
    basis: Basis,
    language: Language,
    *,
    members: Mapping[str, Dimension] | None = None,
    titles: Mapping[str, str] | None = None,
) -> Table:
    """A table of the rows' fields, those of nested figures too; `members` names the fields that are codes.

    `titles` gives the codes of titles that differ from those of the command line.
    """
    codes = titles or {}
    known = members or {}
    named = [text(codes.get(field, f"query.column_{field}"), language) for field in fields]
    columns = tuple(
        Column(name[:1].upper() + name[1:], _kind(field, known)) for name, field in zip(named, fields, strict=True)
    )

    cells = [tuple(_cell(row, field, known, basis.selection, language) for field in fields) for row in rows]
    return Table(title, columns, cells)


def _kind(field: str, members: Mapping[str, Dimension]) -> Kind:
    if field in members or field in _TEXTS:
        return Kind.TEXT
    if field in _MONEY:
        return Kind.MONEY
    if field in _SHARES:
        return Kind.SHARE
    if field in _POINTS:
        return Kind.POINTS
    return Kind.INTEGER if field in _WHOLE else Kind.NUMBER


def _cell(row: object, field: str, members: Mapping[str, Dimension], selection: Selection, language: Language) -> Cell:
    value = _value(row, field)
    dimension = members.get(field)
    if dimension is not None:
        if isinstance(value, tuple):
            return text("data.comma", language).join(member_key(dimension, code) for code in value)
        return named_member(dimension, value if isinstance(value, int) else None, selection, language)
    if isinstance(value, Direction):
        return text(f"dashboard.{value.value}s", language)
    if isinstance(value, enum.Enum):
        return str(value.value)
    if field in _TEXTS:
        return None if value is None else str(value)
    if field in _POINTS and isinstance(value, float):
        return round(value * 100, _POINT_DIGITS)
    return value if isinstance(value, int | float | Decimal | str) else None


def _value(row: object, field: str) -> object:
    """The field itself, or that of a nested figure."""
    if hasattr(row, field):
        return getattr(row, field)
    nested = (getattr(row, name) for name in getattr(row, "__dataclass_fields__", {}))
    return next((getattr(one, field) for one in nested if is_dataclass(one) and hasattr(one, field)), None)
