from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import duckdb
import numpy as np
import pytest

from app.engine.errors import NotInDataError, UsageError
from app.engine.store.answers import Figures, Reason
from app.engine.store.dimensions import Dimension
from app.engine.store.folder import StoreFolder
from app.engine.store.manifest import read_manifest
from app.engine.store.open_store import Store, open_store
from app.engine.store.questions import pivot as pivot_module
from app.engine.store.questions import pivot_table
from app.engine.store.questions.pivot import PivotRequest, pivot
from app.engine.store.questions.pivot_table import OTHERS, TOTAL, Blank, Measure, Table
from app.engine.store.selection import Direction, Selection, Years
from tests.engine.store.read.trade import Trade, passes, total

D = Dimension
KEYS: dict[Dimension, Callable[[Trade], int]] = {
    D.COUNTRY: lambda record: record.country,
    D.PROVINCE: lambda record: record.province,
    D.MODE: lambda record: record.mode,
    D.HS2: lambda record: int(record.hs[:2]),
    D.HS4: lambda record: int(record.hs[:4]),
    D.HS8: lambda record: int(record.hs),
    D.YEAR: lambda record: record.year,
    D.DIRECTION: lambda record: record.direction.id,
}
LAYOUTS: list[tuple[tuple[Dimension, ...], tuple[Dimension, ...]]] = [
    ((D.COUNTRY,), ()),
    ((D.COUNTRY,), (D.YEAR,)),
    ((D.HS8,), (D.COUNTRY,)),
    ((D.PROVINCE, D.MODE), (D.YEAR, D.DIRECTION)),
    ((D.COUNTRY, D.PROVINCE, D.HS2), (D.MODE,)),
    ((D.YEAR,), (D.HS4, D.PROVINCE)),
]
SELECTIONS = [
    Selection(),
    Selection(direction=Direction.IMPORT, years=Years(2019, 2020)),
    Selection(countries=(304, 502), hs=("87", "0101")),
]
Line = tuple[int, ...]


def _cells(table: Table) -> dict[tuple[Line, Line], float]:
    """Figures by the members of their row and column; cells without one are left out."""
    rows, columns = (list(map(tuple, axis.members.tolist())) for axis in (table.rows, table.columns))
    assert table.figures.shape == table.blanks.shape == (len(rows), len(columns))
    assert np.array_equal(np.isnan(table.figures), table.blanks != Blank.NONE)
    return {
        (rows[r], columns[c]): float(table.figures[r, c])
        for r, c in itertools.product(range(len(rows)), range(len(columns)))
        if table.blanks[r, c] == Blank.NONE
    }


def _table(store: Store, selection: Selection, request: PivotRequest) -> Table:
    table = pivot(store, selection, request).table
    assert table is not None
    return table


def _lines_of(record: Trade, dimensions: tuple[Dimension, ...]) -> list[Line]:
    """The line of a record, and the total."""
    own = tuple(KEYS[dimension](record) for dimension in dimensions)
    return [own, (TOTAL,) * len(dimensions)] if dimensions else [own]


def _by_cell(
    records: list[Trade], rows: tuple[Dimension, ...], columns: tuple[Dimension, ...]
) -> dict[tuple[Line, Line], list[Trade]]:
    found: dict[tuple[Line, Line], list[Trade]] = {}
    for record in records:
        for cell in itertools.product(_lines_of(record, rows), _lines_of(record, columns)):
            found.setdefault(cell, []).append(record)
    return found


@pytest.mark.parametrize("selection", SELECTIONS)
@pytest.mark.parametrize(("rows", "columns"), LAYOUTS)
def test_cells_and_totals_are_the_sums_of_their_records(
    store: Store,
    records: list[Trade],
    selection: Selection,
    rows: tuple[Dimension, ...],
    columns: tuple[Dimension, ...],
) -> None:
    table = _table(store, selection, PivotRequest(rows, columns))

    expected = _by_cell([record for record in records if passes(record, selection)], rows, columns)
    assert _cells(table) == pytest.approx({cell: float(total(held)) for cell, held in expected.items()})
    assert (table.rows.dimensions, table.columns.dimensions) == (rows, columns)


def test_records_are_counted(store: Store, records: list[Trade]) -> None:
    table = _table(store, Selection(), PivotRequest((D.MODE,), (D.YEAR,), Measure.RECORDS))

    expected = _by_cell(records, (D.MODE,), (D.YEAR,))
    assert _cells(table) == {cell: len(held) for cell, held in expected.items()}


@pytest.mark.parametrize(
    ("measure", "whole"),
    [
        (Measure.SHARE_OF_ROW, lambda row, _column: (row, (TOTAL,))),
        (Measure.SHARE_OF_COLUMN, lambda _row, column: ((TOTAL,), column)),
        (Measure.SHARE_OF_TOTAL, lambda _row, _column: ((TOTAL,), (TOTAL,))),
    ],
)
def test_shares_are_parts_of_their_row_column_or_table(
    store: Store,
    records: list[Trade],
    measure: Measure,
    whole: Callable[[Line, Line], tuple[Line, Line]],
) -> None:
    table = _table(store, Selection(), PivotRequest((D.PROVINCE,), (D.HS2,), measure))

    held = _by_cell(records, (D.PROVINCE,), (D.HS2,))
    assert _cells(table) == pytest.approx(
        {(row, column): float(total(held[row, column]) / total(held[whole(row, column)])) for row, column in held}
    )


@pytest.mark.parametrize("columns", [(D.COUNTRY,), (D.COUNTRY, D.MODE)])
def test_quantities_and_unit_values_exist_only_within_one_unit(
    store: Store, records: list[Trade], columns: tuple[Dimension, ...]
) -> None:
    quantities = _table(store, Selection(), PivotRequest((D.HS2,), columns, Measure.QUANTITY))
    prices = _table(store, Selection(), PivotRequest((D.HS2,), columns, Measure.UNIT_VALUE))

    held = _by_cell(records, (D.HS2,), columns)
    one_unit = {cell: cell_records for cell, cell_records in held.items() if len({r.unit for r in cell_records}) == 1}
    sums = {cell: sum((r.quantity for r in found), Decimal(0)) for cell, found in one_unit.items()}
    assert _cells(quantities) == pytest.approx({cell: float(amount) for cell, amount in sums.items()})
    assert _cells(prices) == pytest.approx({cell: float(total(held[cell]) / sums[cell]) for cell in sums})
    assert 0 < len(one_unit) < len(held)


def test_a_cell_of_several_units_says_so_and_others_name_theirs(store: Store) -> None:
    table = _table(store, Selection(), PivotRequest((D.HS2,), (), Measure.QUANTITY))

    assert table.units is not None
    lines, blanks, units = (cells[:, 0].tolist() for cells in (table.rows.members, table.blanks, table.units))
    by_chapter = dict(zip(lines, zip(blanks, units, strict=True), strict=True))
    assert by_chapter[87] == (Blank.SEVERAL_UNITS, pivot_table.NO_UNIT)
    assert by_chapter[TOTAL] == (Blank.SEVERAL_UNITS, pivot_table.NO_UNIT)
    assert by_chapter[72] == by_chapter[1] == (Blank.NONE, 1)


def test_values_have_no_units(store: Store) -> None:
    assert _table(store, Selection(), PivotRequest((D.HS2,))).units is None


def test_records_without_a_unit_leave_no_quantity(mixed: Store) -> None:
    table = _table(mixed, Selection(hs_level=4), PivotRequest((D.HS4,), (), Measure.UNIT_VALUE))

    assert table.blanks.tolist() == [[Blank.NO_QUANTITY], [Blank.NO_QUANTITY]]


def test_growth_compares_each_year_with_the_one_before(store: Store, records: list[Trade]) -> None:
    imports = Selection(direction=Direction.IMPORT)

    table = _table(store, imports, PivotRequest((D.COUNTRY,), (D.YEAR,), Measure.GROWTH))

    held = _by_cell([record for record in records if passes(record, imports)], (D.COUNTRY,), (D.YEAR,))
    expected = {
        (row, (year,)): float(total(held[row, (year,)]) / total(held[row, (year - 1,)]) - 1)
        for row in {row for row, _ in held}
        for year in (2019, 2020)
    }
    assert _cells(table) == pytest.approx(expected)
    places = dict(zip(table.columns.members[:, 0].tolist(), table.blanks.T.tolist(), strict=True))
    assert set(places[2018]) == set(places[TOTAL]) == {Blank.NO_BASE}


def test_growth_in_selected_years_looks_at_the_year_before_them(store: Store, records: list[Trade]) -> None:
    table = _table(store, Selection(years=Years(2020, 2020)), PivotRequest((D.PROVINCE,), (D.YEAR,), Measure.GROWTH))

    sums = {year: total(record for record in records if record.year == year) for year in (2019, 2020)}
    assert _cells(table)[(TOTAL,), (2020,)] == pytest.approx(float(sums[2020] / sums[2019] - 1))
    assert table.columns.members.tolist() == [[2020], [TOTAL]]


def test_growth_does_not_compare_years_of_different_directions(store: Store) -> None:
    both = _table(store, Selection(), PivotRequest((D.YEAR,), (), Measure.GROWTH))
    apart = _table(store, Selection(), PivotRequest((D.YEAR,), (D.DIRECTION,), Measure.GROWTH))

    assert {row for row, _ in _cells(both)} == {(2020,)}
    assert ((2019,), (Direction.EXPORT.id,)) not in _cells(apart)


def test_growth_without_years_compares_the_last_one(store: Store, records: list[Trade]) -> None:
    answer = pivot(store, Selection(), PivotRequest((D.MODE,), (), Measure.GROWTH))

    assert answer.table is not None
    assert answer.spans is not None
    assert (answer.spans.after, answer.spans.before) == (Years(2020, 2020), Years(2019, 2019))
    for (row, _), growth in _cells(answer.table).items():
        years = {
            year: total(r for r in records if r.year == year and row in {(r.mode,), (TOTAL,)}) for year in (2019, 2020)
        }
        assert growth == pytest.approx(float(years[2020] / years[2019] - 1))


def test_lines_stand_by_size_within_those_above_them(store: Store, records: list[Trade]) -> None:
    table = _table(store, Selection(), PivotRequest((D.COUNTRY, D.MODE)))

    sums = {cell[0]: total(held) for cell, held in _by_cell(records, (D.COUNTRY, D.MODE), ()).items()}
    countries = {cell[0]: total(held) for cell, held in _by_cell(records, (D.COUNTRY,), ()).items()}
    singles = [line for line in sums if TOTAL not in line]
    expected = sorted(singles, key=lambda line: (-countries[line[:1]], -sums[line]))
    assert [tuple(line) for line in table.rows.members.tolist()] == [*expected, (TOTAL, TOTAL)]


def test_a_limit_sums_up_the_others_at_each_level(store: Store, records: list[Trade]) -> None:
    table = _table(store, Selection(), PivotRequest((D.COUNTRY, D.HS2), (D.YEAR,), row_limit=2, column_limit=1))

    lines = [tuple(line) for line in table.rows.members.tolist()]
    largest = [line[0] for line in lines[:-2:3]]
    assert [line[0] for line in lines] == [largest[0]] * 3 + [largest[1]] * 3 + [OTHERS, TOTAL]
    assert [line[1] == OTHERS for line in lines] == [False, False, True] * 2 + [True, False]
    assert [line[0] for line in table.columns.members.tolist()][1:] == [OTHERS, TOTAL]
    cells = _cells(table)
    assert cells[(OTHERS, OTHERS), (TOTAL,)] == pytest.approx(
        float(total(record for record in records if record.country not in largest))
    )
    shown = {line[1] for line in lines if line[0] == largest[0]}
    assert cells[(largest[0], OTHERS), (TOTAL,)] == pytest.approx(
        float(total(r for r in records if r.country == largest[0] and int(r.hs[:2]) not in shown))
    )


def test_a_limit_that_leaves_nothing_out_makes_no_line_of_others(store: Store) -> None:
    table = _table(store, Selection(), PivotRequest((D.MODE,), (), row_limit=3))

    assert OTHERS not in table.rows.members


def test_units_of_others_are_those_of_all_that_they_sum_up(store: Store) -> None:
    table = _table(store, Selection(), PivotRequest((D.HS8,), (), Measure.QUANTITY, row_limit=1))

    lines = table.rows.members[:, 0].tolist()
    assert table.blanks[lines.index(OTHERS), 0] == Blank.SEVERAL_UNITS


@pytest.mark.parametrize(("hs", "is_by_quantity"), [(("72",), True), ((), False)])
def test_lines_stand_by_quantity_only_where_it_can_be_compared(
    store: Store, records: list[Trade], hs: tuple[str, ...], is_by_quantity: bool
) -> None:
    table = _table(store, Selection(hs=hs), PivotRequest((D.HS8,), (), Measure.QUANTITY))

    def size(code: int) -> Decimal:
        held = [record for record in records if int(record.hs) == code]
        return sum((record.quantity for record in held), Decimal(0)) if is_by_quantity else total(held)

    shown = table.rows.members[:-1, 0].tolist()
    assert shown == sorted(shown, key=size, reverse=True)


def test_records_of_unknown_members_are_named_and_in_no_line(cars_path: Path, tmp_path: Path) -> None:
    changed = tmp_path / "store"
    shutil.copytree(cars_path, changed)
    with duckdb.connect(str(StoreFolder(changed).cube_path(read_manifest(changed).cube or ""))) as cube:
        cube.execute("UPDATE cube_country SET country = NULL WHERE country = 304")

    with open_store(changed) as opened:
        answer = pivot(opened, Selection(), PivotRequest((D.COUNTRY,)))

    (loss,) = [loss for loss in answer.basis.left_out if loss.reason is Reason.MEMBER_UNKNOWN]
    assert loss.figures == Figures(Decimal(750), 2)
    assert answer.table is not None
    assert _cells(answer.table) == {((116,), ()): 650, ((502,), ()): 60, ((TOTAL,), ()): 710}


def test_where_nothing_matches_there_is_no_table(store: Store) -> None:
    assert pivot(store, Selection(countries=(137,)), PivotRequest((D.HS2,))).table is None
    assert pivot(store, Selection(years=Years(1990, 1990)), PivotRequest((D.HS2,))).table is None


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        (PivotRequest(()), "query.pivot_dimensions"),
        (PivotRequest((D.HS2, D.HS4, D.HS6, D.HS8)), "query.pivot_dimensions"),
        (PivotRequest((D.HS2,), (D.YEAR, D.MODE, D.COUNTRY)), "query.pivot_dimensions"),
        (PivotRequest((D.HS2,), (D.HS2,)), "query.pivot_twice"),
    ],
)
def test_dimensions_that_cannot_be_laid_out_are_refused(store: Store, request_: PivotRequest, code: str) -> None:
    with pytest.raises(UsageError) as caught:
        pivot(store, Selection(), request_)

    assert caught.value.code == code


def test_a_table_too_large_to_look_at_is_refused_with_its_size(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pivot_table, "MOST_CELLS", 11)

    with pytest.raises(UsageError) as caught:
        pivot(store, Selection(), PivotRequest((D.COUNTRY,), (D.MODE,)))

    assert caught.value.params == {"rows": 4, "columns": 3, "most": 11}
    assert _table(store, Selection(), PivotRequest((D.COUNTRY,), (D.MODE,), row_limit=2)).figures.shape == (4, 4)


def test_too_many_combinations_are_refused(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pivot_module, "_MOST_GROUPS", 11)

    with pytest.raises(UsageError) as caught:
        pivot(store, Selection(), PivotRequest((D.COUNTRY,), (D.MODE,)))

    assert caught.value.code == "query.pivot_too_many_groups"


def test_a_dimension_that_the_data_do_not_tell_is_refused(store: Store) -> None:
    with pytest.raises(NotInDataError):
        pivot(store, Selection(), PivotRequest((D.MONTH,)))
