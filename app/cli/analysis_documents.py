"""JSON objects of indicators: rows by the names of their fields, members by key and name, and how all is computed."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Protocol

from app.cli.query_documents import Document, answer_document, member_document, rounded
from app.engine import messages
from app.engine.messages import Language
from app.engine.store.answers import Basis
from app.engine.store.dimensions import Dimension
from app.engine.store.selection import Direction

_PARTS = ("formula", "source", "caveat")


class Line(Protocol):
    """Any dataclass."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


def explanation(name: str, language: Language) -> Document:
    """Formula, published source and caveat of an indicator."""
    return {part: messages.text(f"analysis.{part}_{name}", language) for part in _PARTS}


def indicator_document(
    name: str, basis: Basis, rows: Sequence[Line], members: Mapping[str, Dimension], language: Language
) -> Document:
    """As every answer in one context, with the explanation; `members` names the fields that are codes of members."""
    is_import = basis.selection.direction is Direction.IMPORT
    documents = [row_document(row, members, language, is_import=is_import) for row in rows]
    return answer_document(documents, basis, [], language) | {"explanation": explanation(name, language)}


def row_document(
    row: Line, members: Mapping[str, Dimension], language: Language, *, is_import: bool = False
) -> Document:
    """A row with what it holds, nested figures beside the others; a member that is not told has the key null."""
    document: Document = {}
    for field in dataclasses.fields(row):
        value = getattr(row, field.name)
        dimension = members.get(field.name)
        if dimension is not None:
            document[field.name] = _member(dimension, value, language, is_import=is_import)
        elif dataclasses.is_dataclass(value) and not isinstance(value, type):
            document |= row_document(value, members, language, is_import=is_import)
        elif isinstance(value, enum.Enum):
            document[field.name] = value.value
        else:
            document[field.name] = rounded(value) if isinstance(value, float) else value
    return document


def _member(dimension: Dimension, value: object, language: Language, *, is_import: bool) -> object:
    if value is None:
        return {"key": None, "name": messages.text("query.member_untold", language)}
    if isinstance(value, tuple):
        return [member_document(dimension, code, language, is_import=is_import) for code in value]
    return member_document(dimension, int(str(value)), language, is_import=is_import)
