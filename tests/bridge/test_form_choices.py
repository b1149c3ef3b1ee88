"""What the form offers for its fields can be read by what reads declarations."""

from __future__ import annotations

import pytest

from app.bridge.screening_words import form_choices
from app.bridge.texts import Texts
from app.engine.messages import Language
from app.engine.screening.columns import Part
from app.engine.screening.form import part_problem

OFFERED = (
    Part.DIRECTION,
    Part.MODE,
    Part.PLACE,
    Part.ORIGIN,
    Part.DESTINATION,
    Part.TERM,
    Part.CURRENCY,
    Part.UNIT,
    Part.FIRST_UNIT,
    Part.SECOND_UNIT,
)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("part", OFFERED)
def test_everything_that_is_offered_can_be_read(part: Part, language: Language) -> None:
    offered = form_choices(Texts(language), part)

    assert offered
    assert [text for text in offered if part_problem(part, text) is not None] == []


def test_free_fields_offer_nothing() -> None:
    assert form_choices(Texts(Language.ZH), Part.NUMBER) == []
