"""Every indicator against a published example, or one that can be followed with a pencil; the source stands with it."""

from __future__ import annotations

import math
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from ecomplexity import ecomplexity  # type: ignore[import-untyped]  # it comes without types

from app.engine.analysis.indicators.breaks import adjusted, find_break, find_level_break
from app.engine.analysis.indicators.complexity import complexity_of, proximity_of
from app.engine.analysis.indicators.growth import compound_growth, relative_growth
from app.engine.analysis.indicators.index_numbers import index_numbers
from app.engine.analysis.indicators.inequality import herfindahl, theil
from app.engine.analysis.indicators.margins import active_by_year
from app.engine.analysis.indicators.shift import shifts
from app.engine.analysis.indicators.specialisation import revealed_advantage
from app.engine.analysis.indicators.survival import kaplan_meier, spells
from app.engine.errors import NotInDataError

# Flow of the Nile at Aswan, 1871 to 1970, 10^8 m³: Cobb (1978), Biometrika 65(2)
NILE = (
    "1120 1160 963 1210 1160 1160 813 1230 1370 1140 995 935 1110 994 1020 960 1180 799 958 1140 1100 1210 1150 1250"
    " 1260 1220 1030 1100 774 840 874 694 940 833 701 916 692 1020 1050 969 831 726 456 824 702 1120 1100 832 764 821"
    " 768 845 864 862 698 845 744 796 1040 759 781 865 845 944 984 897 822 1010 771 676 649 846 812 742 801 1040 860"
    " 874 848 890 744 749 838 1050 918 986 797 923 975 815 1020 906 901 1170 912 746 919 718 714 740"
)
# Weeks of remission under 6-MP, Freireich et al. (1963), Blood 21(6); as tabled in Kleinbaum and Klein (2012), ch. 2
RELAPSED = {6: 3, 7: 1, 10: 1, 13: 1, 16: 1, 22: 1, 23: 1}
CENSORED = {6: 1, 9: 1, 10: 1, 11: 1, 17: 1, 19: 1, 20: 1, 25: 1, 32: 2, 34: 1, 35: 1}


def test_growth_and_its_yearly_rate() -> None:
    assert relative_growth(Decimal(80), Decimal(100)) == pytest.approx(0.25)
    # 100 → 133.1 in three years is 10 % a year
    assert compound_growth(Decimal(100), Decimal("133.1"), 3) == pytest.approx(0.10)


def test_growth_from_nothing_is_no_figure() -> None:
    assert relative_growth(Decimal(0), Decimal(5)) is None
    assert compound_growth(Decimal(0), Decimal(5), 2) is None


def test_price_indices_are_those_of_the_manual() -> None:
    """Periods 1 and 2 of the artificial data set in the IMF's Export and Import Price Index Manual (2009), ch. 20."""
    prices = np.array([1.2, 3.0, 1.3, 0.7, 1.4, 0.8])
    before, after = np.array([1.0, 1.0, 2.0, 1.0, 4.5, 0.5]), np.array([0.8, 0.9, 1.9, 1.3, 4.7, 0.6])

    found = index_numbers((before, before), (prices * after, after))

    assert found.laspeyres_price == pytest.approx(1.4200, abs=5e-5)
    assert found.paasche_price == pytest.approx(1.3824, abs=5e-5)
    assert found.fisher_price == pytest.approx(1.4011, abs=5e-5)


def test_price_and_volume_make_the_change_in_value() -> None:
    before = (np.array([10.0, 20.0, 5.0]), np.array([2.0, 4.0, 1.0]))
    after = (np.array([18.0, 15.0, 0.0]), np.array([3.0, 2.5, 0.0]))

    found = index_numbers(before, after)

    assert found.fisher_price is not None
    assert found.fisher_volume is not None
    assert found.fisher_price * found.fisher_volume == pytest.approx(33 / 30)
    # Bennet by hand: ½(2+3)(6−5) + ½(4+2.5)(6−5) = 5.75; the item that vanished is neither price nor volume
    assert found.price_effect == pytest.approx(5.75)
    assert found.volume_effect == pytest.approx(3 - 5.75)
    assert found.other_effect == pytest.approx(-5)
    assert found.covered_before == pytest.approx(30 / 35)


def test_without_items_of_both_years_there_is_no_index() -> None:
    nothing, something = np.array([0.0]), np.array([1.0])

    found = index_numbers((something, something), (nothing, nothing))

    assert (found.fisher_price, found.items, found.covered_before) == (None, 0, 0.0)


def test_herfindahl_is_that_of_the_guidelines() -> None:
    """Four firms with 30, 30, 20 and 20 per cent: 2,600 (Horizontal Merger Guidelines 2010, footnote 9)."""
    assert herfindahl(np.array([30.0, 30.0, 20.0, 20.0])) * 10_000 == pytest.approx(2_600)


def test_theil_is_nought_for_equals_and_most_for_one_that_has_all() -> None:
    assert theil(np.full(4, 5.0)) == pytest.approx(0)
    # ¾·ln(2·¾) + ¼·ln(2·¼), Theil (1967)
    assert theil(np.array([3.0, 1.0])) == pytest.approx(0.75 * math.log(1.5) + 0.25 * math.log(0.5))


def test_advantage_is_a_share_over_the_national_share() -> None:
    """Balassa (1965): the first place sells 6 of its 10 in a product that is 8 of the nation's 20."""
    values = np.array([[6.0, 4.0], [2.0, 8.0]])

    assert revealed_advantage(values)[0, 0] == pytest.approx((6 / 10) / (8 / 20))


@pytest.mark.filterwarnings("ignore")  # of the package, about what it asks of pandas
def test_complexity_equals_that_of_the_growth_labs_package() -> None:
    values = np.random.default_rng(7).lognormal(0, 1.6, (31, 140)) * np.random.default_rng(8).integers(0, 2, (31, 140))
    frame = pd.DataFrame(
        [(2021, f"P{row:02}", f"H{column:03}", values[row, column]) for row, column in np.ndindex(*values.shape)],
        columns=["year", "place", "product", "value"],
    )
    columns = {"time": "year", "loc": "place", "prod": "product", "val": "value"}
    theirs = ecomplexity(frame, columns, check_logsupermodularity=False, verbose=False)

    ours = complexity_of(revealed_advantage(values) >= 1)

    assert ours.eci == pytest.approx(theirs.groupby("place")["eci"].first().to_numpy(), abs=1e-6)
    assert ours.pci == pytest.approx(theirs.groupby("product")["pci"].first().to_numpy(), abs=1e-6)
    assert ours.diversity.tolist() == theirs.groupby("place")["diversity"].first().tolist()


def test_proximity_is_the_smaller_conditional_probability() -> None:
    """Hidalgo et al. (2007): three places sell the first product, one of them the second, which two sell."""
    has = np.array([[1, 1], [1, 0], [1, 0], [0, 1]], bool)

    assert proximity_of(has)[0, 1] == pytest.approx(1 / 3)


def test_complexity_of_too_few_places_is_refused() -> None:
    with pytest.raises(NotInDataError, match=r"query\.too_few_for_complexity"):
        complexity_of(np.ones((2, 5), bool))


def test_survival_is_that_of_the_textbook() -> None:
    rows = {row.duration: row.survival for row in kaplan_meier(RELAPSED, CENSORED)}

    published = {6: 0.8571, 7: 0.8067, 10: 0.7529, 13: 0.6902, 16: 0.6275, 22: 0.5378, 23: 0.4482}
    assert {weeks: round(rows[weeks], 4) for weeks in published} == published


def test_the_band_of_survival_is_greenwoods() -> None:
    """Standard error after six weeks: 0.0764 (Kleinbaum and Klein 2012, ch. 2)."""
    first = kaplan_meier(RELAPSED, CENSORED)[0]

    assert (first.survival - first.low) / 1.959964 == pytest.approx(0.0764, abs=5e-5)


def test_spells_since_the_first_year_have_no_known_age() -> None:
    # Years 0 to 4: 0-1 on (unknown), 1-2 on and ended, 3-4 on and running
    ended, running, unknown = spells({0b00011: 5, 0b00110: 3, 0b11000: 2}, [True] * 4)

    assert (ended, running, unknown) == ({2: 3}, {2: 2}, 5)


def test_a_gap_in_the_data_ends_what_is_known_of_a_spell() -> None:
    ended, running, unknown = spells({0b0110: 1}, [True, False, True])

    assert (ended, running, unknown) == ({}, {1: 1}, 1)


def test_relations_that_came_and_went_are_counted_by_year() -> None:
    rows = active_by_year({0b001: 4, 0b011: 2, 0b110: 3}, (2019, 2020, 2021))

    assert [(row.active, row.new, row.vanished) for row in rows] == [(6, None, None), (5, 3, 4), (3, 0, 2)]


def test_a_shift_is_the_part_that_changed_hands() -> None:
    """1 − Finger and Kreinin's (1979) similarity: Σ min(shares) of 60:40 and 45:55 is 0.85."""
    rows = shifts({1: Decimal(60), 2: Decimal(40)}, {1: Decimal(90), 2: Decimal(110)})

    assert sum(abs(row.shift) for row in rows) / 2 == pytest.approx(1 - 0.85)


def test_the_nile_fell_in_1899() -> None:
    """Sup-F 75.93, the last year of the old level 1898: Zeileis et al. (2002), Journal of Statistical Software 7(2)."""
    found = find_level_break([float(flow) for flow in NILE.split()])

    assert found.statistic == pytest.approx(75.93, abs=0.005)
    assert 1871 + found.place == 1899
    assert found.p_value == pytest.approx(1 / 5_000)


def test_many_points_have_the_critical_value_of_the_tables() -> None:
    """8.68 at five per cent with 15 per cent cut off at both ends: Andrews (2003), Econometrica 71(1)."""
    noise = np.random.default_rng(3).standard_normal(400)
    step = np.concatenate([np.zeros(200), np.ones(200)])

    around = [find_level_break(list(noise + size * step)) for size in np.arange(0, 0.6, 0.01)]

    inside = [found.statistic for found in around if found.p_value > 0.05]
    beyond = [found.statistic for found in around if found.p_value <= 0.05]
    assert 7.9 < max(inside) < min(beyond) < 9.2


def test_a_steady_trend_is_no_break() -> None:
    growing = [100 * 1.08**year * (1 + 0.01 * (-1) ** year) for year in range(12)]

    assert find_break(growing).p_value > 0.2


def test_a_fall_by_half_is_found_where_it_happened() -> None:
    values = [100.0, 103, 106, 108, 112, 55, 57, 58, 60, 61]

    found = find_break(values)

    assert (found.place, found.p_value < 0.01) == (5, True)
    assert found.level_change == pytest.approx(-0.52, abs=0.03)


def test_a_short_series_is_refused() -> None:
    with pytest.raises(NotInDataError, match=r"query\.too_few_points"):
        find_break([1.0] * 7)


def test_several_tests_are_held_to_a_stricter_measure() -> None:
    """Holm (1979): 3 × 0.01, then 2 × 0.03, and 0.04 no smaller than that."""
    assert adjusted([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
