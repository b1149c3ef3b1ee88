from __future__ import annotations

import numpy as np
import pytest

from app.engine.errors import UsageError
from app.engine.reference import countries
from app.engine.store.open_store import Store
from app.engine.store.questions.partner_panel import PartnerPanel, partner_panel
from app.engine.store.selection import Direction, Selection
from tests.engine.analysis.stores import CARS

_CARS = Selection(direction=Direction.EXPORT, hs=(CARS,))


def row(panel: PartnerPanel, iso3: str) -> int:
    return panel.partners.index(countries.table().by_iso3(iso3).code)


def test_the_panel_holds_value_and_quantity_by_partner_and_year(exports: Store) -> None:
    panel = partner_panel(exports, _CARS)

    assert panel.years == (2019, 2020)
    assert panel.value[row(panel, "DEU")].tolist() == [100.0, 300.0]
    assert panel.quantity[row(panel, "DEU")].tolist() == [10.0, 15.0]
    assert panel.value[row(panel, "FRA")].tolist() == [0.0, 50.0]
    assert panel.unit is not None


def test_supply_is_concentrated_by_the_provinces_that_trade_the_product(exports: Store) -> None:
    panel = partner_panel(exports, _CARS)

    # Beijing 200 and Guangdong 100: (2/3)² + (1/3)²
    assert panel.supply_hhi[row(panel, "DEU")].tolist() == pytest.approx([1.0, 5 / 9])
    assert np.isnan(panel.supply_hhi[row(panel, "FRA"), 0])


def test_the_basket_holds_all_products_also_those_of_other_chapters(exports: Store) -> None:
    panel = partner_panel(exports, _CARS)

    assert panel.total[row(panel, "DEU")].tolist() == [200.0, 400.0]
    assert panel.basket[row(panel, "JPN"), 1, 1] == 100.0


def test_chosen_provinces_are_those_whose_share_counts(exports: Store) -> None:
    panel = partner_panel(exports, Selection(direction=Direction.EXPORT, hs=(CARS,), provinces=(44,)))

    assert panel.own is not None
    assert panel.own[row(panel, "DEU")].tolist() == [0.0, 100.0]
    assert panel.value[row(panel, "DEU")].tolist() == [100.0, 300.0]


def test_a_chapter_has_no_quantities(exports: Store) -> None:
    panel = partner_panel(exports, Selection(direction=Direction.EXPORT, hs=("87",)))

    assert panel.unit is None
    assert np.isnan(panel.quantity).all()


def test_what_nobody_trades_gives_an_empty_panel(exports: Store) -> None:
    panel = partner_panel(exports, Selection(direction=Direction.IMPORT, hs=("87",)))

    assert panel.years == ()
    assert panel.partners == ()


@pytest.mark.parametrize(
    ("selection", "code"),
    [
        (Selection(direction=Direction.EXPORT), "potential.no_product"),
        (Selection(hs=("87",)), "potential.no_direction"),
    ],
)
def test_product_and_direction_are_needed(exports: Store, selection: Selection, code: str) -> None:
    with pytest.raises(UsageError) as caught:
        partner_panel(exports, selection)

    assert caught.value.code == code
