from __future__ import annotations

from decimal import Decimal

import pytest

from app.engine.codes.payload import read_payload
from app.engine.screening.columns import Part
from app.engine.screening.declaration import Term
from app.engine.screening.form import part_problem, read_form
from app.engine.screening.prefill import prefilled
from app.engine.store.selection import Direction

TYPED = {
    Part.HS: "2709000000",
    Part.DIRECTION: "进口",
    Part.TERM: "CIF",
    Part.FIRST_QUANTITY: "1,000",
    Part.FIRST_UNIT: "千克",
    Part.TOTAL: "400",
    Part.CURRENCY: "美元",
}


def test_a_typed_declaration_is_read_as_one_of_a_file() -> None:
    read = read_form({**TYPED, Part.NAME: " "})

    assert read.problems == {}
    assert read.declaration is not None
    assert (read.declaration.hs, read.declaration.term, read.declaration.total) == (
        "27090000",
        Term.CIF,
        Decimal(400),
    )


def test_every_field_that_cannot_be_read_is_named_at_once() -> None:
    read = read_form({**TYPED, Part.TOTAL: "many", Part.CURRENCY: "shells"})

    assert read.declaration is None
    assert {part: problem.code for part, problem in read.problems.items()} == {
        Part.TOTAL: "price.batch_number",
        Part.CURRENCY: "screening.currency_unknown",
    }


def test_a_form_without_code_or_direction_is_none_yet() -> None:
    for part in (Part.HS, Part.DIRECTION):
        read = read_form({other: text for other, text in TYPED.items() if other is not part})

        assert read.declaration is None
        assert read.problems == {}


@pytest.mark.parametrize(
    ("part", "text"),
    [(Part.UNIT, "hogsheads"), (Part.SECOND_UNIT, "x"), (Part.HS, "abc"), (Part.DIRECTION, "up"), (Part.MODE, "9999")],
)
def test_a_field_is_checked_by_itself(part: Part, text: str) -> None:
    assert part_problem(part, text) is not None


def test_the_text_of_a_code_fills_the_form() -> None:
    told = prefilled(
        read_payload("报关单号=531620210001; 商品编码=2709000000; 进出口=出口; 贸易伙伴=日本; 数量=1000; 成交方式=FOB")
    )

    assert told[Part.NUMBER] == "531620210001"
    assert told[Part.DESTINATION] == "日本"
    assert (told[Part.FIRST_QUANTITY], told[Part.TERM]) == ("1000", "FOB")
    read = read_form(told).declaration
    assert read is not None
    assert read.direction is Direction.EXPORT


def test_a_code_that_is_no_declaration_fills_in_nothing_but_its_number() -> None:
    assert prefilled(read_payload("https://example.org/a")) == {}
    assert prefilled(read_payload("531620210001531620")) == {Part.NUMBER: "531620210001531620"}
