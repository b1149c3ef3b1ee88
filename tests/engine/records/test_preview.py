"""What a preview shows of a file, and that it agrees with what the import then makes of it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from app.engine.errors import InputError
from app.engine.records.layout import Field, PartnerCoding
from app.engine.records.mapping import ColumnMapping, SourceHints
from app.engine.records.options import ImportOptions
from app.engine.records.preview import preview, unknown_table
from app.engine.records.preview_cells import CellState, PreviewCell, TablePreview
from app.engine.records.recognition import recognise
from app.engine.records.rules import Profile
from tests.engine.records.pipeline.tables import HEADER, Row, import_one, quarantine, records, write_lines, write_seed

GACC_HEADER = "数据年月,商品编码,商品名称,贸易伙伴编码,贸易伙伴名称,第一数量,第一计量单位,人民币,"
GACC_LINE = '202301,12019019,其他黄大豆,410,巴西,"1,831",千克,"8,634",'


def cells(shown: TablePreview, field: Field) -> list[PreviewCell]:
    at = shown.fields.index(field)
    return [row.cells[at] for row in shown.rows]


def states(shown: TablePreview, field: Field) -> list[CellState]:
    return [cell.state for cell in cells(shown, field)]


def test_cells_stand_beside_what_they_become_in_the_order_of_the_file(tmp_path: Path) -> None:
    path = write_seed(tmp_path, [Row(hs="87032342", partner="德国", value="30"), Row(partner="美国", value="7")])

    shown = preview(recognise(path))

    assert [(cell.text, cell.value) for cell in cells(shown, Field.PARTNER)] == [("德国", 304), ("美国", 502)]
    assert [(cell.text, cell.value) for cell in cells(shown, Field.HS)] == [
        ("87032342", "87032342"),
        ("01012100", "01012100"),
    ]
    assert [cell.value for cell in cells(shown, Field.VALUE)] == [Decimal(30), Decimal(7)]
    assert [cell.value for cell in cells(shown, Field.PERIOD)] == [(2020, 0), (2020, 0)]
    assert shown.columns[shown.fields.index(Field.VALUE)] == "金额"
    assert shown.unstated == ()


def test_unknown_and_changed_spellings_are_marked(tmp_path: Path) -> None:
    path = write_seed(tmp_path, [Row(), Row(partner="乌有国"), Row(hs="0101210000"), Row(value="很多")])

    shown = preview(recognise(path), profile=Profile.STATISTICS)

    kept = CellState.AS_WRITTEN
    assert states(shown, Field.PARTNER) == [kept, CellState.UNKNOWN, kept, kept]
    assert states(shown, Field.HS) == [kept, kept, CellState.CHANGED, kept]
    assert states(shown, Field.VALUE) == [kept, kept, kept, CellState.UNKNOWN]
    assert [row.rule for row in shown.rows] == [None, "partner_unknown", None, "value_unreadable"]


def test_a_renamed_partner_is_shown_as_changed(tmp_path: Path) -> None:
    shown = preview(recognise(write_seed(tmp_path, [Row(partner="荷属安地列斯")])), profile=Profile.STATISTICS)

    assert cells(shown, Field.PARTNER) == [PreviewCell("荷属安地列斯", 1530, CellState.CHANGED)]


@pytest.mark.parametrize("profile", [Profile.STATISTICS, Profile.SOURCE_SYSTEM])
def test_the_preview_rejects_what_the_import_rejects(tmp_path: Path, profile: Profile) -> None:
    rows = [Row(), Row(partner="香港"), Row(mode="其他"), Row(hs="99"), Row(unit="-"), Row(quantity="0")]
    path = write_seed(tmp_path, rows)
    shown = preview(recognise(path), profile=profile)

    import_one(tmp_path / "store", path, ImportOptions(profile=profile))

    foreseen = sorted(row.rule for row in shown.rows if row.rule)
    assert foreseen == sorted(row.rule for row in quarantine(tmp_path / "store"))
    assert len(records(tmp_path / "store")) == sum(1 for row in shown.rows if row.rule is None)


def test_what_a_query_site_export_does_not_say_is_asked_for_and_never_shown(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "data.csv", GACC_HEADER, GACC_LINE, encoding="gb18030")

    shown = preview(recognise(path))

    assert shown.unstated == (Field.DIRECTION,)
    assert cells(shown, Field.DIRECTION) == [PreviewCell("", None, CellState.NOT_STATED)]
    assert cells(shown, Field.CURRENCY) == [PreviewCell("", "CNY", CellState.AS_WRITTEN)]
    assert [cell.value for cell in cells(shown, Field.VALUE)] == [Decimal(8634)]


def test_a_year_that_nothing_says_is_asked_for(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "进口.csv", ",".join(HEADER), "01012100,美国,北京市,一般贸易,10,千克,1000")

    shown = preview(recognise(path))

    assert shown.unstated == (Field.YEAR,)
    assert states(shown, Field.PERIOD) == [CellState.NOT_STATED]


def test_rows_without_columns_are_counted_apart(tmp_path: Path) -> None:
    path = write_seed(tmp_path, [Row(), Row()])
    path.write_text(path.read_text(encoding="utf-8") + "broken\n", encoding="utf-8")

    shown = preview(recognise(path))

    assert (len(shown.rows), shown.misshapen) == (2, 1)


def test_only_the_first_rows_are_shown(tmp_path: Path) -> None:
    path = write_seed(tmp_path, [Row(value=str(number)) for number in range(1, 20)])

    shown = preview(recognise(path), rows=5)

    assert [cell.value for cell in cells(shown, Field.VALUE)] == [1, 2, 3, 4, 5]


def test_an_edited_mapping_is_previewed_before_it_is_saved(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "t.csv", "ware,land,usd,when", "870323,276,5,2021", "870323,12345,6,2021")
    mapping = ColumnMapping(
        "mine",
        SourceHints(country_codes=PartnerCoding.M49),
        {Field.HS: "ware", Field.PARTNER: "land", Field.VALUE: "usd", Field.YEAR: "when"},
        {Field.DIRECTION: "export", Field.REPORTER: "CHN", Field.CURRENCY: "USD"},
    )

    shown = preview(recognise(path, mapping=mapping), hints=mapping.source)

    assert [(cell.value, cell.state) for cell in cells(shown, Field.PARTNER)] == [
        (304, CellState.AS_WRITTEN),
        (None, CellState.UNKNOWN),
    ]
    assert cells(shown, Field.DIRECTION)[0].value == 2


def test_an_unknown_table_comes_with_a_first_guess(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "t.csv", "note,hs,partner,val", "x,870323,德国,5")

    table = unknown_table(path)

    assert table.sample.columns == ("note", "hs", "partner", "val")
    assert {(one.field, one.column) for one in table.proposals} >= {(Field.HS, "hs"), (Field.PARTNER, "partner")}


def test_a_file_without_a_table_cannot_be_mapped(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        unknown_table(write_lines(tmp_path / "prose.txt", "nothing but words", "and more of them"))

    assert caught.value.code == "records.no_table"


def test_a_real_export_is_previewed_whole(shared_data: Path) -> None:
    shown = preview(recognise(shared_data / "query_site_exports" / "2023_soybean_import.csv", direction="import"))

    assert len(shown.rows) == 40
    assert {row.rule for row in shown.rows} == {None}
    assert CellState.UNKNOWN not in {cell.state for row in shown.rows for cell in row.cells}
