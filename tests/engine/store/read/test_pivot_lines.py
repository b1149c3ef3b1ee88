from __future__ import annotations

from decimal import Decimal

import pytest

from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Store
from app.engine.store.questions.pivot import PivotRequest, pivot
from app.engine.store.questions.pivot_table import OTHERS, TOTAL, Blank, Measure
from app.engine.store.selection import Direction, Selection, Years
from tests.engine.store.read.pivot_cells import by_cell, cells_of, table_of
from tests.engine.store.read.trade import Trade, passes, total

D = Dimension


def test_growth_compares_each_year_with_the_one_before(store: Store, records: list[Trade]) -> None:
    imports = Selection(direction=Direction.IMPORT)

    table = table_of(store, imports, PivotRequest((D.COUNTRY,), (D.YEAR,), Measure.GROWTH))

    held = by_cell([record for record in records if passes(record, imports)], (D.COUNTRY,), (D.YEAR,))
    expected = {
        (row, (year,)): float(total(held[row, (year,)]) / total(held[row, (year - 1,)]) - 1)
        for row in {row for row, _ in held}
        for year in (2019, 2020)
    }
    assert cells_of(table) == pytest.approx(expected)
    places = dict(zip(table.columns.members[:, 0].tolist(), table.blanks.T.tolist(), strict=True))
    assert set(places[2018]) == set(places[TOTAL]) == {Blank.NO_BASE}


def test_growth_in_selected_years_looks_at_the_year_before_them(store: Store, records: list[Trade]) -> None:
    table = table_of(store, Selection(years=Years(2020, 2020)), PivotRequest((D.PROVINCE,), (D.YEAR,), Measure.GROWTH))

    sums = {year: total(record for record in records if record.year == year) for year in (2019, 2020)}
    assert cells_of(table)[(TOTAL,), (2020,)] == pytest.approx(float(sums[2020] / sums[2019] - 1))
    assert table.columns.members.tolist() == [[2020], [TOTAL]]


def test_growth_shows_no_year_after_the_selected_ones(store: Store) -> None:
    imports = Selection(direction=Direction.IMPORT, years=Years(2019, 2019))

    table = table_of(store, imports, PivotRequest((D.YEAR,), (), Measure.GROWTH))

    assert table.rows.members.tolist() == [[2019], [TOTAL]]


def test_growth_does_not_compare_years_of_different_directions(store: Store) -> None:
    both = table_of(store, Selection(), PivotRequest((D.YEAR,), (), Measure.GROWTH))
    apart = table_of(store, Selection(), PivotRequest((D.YEAR,), (D.DIRECTION,), Measure.GROWTH))

    assert {row for row, _ in cells_of(both)} == {(2020,)}
    assert ((2019,), (Direction.EXPORT.id,)) not in cells_of(apart)


def test_growth_without_years_compares_the_last_one(store: Store, records: list[Trade]) -> None:
    answer = pivot(store, Selection(), PivotRequest((D.MODE,), (), Measure.GROWTH))

    assert answer.table is not None
    assert answer.spans is not None
    assert (answer.spans.after, answer.spans.before) == (Years(2020, 2020), Years(2019, 2019))
    for (row, _), growth in cells_of(answer.table).items():
        years = {
            year: total(r for r in records if r.year == year and row in {(r.mode,), (TOTAL,)}) for year in (2019, 2020)
        }
        assert growth == pytest.approx(float(years[2020] / years[2019] - 1))


def test_lines_stand_by_size_within_those_above_them(store: Store, records: list[Trade]) -> None:
    table = table_of(store, Selection(), PivotRequest((D.COUNTRY, D.MODE)))

    sums = {cell[0]: total(held) for cell, held in by_cell(records, (D.COUNTRY, D.MODE), ()).items()}
    countries = {cell[0]: total(held) for cell, held in by_cell(records, (D.COUNTRY,), ()).items()}
    singles = [line for line in sums if TOTAL not in line]
    expected = sorted(singles, key=lambda line: (-countries[line[:1]], -sums[line]))
    assert [tuple(line) for line in table.rows.members.tolist()] == [*expected, (TOTAL, TOTAL)]


def test_a_limit_sums_up_the_others_at_each_level(store: Store, records: list[Trade]) -> None:
    table = table_of(store, Selection(), PivotRequest((D.COUNTRY, D.HS2), (D.YEAR,), row_limit=2, column_limit=1))

    lines = [tuple(line) for line in table.rows.members.tolist()]
    largest = [line[0] for line in lines[:-2:3]]
    assert [line[0] for line in lines] == [largest[0]] * 3 + [largest[1]] * 3 + [OTHERS, TOTAL]
    assert [line[1] == OTHERS for line in lines] == [False, False, True] * 2 + [True, False]
    assert [line[0] for line in table.columns.members.tolist()][1:] == [OTHERS, TOTAL]
    cells = cells_of(table)
    assert cells[(OTHERS, OTHERS), (TOTAL,)] == pytest.approx(
        float(total(record for record in records if record.country not in largest))
    )
    shown = {line[1] for line in lines if line[0] == largest[0]}
    assert cells[(largest[0], OTHERS), (TOTAL,)] == pytest.approx(
        float(total(r for r in records if r.country == largest[0] and int(r.hs[:2]) not in shown))
    )


def test_a_limit_that_leaves_nothing_out_makes_no_line_of_others(store: Store) -> None:
    table = table_of(store, Selection(), PivotRequest((D.MODE,), (), row_limit=3))

    assert OTHERS not in table.rows.members


def test_units_of_others_are_those_of_all_that_they_sum_up(store: Store) -> None:
    table = table_of(store, Selection(), PivotRequest((D.HS8,), (), Measure.QUANTITY, row_limit=1))

    lines = table.rows.members[:, 0].tolist()
    assert table.blanks[lines.index(OTHERS), 0] == Blank.SEVERAL_UNITS


@pytest.mark.parametrize(("hs", "is_by_quantity"), [(("72",), True), ((), False)])
def test_lines_stand_by_quantity_only_where_it_can_be_compared(
    store: Store, records: list[Trade], hs: tuple[str, ...], is_by_quantity: bool
) -> None:
    table = table_of(store, Selection(hs=hs), PivotRequest((D.HS8,), (), Measure.QUANTITY))

    def size(code: int) -> Decimal:
        held = [record for record in records if int(record.hs) == code]
        return sum((record.quantity for record in held), Decimal(0)) if is_by_quantity else total(held)

    shown = table.rows.members[:-1, 0].tolist()
    assert shown == sorted(shown, key=size, reverse=True)
