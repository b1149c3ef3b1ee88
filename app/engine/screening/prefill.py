"""What the text of a scanned code says of a declaration, as texts for its fields."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from app.engine.codes.payload import Payload
from app.engine.records.layout import DIRECTION_WORDS, Field
from app.engine.records.whole_tables import WholeTable
from app.engine.screening.columns import Part, proposed_columns
from app.engine.store.selection import Direction

_OF_FIELDS = {
    Field.HS: Part.HS,
    Field.DIRECTION: Part.DIRECTION,
    Field.PROVINCE: Part.PLACE,
    Field.MODE: Part.MODE,
    Field.PERIOD: Part.DECLARED_ON,
    Field.QUANTITY: Part.FIRST_QUANTITY,
    Field.UNIT: Part.FIRST_UNIT,
    Field.QUANTITY_2: Part.SECOND_QUANTITY,
    Field.UNIT_2: Part.SECOND_UNIT,
    Field.UNIT_PRICE: Part.UNIT_PRICE,
    Field.VALUE: Part.TOTAL,
    Field.CURRENCY: Part.CURRENCY,
}


def prefilled(payload: Payload) -> Mapping[Part, str]:
    """Raw texts by field, which the form checks as if they had been typed; empty for what is no declaration."""
    told = {_OF_FIELDS[field]: text for field, text in payload.fields.items() if field in _OF_FIELDS}
    if payload.number:
        told[Part.NUMBER] = payload.number
    keys = tuple(payload.extra)
    named = proposed_columns(WholeTable(keys, (), MappingProxyType({})))
    told |= {part: payload.extra[keys[place]] for part, place in named.items()}
    partner = payload.fields.get(Field.PARTNER)
    if partner is not None:
        is_export = DIRECTION_WORDS.get(told.get(Part.DIRECTION, "").casefold()) == Direction.EXPORT.value
        told.setdefault(Part.DESTINATION if is_export else Part.ORIGIN, partner)
    return MappingProxyType({part: text.strip() for part, text in told.items() if text.strip()})
