"""A declared code is compared with what the photo shows."""

from __future__ import annotations

import pytest

from app.engine.errors import UsageError
from app.engine.vision.answers import Candidate, Ranking
from app.engine.vision.comparing import Match, compare

FRUIT = Ranking((Candidate("08", 0.7), Candidate("07", 0.2), Candidate("87", 0.1)), known=1, is_known=True)


@pytest.mark.parametrize(
    ("declared", "match", "place"),
    [("0810", Match.MATCH, 1), ("07", Match.NEAR, 2), ("8703", Match.MISMATCH, 3), ("28", Match.NOT_CHECKED, None)],
)
def test_a_declared_code_matches_is_near_differs_or_cannot_be_checked(
    declared: str, match: Match, place: int | None
) -> None:
    compared = compare(FRUIT, declared)

    assert (compared.match, compared.place) == (match, place)


def test_a_photo_of_something_unknown_checks_nothing() -> None:
    unknown = Ranking(FRUIT.chapters, known=0.1, is_known=False)

    assert compare(unknown, "08").match is Match.NOT_CHECKED


@pytest.mark.parametrize("given", ["", "77", "xx", "8"])
def test_what_is_no_code_is_refused(given: str) -> None:
    with pytest.raises(UsageError) as refused:
        compare(FRUIT, given)

    assert refused.value.code == "vision.no_such_chapter"
