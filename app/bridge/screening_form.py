"""The fields of the declaration form in the order in which it prints them."""

from __future__ import annotations

from app.engine.screening.columns import Part

# In the order of the printed form; two to a line
FORM_ROWS: tuple[tuple[Part, ...], ...] = (
    (Part.NUMBER, Part.DECLARED_ON),
    (Part.DIRECTION, Part.MODE),
    (Part.TRADER, Part.PLACE),
    (Part.HS, Part.NAME),
    (Part.ORIGIN, Part.DESTINATION),
    (Part.TERM, Part.CURRENCY),
    (Part.FREIGHT, Part.INSURANCE),
    (Part.OTHER, Part.GROSS),
    (Part.QUANTITY, Part.UNIT),
    (Part.FIRST_QUANTITY, Part.FIRST_UNIT),
    (Part.SECOND_QUANTITY, Part.SECOND_UNIT),
    (Part.UNIT_PRICE, Part.TOTAL),
)
