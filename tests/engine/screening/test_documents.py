from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from app.engine.errors import InputError, NotInDataError
from app.engine.messages import Language
from app.engine.screening.declaration import Amount, Charge, ChargeKind, Term
from app.engine.screening.documents import line_document, line_from
from app.engine.screening.findings import CodeMatch, Component, Finding, Reason, ScoredLine, reason_of
from app.engine.screening.photos import PhotoAnswer
from app.engine.screening.price_check import PricePlace
from app.engine.screening.valuing import ComparablePrice
from tests.engine.screening.declarations import KILOGRAM, declaration


def scored(**changes: Any) -> ScoredLine:
    low = Reason("screening.reason_low", (("share", 0.01), ("times", "0.4")))
    unchecked = reason_of(NotInDataError("screening.unchecked_no_history"))
    findings = [
        Finding(each, None if each is Component.PHOTO else 0.01, (unchecked if each is Component.PHOTO else low,))
        for each in Component
    ]
    return ScoredLine(
        declaration(**changes),
        tuple(findings),
        risk=0.5,
        value=1000.0,
        recovery=500.0,
        price=PricePlace(ComparablePrice(Decimal("10.5"), KILOGRAM, Decimal(100), Decimal(1050)), 20.0, 0.005, 2.5),
        photo=PhotoAnswer((("87", 0.9), ("84", 0.05)), is_sure=True, model_version="light-1"),
        words=(CodeMatch("270900", 0.8),),
    )


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"declared_on": None, "total": None, "first": None, "currency": None, "term": None, "name": ""},
        {"freight": Charge(ChargeKind.RATE, Decimal("0.3")), "other": Charge(ChargeKind.TOTAL, Decimal(-5), "EUR")},
        {"declared": Amount(Decimal("0.10"), None), "gross_kg": Decimal("1.20"), "term": Term.EX_WORKS},
        {"declared_on": date(2020, 2, 29), "origin": 116, "mode": 10},
    ],
)
def test_a_scored_line_comes_back_from_its_document_as_it_was(changes: dict[str, Any]) -> None:
    line = scored(**changes)

    found = line_from(json.loads(json.dumps(line_document(line))))

    assert found == line


def test_a_reason_is_told_in_both_languages_from_what_the_document_keeps() -> None:
    line = line_from(json.loads(json.dumps(line_document(scored()))))

    price, photo = line.finding(Component.PRICE), line.finding(Component.PHOTO)

    assert "0.4 times" in price.reasons[0].text(Language.EN)
    assert "0.4" in price.reasons[0].text(Language.ZH)
    assert price.is_remarkable
    assert not photo.is_checked
    assert not photo.is_remarkable
    assert "not enough comparable history" in photo.reasons[0].text(Language.EN)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"format": "screened-line/9"}, "screening.document_unknown"),
        ({"declaration": {}}, "screening.document_damaged"),
        ({"findings": [{"component": "smell", "tail": 1, "reasons": []}]}, "screening.document_damaged"),
        ({"price": {"price": "ten"}}, "screening.document_damaged"),
        ({"words": 3}, "screening.document_damaged"),
    ],
)
def test_a_damaged_document_is_refused_with_a_sentence(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(InputError) as caught:
        line_from({**line_document(scored()), **changes})

    assert caught.value.code == code
