"""One product over HS editions: joined, summed by a concordance, or a break."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from app.engine.analysis.indicators.across_editions import Link, across_editions, edition_steps
from app.engine.analysis.indicators.index_numbers import price_volume
from app.engine.errors import UsageError
from app.engine.reference.concordances import Concordance, Concordances
from app.engine.store.open_store import Store, open_store
from app.engine.store.selection import Selection
from tests.engine.store.read.stores import StoreMaker

NONE = Concordances({})
# Cellular telephones of 2017 went wholly into the two codes of 2022; smartphones alone are a part of them
PHONES = Concordances({(2017, 2022): Concordance(2017, 2022, (("851712", "851713"), ("851712", "851714")))})
HORSES = Concordances({(2017, 2022): Concordance(2017, 2022, (("010121", "010121"), ("010129", "010121")))})
_COLUMNS = ("hs", "country", "quantity", "unit", "value")


@pytest.fixture(scope="module")
def editions_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    maker = StoreMaker(tmp_path_factory.mktemp("editions"))
    for year, phone, value in ((2021, "851712", "100"), (2022, "851713", "80")):
        rows = [
            (f"{phone}00", "德国", "10", "台", value),
            ("01012100", "德国", "2", "千克", "40"),
            ("01012900", "德国", "4", "千克", "10"),
        ]
        maker.add_mapped(_COLUMNS, rows, {"direction": "export", "year": str(year)})
    return maker.store


@pytest.fixture
def store(editions_path: Path) -> Iterator[Store]:
    with open_store(editions_path) as opened:
        yield opened


def test_a_code_with_the_same_meaning_joins(store: Store) -> None:
    answer = across_editions(store, Selection(hs=("010121",)), NONE)

    assert [(row.year, row.value, row.link) for row in answer.rows] == [
        (2021, Decimal(40), None),
        (2022, Decimal(40), Link.SAME_CODE),
    ]
    assert answer.rows[1].growth == 0


def test_a_table_adds_up_the_codes_that_made_it(store: Store) -> None:
    answer = across_editions(store, Selection(hs=("010121",)), HORSES)

    assert answer.rows[0].codes == ("010121", "010129")
    assert (answer.rows[0].value, answer.rows[1].link) == (Decimal(50), Link.CONCORDANCE)


def test_a_code_of_one_edition_only_is_a_break_and_never_joined(store: Store) -> None:
    answer = across_editions(store, Selection(hs=("851713",)), NONE)

    assert [(row.year, row.value, row.growth) for row in answer.rows] == [(2022, Decimal(80), None)]
    assert [step.link for step in answer.steps] == [Link.BREAK]


def test_a_part_of_a_code_is_a_break_also_with_a_table() -> None:
    (step,) = edition_steps("851713", [2017, 2022], PHONES)

    assert step.link is Link.BREAK


@pytest.mark.parametrize("hs", [(), ("85",), ("010121", "010129")])
def test_anything_but_one_fine_code_is_refused(store: Store, hs: tuple[str, ...]) -> None:
    with pytest.raises(UsageError) as caught:
        across_editions(store, Selection(hs=hs), NONE)

    assert caught.value.code == "query.one_code_needed"


def test_prices_are_compared_over_editions_only_for_codes_that_join(store: Store) -> None:
    (row,) = price_volume(store, Selection()).rows

    # Telephones are two codes; horses join
    assert row.numbers.items == 2
    assert row.numbers.covered_before == pytest.approx(50 / 150)
