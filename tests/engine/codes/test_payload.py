"""Payloads are data: known fields are found, everything else is shown as it stands."""

from __future__ import annotations

import pytest

from app.engine.codes.payload import PayloadKind, is_gtin, read_payload
from app.engine.records.layout import Field


@pytest.mark.parametrize(
    "text",
    [
        "报关单号:010120261234567890;商品编码:73181510;数量:12;单位:千克",
        "报关单号=010120261234567890|商品编码=73181510|数量=12|单位=千克",
        '{"报关单号": "010120261234567890", "hs": "73181510", "qty": 12, "unit": "千克"}',
        "报关单号：010120261234567890\n商品编码：73181510\n数量：12\n单位：千克",
    ],
)
def test_a_declaration_is_read_in_each_common_form(text: str) -> None:
    payload = read_payload(text)

    assert payload.kind is PayloadKind.DECLARATION
    assert payload.fields == {Field.HS: "73181510", Field.QUANTITY: "12", Field.UNIT: "千克"}
    assert payload.number == "010120261234567890"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("010120261234567890", PayloadKind.CUSTOMS_NUMBER),
        ("5901234123457", PayloadKind.GTIN),
        ("5901234123458", PayloadKind.TEXT),
        ("https://example.org/?hs=73181510&qty=3", PayloadKind.ADDRESS),
        ("javascript:alert(1)", PayloadKind.ADDRESS),
        ("file:///etc/passwd", PayloadKind.ADDRESS),
        ("\\\\server\\share\\x.exe", PayloadKind.ADDRESS),
        ("<script>alert(1)</script>", PayloadKind.ADDRESS),
        ("{broken", PayloadKind.TEXT),
        ("[" * 5000, PayloadKind.TEXT),
        ('{"a":' * 5000, PayloadKind.TEXT),
        ("", PayloadKind.TEXT),
        ("钢铁制螺钉", PayloadKind.TEXT),
    ],
)
def test_other_payloads_are_named_and_kept_as_they_are(text: str, kind: PayloadKind) -> None:
    payload = read_payload(text)

    assert (payload.kind, payload.text) == (kind, text)
    assert payload.fields == {}


def test_check_digits_follow_the_published_example() -> None:
    """GS1 General Specifications, section 7.9: 629104150021 has the check digit 3."""
    assert is_gtin("6291041500213")
    assert not is_gtin("6291041500214")
