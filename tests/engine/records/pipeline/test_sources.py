"""Real and synthetic files of every source: exact totals, or a clear refusal."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from app.engine.errors import InputError
from app.engine.messages import Language, sentence
from app.engine.records.pipeline import ImportOptions, import_files
from app.engine.records.report import FileStatus
from app.engine.store.ingest_plan import RuleAction
from app.engine.store.manifest import read_manifest
from tests.engine.records.pipeline.tables import (
    AS_FOUND,
    Row,
    counts,
    errors,
    import_one,
    quarantine,
    records,
    total,
    write_lines,
    write_seed,
)
from tests.engine.records.readers.test_comtrade import CURRENT, CURRENT_ROW

IMPORTS = ImportOptions(direction="import")
GRAPHITE = """format = "mapping/1"
[columns]
hs = "hs6"
country = "partner_name"
period = "period_dt"
value = "val"
quantity = "qty"
[constants]
direction = "export"
reporter = "CHN"
currency = "USD"
unit = "千克"
valuation = "FOB"
"""


def column_sum(path: Path, *, encoding: str, column: str) -> tuple[int, Decimal]:
    """Rows and the exact sum of a column, read without any of our code."""
    with path.open(encoding=encoding, newline="") as stream:
        cells = [row[column].replace(",", "") for row in csv.DictReader(stream)]
    return len(cells), total(Decimal(cell) for cell in cells)


@pytest.mark.parametrize("name", ["2021_petrol_diesel_import", "2023_soybean_import"])
def test_query_site_exports_import_with_exact_totals(shared_data: Path, tmp_path: Path, name: str) -> None:
    path = shared_data / "query_site_exports" / f"{name}.csv"
    rows, value = column_sum(path, encoding="gb18030", column="人民币")

    outcome = import_one(tmp_path / "store", path, IMPORTS)

    facts = outcome.facts[0]
    assert (outcome.format, outcome.profile, outcome.encoding) == ("gacc", "statistics", "gb18030")
    assert (facts.rows, facts.kept, Decimal(facts.value_seen), Decimal(facts.value_kept)) == (rows, rows, value, value)
    assert facts.currencies == ("CNY",)
    assert total(record.value for record in records(tmp_path / "store")) == value


def test_query_site_exports_keep_both_quantities(shared_data: Path, tmp_path: Path) -> None:
    path = shared_data / "query_site_exports" / "2021_petrol_diesel_import.csv"

    import_one(tmp_path / "store", path, IMPORTS)

    first = next(row for row in records(tmp_path / "store") if (row.month, row.hs) == (1, 27101210))
    assert (first.quantity, first.unit, first.quantity_2, first.unit_2) == (Decimal(14880), 1, Decimal(20653), 5)


def test_query_site_exports_without_a_direction_are_refused(shared_data: Path, tmp_path: Path) -> None:
    path = shared_data / "query_site_exports" / "2023_soybean_import.csv"

    report = import_files(tmp_path / "store", [path], AS_FOUND)

    assert errors(report) == ["import.direction_unknown"]


def test_monthly_unit_values_import_through_a_mapping(shared_data: Path, tmp_path: Path) -> None:
    path = shared_data / "totals" / "china_exports_hs6_unit_values_monthly.csv"
    mapping = write_lines(tmp_path / "graphite.toml", GRAPHITE)
    rows, value = column_sum(path, encoding="utf-8", column="val")

    facts = import_one(tmp_path / "store", path, ImportOptions(mapping=mapping)).facts[0]

    assert (facts.rows, Decimal(facts.value_seen)) == (rows, value)
    assert facts.rows == facts.kept + facts.rejected
    assert {row.rule for row in quarantine(tmp_path / "store")} <= {"partner_unknown"}
    assert {record.valuation for record in records(tmp_path / "store")} == {2}


def test_declarations_of_another_country_get_a_proposal_and_a_refusal(shared_data: Path, tmp_path: Path) -> None:
    path = shared_data / "declarations" / "korea_df_syn_valid_eng.csv"

    report = import_files(tmp_path / "store", [path], AS_FOUND)

    assert errors(report) == ["import.format_unknown"]
    assert "[columns]" in report.files[0].mapping_draft
    assert not read_manifest(tmp_path / "store").segments


def test_sitc_is_refused_by_name(shared_data: Path, tmp_path: Path) -> None:
    path = shared_data / "totals" / "comtrade_china_10partners_sitc2_2010_2018.csv"

    report = import_files(tmp_path / "store", [path], AS_FOUND)

    error = report.files[0].error
    assert isinstance(error, InputError)
    assert (error.code, "SITC" in sentence(error, Language.EN)) == ("records.not_hs", True)


def comtrade_row(**changes: str) -> str:
    cells = dict(zip(CURRENT.split(","), CURRENT_ROW.split(","), strict=True)) | changes
    return ",".join(cells.values())


def test_comtrade_totals_and_splits_are_counted_once(tmp_path: Path) -> None:
    path = write_lines(
        tmp_path / "comtrade.csv",
        CURRENT,
        comtrade_row(primaryValue="100"),
        comtrade_row(primaryValue="50", partnerCode="76", partnerISO="BRA", partnerDesc="Brazil"),
        comtrade_row(primaryValue="150", partnerCode="0", partnerISO="W00", partnerDesc="World"),
        comtrade_row(primaryValue="160", cmdCode="12", aggrLevel="2", isLeaf="False"),
        comtrade_row(primaryValue="160", cmdCode="TOTAL", aggrLevel="0", isLeaf="False"),
        comtrade_row(primaryValue="60", customsCode="C01", customsDesc="Clearance for home use"),
        comtrade_row(primaryValue="40", motCode="2100", motDesc="Water"),
        comtrade_row(primaryValue="30", partner2Code="76", partner2ISO="BRA", partner2Desc="Brazil"),
        comtrade_row(primaryValue="9", flowCode="RX", flowDesc="Re-export"),
        comtrade_row(primaryValue="7", flowCode="X", flowDesc="Export"),
    )

    outcome = import_one(tmp_path / "store", path)

    kept = records(tmp_path / "store")
    assert [(record.direction, record.country, int(record.value)) for record in kept] == [
        (1, 410, 50),
        (1, 502, 100),
        (2, 502, 7),
    ]
    assert counts(outcome, RuleAction.REJECT) == {
        "comtrade_world": 1,
        "hs_not_leaf": 1,
        "comtrade_total": 1,
        "comtrade_procedure": 1,
        "comtrade_transport": 1,
        "comtrade_partner_2": 1,
        "direction_neither": 1,
    }
    assert (kept[0].hs, kept[0].hs_level, kept[0].edition, kept[0].valuation) == (120190, 6, 2022, 1)


def test_comtrade_of_two_reporters_stays_apart(tmp_path: Path) -> None:
    path = write_lines(
        tmp_path / "comtrade.csv",
        CURRENT,
        comtrade_row(),
        comtrade_row(reporterCode="392", reporterISO="JPN", reporterDesc="Japan"),
        comtrade_row(reporterCode="9999", reporterISO="XXQ", reporterDesc="Nowhere"),
    )

    outcome = import_one(tmp_path / "store", path)

    assert sorted(record.reporter for record in records(tmp_path / "store")) == [116, 142]
    assert counts(outcome, RuleAction.REJECT) == {"reporter_unknown": 1}


def test_a_baci_folder_gives_both_directions_in_dollars(tmp_path: Path) -> None:
    folder = tmp_path / "BACI_HS17"
    folder.mkdir()
    head = "t,i,j,k,v,q"
    write_lines(folder / "country_codes_V202401b.csv", "country_code,country_name", "156,China", "842,USA", "4,X")
    write_lines(
        folder / "BACI_HS17_Y2019_V202401b.csv",
        head,
        "2019,156,842,850760,   1234.567,   10.5",
        "2019,842,156,120190,0.001,NA",
        "2019,4,842,10121,1.5,2",
    )
    write_lines(folder / "BACI_HS17_Y2020_V202401b.csv", head, "2020,842,156,10121,2,1")

    report = import_files(tmp_path / "store", [folder], AS_FOUND)

    assert errors(report) == []
    kept = records(tmp_path / "store")
    assert [(row.direction, row.year, row.hs, row.value, row.quantity, row.unit) for row in kept] == [
        (1, 2019, 120190, Decimal(1), None, 3),
        (1, 2020, 10121, Decimal(2000), Decimal(1), 3),
        (2, 2019, 850760, Decimal(1234567), Decimal("10.5"), 3),
    ]
    assert {(row.country, row.edition, row.valuation) for row in kept} == {(502, 2017, 2)}
    assert [row.rule for row in quarantine(tmp_path / "store")] == ["baci_not_china"]


def test_a_query_site_export_with_every_dimension_and_odd_units(tmp_path: Path) -> None:
    path = write_lines(
        tmp_path / "download.csv",
        '"数据年月","商品编码","商品名称","贸易伙伴编码","贸易伙伴名称","贸易方式编码","贸易方式名称",'
        '"注册地编码","注册地名称","第一数量","第一计量单位","第二数量","第二计量单位","美元",',
        '"202301","01012100","马","502","美国","10","一般贸易","11","北京市","1,000","公斤","7","公升","1,234",',
        '"202312","01012100","马","116","日本","39","其他","65","新疆","0","?","0","?","5",',
        '"202312","01012100","马","110","香港","10","一般贸易","11","北京市","3","千克","9","桶子","7",',
        encoding="gb18030",
    )

    outcome = import_one(tmp_path / "store", path, IMPORTS)

    kept = records(tmp_path / "store")
    assert [(row.month, row.country, row.mode, row.province, row.unit, row.unit_2) for row in kept] == [
        (1, 502, 10, 11, 1, 5),
        (12, 110, 10, 11, 1, None),
        (12, 116, 39, 65, None, None),
    ]
    assert (kept[0].quantity, kept[0].quantity_2, kept[0].value) == (Decimal(1000), Decimal(7), Decimal(1234))
    assert counts(outcome, RuleAction.FLAG) == {
        "quantity_absent": 1,
        "unit_not_given": 1,
        "unit_2_unknown": 1,
        "mode_too_general_kept": 1,
        "partner_not_country_kept": 1,
    }


def mapping_of(folder: Path, columns: str, constants: str) -> ImportOptions:
    text = f'format = "mapping/1"\n[source]\ncountry_codes = "customs"\n[columns]\nhs = "hs"\nvalue = "v"\n{columns}\n'
    common = 'direction = "import"\nreporter = "CHN"\n'
    return ImportOptions(mapping=write_lines(folder / "m.toml", f"{text}[constants]\n{common}{constants}"))


@pytest.mark.parametrize(
    ("text", "year", "month"),
    [
        ("2023", 2023, 0),
        ("2023年", 2023, 0),
        ("202301", 2023, 1),
        ("20231215", 2023, 12),
        ("2023-1", 2023, 1),
        ("2023-1-15", 2023, 1),
        ("2023/11/05", 2023, 11),
        ("2023年1月", 2023, 1),
        ("2023年12月31日", 2023, 12),
        ("2023.07", 2023, 7),
        ("2023-05-01 00:00:00", 2023, 5),
        ("202305.0", 2023, 5),
        (" 2023-06 ", 2023, 6),
        ("2023.1", None, None),
        ("2023Q1", None, None),
        ("2023-13", None, None),
        ("1979", None, None),
        ("2101", None, None),
        ("May 2023", None, None),
        ("", None, None),
    ],
)
def test_periods_are_read_for_certain_or_not_at_all(
    periods: dict[str, tuple[int, int]], text: str, year: int | None, month: int | None
) -> None:
    assert periods.get(text, (None, None)) == (year, month)


@pytest.fixture(scope="module")
def periods(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, int]]:
    """Year and month that each text of the test above is read as."""
    folder = tmp_path_factory.mktemp("periods")
    marks = [mark for mark in test_periods_are_read_for_certain_or_not_at_all.pytestmark if mark.name == "parametrize"]  # type: ignore[attr-defined]
    texts = [case[0] for case in marks[0].args[1]]
    lines = [f"010121,{number},{text}" for number, text in enumerate(texts, start=1)]
    path = write_lines(folder / "periods.csv", "hs,v,p", *lines)
    options = mapping_of(folder, 'period = "p"', 'currency = "USD"')
    import_one(folder / "store", path, options)
    return {texts[int(row.value) - 1]: (row.year, row.month) for row in records(folder / "store")}


def test_separate_year_and_month_columns(tmp_path: Path) -> None:
    path = write_lines(
        tmp_path / "a.csv",
        "hs,v,y,m",
        "010121,1,2023,1",
        "010121,2,2023年,02月",
        "010121,3,2023,",
        "010121,4,2023,1-12月",
        "010121,5,2023,合计",
        "010121,6,2022/2023,1",
    )

    import_one(tmp_path / "store", path, mapping_of(tmp_path, 'year = "y"\nmonth = "m"', 'currency = "USD"'))

    assert [(row.month, int(row.value)) for row in records(tmp_path / "store")] == [(0, 3), (1, 1), (2, 2)]
    assert [row.rule for row in quarantine(tmp_path / "store")] == ["period_unreadable"] * 3


def test_currencies_of_a_column_are_kept_apart(tmp_path: Path) -> None:
    path = write_lines(
        tmp_path / "a.csv", "hs,v,c", "010121,1,USD", "010121,2,人民币", "010121,3,usd ", "010121,4,贝壳", "010121,5,"
    )

    outcome = import_one(tmp_path / "store", path, mapping_of(tmp_path, 'currency = "c"', "year = 2023"))

    assert sorted((row.currency, int(row.value)) for row in records(tmp_path / "store")) == [
        ("CNY", 2),
        ("USD", 1),
        ("USD", 3),
    ]
    assert counts(outcome, RuleAction.REJECT) == {"currency_unknown": 2}


def test_constants_stand_for_columns(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.csv", "hs,v,q", "010121,1,5")
    constants = (
        'currency = "USD"\nperiod = "2023-05"\nprovince = "广东省"\nmode = "一般贸易"\ncountry = "美国"\nunit = "千克"'
    )

    import_one(tmp_path / "store", path, mapping_of(tmp_path, 'quantity = "q"', constants))

    row = records(tmp_path / "store")[0]
    assert (row.year, row.month, row.province, row.mode, row.country, row.unit) == (2023, 5, 44, 10, 502, 1)


@pytest.mark.parametrize("constant", ["year = 1979", 'province = "火星"', 'period = "spring"', 'mode = "x"'])
def test_constants_that_mean_nothing_are_refused(tmp_path: Path, constant: str) -> None:
    path = write_lines(tmp_path / "a.csv", "hs,v", "010121,1")
    options = mapping_of(tmp_path, "", f'currency = "USD"\n{constant}')

    report = import_files(tmp_path / "store", [path], options)

    assert errors(report)[0] in {"import.constant_unknown", "records.mapping_value"}


@pytest.mark.parametrize("year", [12, 1979, 99_999])
def test_a_stated_year_that_cannot_be_is_refused(tmp_path: Path, year: int) -> None:
    path = write_lines(
        tmp_path / "进口.csv",
        "商品编码,贸易国家,商品注册地,贸易方式,贸易数量,单位,金额",
        "01012100,美国,北京市,一般贸易,1,千克,1",
    )

    report = import_files(tmp_path / "store", [path], ImportOptions(year=year))

    assert errors(report) == ["import.constant_unknown"]


def test_a_header_without_rows_is_refused(tmp_path: Path) -> None:
    report = import_files(tmp_path / "store", [write_seed(tmp_path, [])], AS_FOUND)

    assert errors(report) == ["import.no_rows"]
    assert not read_manifest(tmp_path / "store").segments


def test_a_file_whose_rows_are_all_rejected_is_explained(tmp_path: Path) -> None:
    path = write_seed(tmp_path, [Row(partner="香港"), Row(value="0")])

    import_one(tmp_path / "store", path)
    again = import_files(tmp_path / "store", [path], AS_FOUND)

    assert records(tmp_path / "store") == []
    assert sorted(row.rule for row in quarantine(tmp_path / "store")) == ["partner_not_country", "value_not_positive"]
    assert again.files[0].status is FileStatus.ALREADY_PRESENT


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_encodings_give_the_same_records(tmp_path: Path, encoding: str) -> None:
    rows = [Row(value="1"), Row(partner="日本", value="2")]
    plain = write_seed(tmp_path, rows)
    other = write_lines(tmp_path / "2020年进口 2.csv", *plain.read_text("utf-8").splitlines(), encoding=encoding)

    import_one(tmp_path / "a", plain)
    import_one(tmp_path / "b", other)

    assert records(tmp_path / "a") == records(tmp_path / "b")


def test_columns_of_one_name_are_told_apart(tmp_path: Path) -> None:
    path = write_lines(
        tmp_path / "2020年进口.csv",
        "商品编码,贸易国家,商品注册地,贸易方式,贸易数量,单位,金额,金额",
        "01012100,美国,北京市,一般贸易,1,千克,1,999",
        "01012100,香港,北京市,一般贸易,1,千克,2,999",
    )

    import_one(tmp_path / "store", path)

    assert [int(row.value) for row in records(tmp_path / "store")] == [1]
    assert len(set(quarantine(tmp_path / "store")[0].header)) == 8


@pytest.mark.parametrize(
    "name", ["2020年进口*.csv", "2020年进口?.csv", "2020[1]年进口.csv", "2020'年进口.csv", "2020年进口.gz"]
)
def test_a_file_name_is_never_a_pattern(tmp_path: Path, name: str) -> None:
    decoy = write_seed(tmp_path, [Row(value="5")])
    path = decoy.with_name(name)
    path.write_bytes(write_seed(tmp_path, [Row(value="3")]).read_bytes())
    write_seed(tmp_path, [Row(value="5")])

    import_one(tmp_path / "store", path)

    assert [int(row.value) for row in records(tmp_path / "store")] == [3]


def test_a_direction_column_may_hold_both_and_other_words_are_rejected(tmp_path: Path) -> None:
    path = write_lines(
        tmp_path / "2020.csv",
        "商品编码,贸易国家,商品注册地,贸易方式,贸易数量,单位,金额,进出口",
        "01012100,美国,北京市,一般贸易,1,千克,1,进口",
        "01012100,美国,北京市,一般贸易,1,千克,2, 出口 ",
        "01012100,美国,北京市,一般贸易,1,千克,4,复进口",
        "01012100,美国,北京市,一般贸易,1,千克,8,",
    )

    outcome = import_one(tmp_path / "store", path)

    assert [(row.direction, int(row.value)) for row in records(tmp_path / "store")] == [(1, 1), (2, 2)]
    assert counts(outcome, RuleAction.REJECT) == {"direction_neither": 2}
