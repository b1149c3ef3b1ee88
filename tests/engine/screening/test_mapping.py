from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

from app.engine.errors import InputError
from app.engine.jobs import CancelToken, no_progress
from app.engine.records.row_batches import NumberedRow
from app.engine.records.whole_tables import WholeTable, read_whole_table
from app.engine.screening.columns import HEADINGS, Part, declaration_columns
from app.engine.screening.mapping import (
    DeclarationMapping,
    fitting_mapping,
    mapped_columns,
    mapping_problem,
    proposed_mapping,
    read_mapping,
    write_mapping,
)
from app.engine.screening.photo_files import find_photos
from app.engine.screening.reading import read_declarations
from app.engine.store.selection import Direction

FOREIGN = WholeTable(
    ("Ref", "HS6 Code", "Net Mass", "Item Price", "Picture"),
    (
        NumberedRow(2, ("97061800", "440890", "108.0", "372254.4", "a.jpg")),
        NumberedRow(3, ("1", "690722", "1", "2", "")),
    ),
    MappingProxyType({}),
)
COLUMNS = {
    Part.NUMBER: "Ref",
    Part.HS: "HS6 Code",
    Part.FIRST_QUANTITY: "Net Mass",
    Part.TOTAL: "item price",
}
CONSTANTS = {Part.DIRECTION: "import", Part.FIRST_UNIT: "千克", Part.CURRENCY: "USD"}


def mapping(
    columns: Mapping[Part, str] = COLUMNS, constants: Mapping[Part, str] = CONSTANTS, photo: str = "Picture"
) -> DeclarationMapping:
    return DeclarationMapping("foreign", columns, constants, photo)


def mapped(table: WholeTable, by: DeclarationMapping) -> WholeTable:
    columns, told = mapped_columns(table.columns, by)
    rows = tuple(NumberedRow(row.number, (*row.cells, *told)) for row in table.rows)
    return WholeTable(columns, rows, MappingProxyType({}))


def test_a_foreign_table_is_read_by_its_mapping_and_what_holds_for_all_rows() -> None:
    table = mapped(FOREIGN, mapping())

    first, _ = read_declarations(table, direction=None, progress=no_progress, token=CancelToken()).declarations

    assert (first.row, first.number, first.hs, first.direction) == (2, "97061800", "440890", Direction.IMPORT)
    assert first.first is not None
    assert (float(first.first.quantity), first.first.unit) == (108.0, 1)
    assert first.currency == "USD"


def test_only_mapped_columns_count(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("商品编码,总价,other\n85171300,1,2\n", encoding="utf-8")
    table = read_whole_table(path, token=CancelToken())

    found = mapped(table, mapping({Part.HS: "商品编码", Part.TOTAL: "other"}, {}))

    assert declaration_columns(found) == {Part.HS: 0, Part.TOTAL: 2}


def test_a_column_that_is_gone_is_named() -> None:
    with pytest.raises(InputError) as told:
        mapped_columns(FOREIGN.columns, mapping({Part.HS: "HS10"}))

    assert (told.value.code, told.value.params["column"]) == ("screening.mapping_no_column", "HS10")


def test_photos_are_told_by_the_row_that_names_them(tmp_path: Path) -> None:
    named, unnamed = FOREIGN.rows
    by_column = find_photos(tmp_path / "file.csv", FOREIGN.columns, mapping(), None)
    by_none = find_photos(tmp_path / "file.csv", FOREIGN.columns, mapping(photo=""), None)

    assert by_column.of("97061800", named.number, named.cells) == tmp_path / "a.jpg"
    assert by_column.of("1", unnamed.number, unnamed.cells) is None
    assert not by_none.is_any


@pytest.mark.parametrize(
    ("columns", "constants", "code", "field"),
    [
        ({Part.TOTAL: "Item Price"}, CONSTANTS, "screening.mapping_missing", "hs"),
        (COLUMNS, {}, "screening.mapping_missing", "direction"),
        (COLUMNS, {**CONSTANTS, Part.CURRENCY: "doubloons"}, "screening.mapping_value", "currency"),
        (COLUMNS, {**CONSTANTS, Part.FIRST_UNIT: "hogsheads"}, "screening.mapping_value", "first_unit"),
    ],
)
def test_what_is_missing_or_wrong_is_named(
    columns: Mapping[Part, str], constants: Mapping[Part, str], code: str, field: str
) -> None:
    problem = mapping_problem(mapping(columns, constants))

    assert problem is not None
    assert (problem.code, problem.params["field"]) == (code, field)
    assert mapping_problem(mapping()) is None


def test_a_kept_mapping_reads_back_as_it_was_whatever_it_is_called(tmp_path: Path) -> None:
    made = mapping(columns={**COLUMNS, Part.NAME: 'say "goods"\\\t\x7f'})

    path = write_mapping(tmp_path / "new", DeclarationMapping("a/b:c", made.columns, made.constants, made.photo))

    read = read_mapping(path)
    assert (dict(read.columns), dict(read.constants), read.photo) == (
        dict(made.columns),
        dict(made.constants),
        made.photo,
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("format = 1", "records.mapping_format"),
        ("=", "records.mapping_syntax"),
        ('format = "declarations/1"\ncolumns = 1', "records.mapping_section"),
        ('format = "declarations/1"\n[columns]\nsize = "x"', "records.mapping_value"),
    ],
)
def test_a_file_that_is_no_mapping_is_refused_with_a_sentence(text: str, code: str, tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(InputError) as told:
        read_mapping(path)

    assert told.value.code == code


def test_the_kept_mapping_that_covers_most_of_a_table_is_offered(tmp_path: Path) -> None:
    write_mapping(tmp_path, DeclarationMapping("small", {Part.HS: "HS6 Code"}, {}))
    write_mapping(tmp_path, DeclarationMapping("whole", COLUMNS, CONSTANTS))
    write_mapping(tmp_path, DeclarationMapping("other", {**COLUMNS, Part.NAME: "Goods"}, {}))
    (tmp_path / "broken.toml").write_text("=", encoding="utf-8")

    found = fitting_mapping(tmp_path, FOREIGN)

    assert found is not None
    assert found.name == "whole"
    assert fitting_mapping(tmp_path / "none", FOREIGN) is None


def test_every_field_of_the_form_is_recognised_under_its_own_heading() -> None:
    table = WholeTable(tuple(HEADINGS.values()), (), MappingProxyType({}))

    assert proposed_mapping(table, "all").columns == dict(HEADINGS)


@pytest.mark.parametrize("heading", ["照片", "照片文件", "Photo", "Photo File"])
def test_a_column_of_photos_is_recognised_by_its_heading(heading: str) -> None:
    table = WholeTable(("商品编码", heading), (), MappingProxyType({}))

    assert proposed_mapping(table, "with photos").photo == heading


def test_numbers_of_declarations_and_traders_are_recognised_in_a_foreign_file() -> None:
    table = WholeTable(("Declaration ID", "Importer ID", "Seller ID", "Net Mass"), (), MappingProxyType({}))

    assert proposed_mapping(table, "foreign").columns == {
        Part.NUMBER: "Declaration ID",
        Part.TRADER: "Importer ID",
    }
