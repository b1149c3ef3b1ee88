from __future__ import annotations

import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import duckdb
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
from app.engine.store.questions.pivot_table import TOTAL, Blank, Measure
from app.engine.store.selection import Selection, Years
from tests.engine.store.read.pivot_cells import LAYOUTS, SELECTIONS, Line, by_cell, cells_of, table_of
from tests.engine.store.read.trade import Trade, passes, total

D = Dimension


@pytest.mark.parametrize("selection", SELECTIONS)
@pytest.mark.parametrize(("rows", "columns"), LAYOUTS)
def test_cells_and_totals_are_the_sums_of_their_records(
    store: Store,
    records: list[Trade],
    selection: Selection,
    rows: tuple[Dimension, ...],
    columns: tuple[Dimension, ...],
) -> None:
    table = table_of(store, selection, PivotRequest(rows, columns))

    expected = by_cell([record for record in records if passes(record, selection)], rows, columns)
    assert cells_of(table) == pytest.approx({cell: float(total(held)) for cell, held in expected.items()})
    assert (table.rows.dimensions, table.columns.dimensions) == (rows, columns)


def test_records_are_counted(store: Store, records: list[Trade]) -> None:
    table = table_of(store, Selection(), PivotRequest((D.MODE,), (D.YEAR,), Measure.RECORDS))

    expected = by_cell(records, (D.MODE,), (D.YEAR,))
    assert cells_of(table) == {cell: len(held) for cell, held in expected.items()}


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
    table = table_of(store, Selection(), PivotRequest((D.PROVINCE,), (D.HS2,), measure))

    held = by_cell(records, (D.PROVINCE,), (D.HS2,))
    assert cells_of(table) == pytest.approx(
        {(row, column): float(total(held[row, column]) / total(held[whole(row, column)])) for row, column in held}
    )


@pytest.mark.parametrize("columns", [(D.COUNTRY,), (D.COUNTRY, D.MODE)])
def test_quantities_and_unit_values_exist_only_within_one_unit(
    store: Store, records: list[Trade], columns: tuple[Dimension, ...]
) -> None:
    quantities = table_of(store, Selection(), PivotRequest((D.HS2,), columns, Measure.QUANTITY))
    prices = table_of(store, Selection(), PivotRequest((D.HS2,), columns, Measure.UNIT_VALUE))

    held = by_cell(records, (D.HS2,), columns)
    one_unit = {cell: cell_records for cell, cell_records in held.items() if len({r.unit for r in cell_records}) == 1}
    sums = {cell: sum((r.quantity for r in found), Decimal(0)) for cell, found in one_unit.items()}
    assert cells_of(quantities) == pytest.approx({cell: float(amount) for cell, amount in sums.items()})
    assert cells_of(prices) == pytest.approx({cell: float(total(held[cell]) / sums[cell]) for cell in sums})
    assert 0 < len(one_unit) < len(held)


def test_a_cell_of_several_units_says_so_and_others_name_theirs(store: Store) -> None:
    table = table_of(store, Selection(), PivotRequest((D.HS2,), (), Measure.QUANTITY))

    assert table.units is not None
    lines, blanks, units = (cells[:, 0].tolist() for cells in (table.rows.members, table.blanks, table.units))
    by_chapter = dict(zip(lines, zip(blanks, units, strict=True), strict=True))
    assert by_chapter[87] == (Blank.SEVERAL_UNITS, pivot_table.NO_UNIT)
    assert by_chapter[TOTAL] == (Blank.SEVERAL_UNITS, pivot_table.NO_UNIT)
    assert by_chapter[72] == by_chapter[1] == (Blank.NONE, 1)


def test_values_have_no_units(store: Store) -> None:
    assert table_of(store, Selection(), PivotRequest((D.HS2,))).units is None


def test_records_without_a_unit_leave_no_quantity(mixed: Store) -> None:
    table = table_of(mixed, Selection(hs_level=4), PivotRequest((D.HS4,), (), Measure.UNIT_VALUE))

    assert table.blanks.tolist() == [[Blank.NO_QUANTITY], [Blank.NO_QUANTITY]]


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
    assert cells_of(answer.table) == {((116,), ()): 650, ((502,), ()): 60, ((TOTAL,), ()): 710}


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
    assert table_of(store, Selection(), PivotRequest((D.COUNTRY,), (D.MODE,), row_limit=2)).figures.shape == (4, 4)


def test_too_many_combinations_are_refused(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pivot_module, "_MOST_GROUPS", 11)

    with pytest.raises(UsageError) as caught:
        pivot(store, Selection(), PivotRequest((D.COUNTRY,), (D.MODE,)))

    assert caught.value.code == "query.pivot_too_many_groups"


def test_a_dimension_that_the_data_do_not_tell_is_refused(store: Store) -> None:
    with pytest.raises(NotInDataError):
        pivot(store, Selection(), PivotRequest((D.MONTH,)))
