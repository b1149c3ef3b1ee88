"""Counts and values of the clean records against the table of public margins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import numpy as np
import pytest

from app.engine.demo.cells import apportion
from app.engine.demo.facts import DIRECTIONS, YEARS, Members, read_margins
from app.engine.demo.files import DemoFile, DemoFiles
from app.engine.reference import countries, provinces, trade_modes
from tests.engine.demo.conftest import Line, read_kept

CODE_OF: dict[str, Callable[[Line], int | None]] = {
    "countries": lambda line: _code(countries.table().find(line.partner)),
    "provinces": lambda line: _code(provinces.table().find(line.province)),
    "modes": lambda line: _code(trade_modes.table().find(line.mode)),
}


@pytest.mark.parametrize("dimension", ["countries", "provinces", "modes"])
def test_record_counts_follow_the_margins_within_rounding(demo: DemoFiles, dimension: str) -> None:
    for file in demo.files:
        members: Members = getattr(read_margins(file.direction), dimension)
        records = members.records[YEARS.index(file.year)]
        found = Counter(CODE_OF[dimension](line) for line in read_kept(file).lines)

        expected = dict(zip(members.codes.tolist(), records / records.sum() * file.kept_rows, strict=True))
        largest = max(expected, key=lambda code: expected[code])
        off = {code: found[code] - exact for code, exact in expected.items() if code != largest}

        assert set(found) <= set(expected)
        assert max(abs(value) for value in off.values()) <= 1.0


def test_value_of_each_country_matches_its_level(demo: DemoFiles) -> None:
    for file in demo.files:
        found = _value_by_country(file)

        level = _levels(file)
        compared = {code: value / level[code] for code, value in found.items() if level[code] > 1e9}

        assert len(compared) > 50
        assert max(abs(ratio - 1) for ratio in compared.values()) < 0.005


def test_kept_value_of_a_file_is_reported_and_matches_the_levels(demo: DemoFiles) -> None:
    for file in demo.files:
        found = _value_by_country(file)

        expected = sum(value for code, value in _levels(file).items() if code in found)

        assert sum(found.values()) == file.kept_value_usd
        assert file.kept_value_usd == pytest.approx(expected, rel=0.005)


def test_every_member_of_the_margins_is_a_country_that_the_rules_keep() -> None:
    removed = frozenset().union(
        *(
            countries.partner_list(name)
            for name in ("non_country_entities", "overseas_territories", "regional_catch_alls", "special_markers")
        )
    )

    for direction in DIRECTIONS:
        assert not set(read_margins(direction).countries.codes.tolist()) & removed


def test_countries_without_records_in_the_margins_are_those_that_cleaning_leaves_out() -> None:
    assert set(read_margins("import").left_out) == {110, 121, 143}


def test_levels_with_the_partners_left_out_make_the_official_totals() -> None:
    margins = read_margins("import")

    total = margins.countries.usd[YEARS.index(2021)].sum() + sum(
        usd[YEARS.index(2021)] for usd in margins.left_out.values()
    )

    assert total == pytest.approx(2_679_412_024_390, rel=1e-6)


def test_apportioning_adds_up_and_is_never_off_by_one_or_more() -> None:
    weights = np.array([3.0, 1.0, 0.0, 7.7, 0.2])

    counts = apportion(weights, 101)

    assert counts.sum() == 101
    assert np.abs(counts - weights / weights.sum() * 101).max() < 1


def _code(entry: countries.Country | provinces.Province | trade_modes.TradeMode | None) -> int | None:
    return entry.code if entry else None


def _value_by_country(file: DemoFile) -> Counter[int | None]:
    values: Counter[int | None] = Counter()
    for line in read_kept(file).lines:
        values[CODE_OF["countries"](line)] += int(line.value)
    return values


def _levels(file: DemoFile) -> dict[int | None, float]:
    members = read_margins(file.direction).countries
    return dict(zip(members.codes.tolist(), members.usd[YEARS.index(file.year)].tolist(), strict=True))
