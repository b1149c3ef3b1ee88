"""UN Comtrade: both generations of its CSV, their mismatched fields, and what is refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.engine.errors import InputError
from app.engine.records.layout import Field, PartnerCoding, SourceFormat
from app.engine.records.recognition import recognise
from tests.engine.records.readers.loading import load
from tests.engine.records.readers.workbooks import write_workbook

CURRENT = (
    "typeCode,freqCode,refPeriodId,refYear,refMonth,period,reporterCode,reporterISO,reporterDesc,flowCode,flowDesc,"
    "partnerCode,partnerISO,partnerDesc,partner2Code,partner2ISO,partner2Desc,classificationCode,"
    "classificationSearchCode,isOriginalClassification,cmdCode,cmdDesc,aggrLevel,isLeaf,customsCode,customsDesc,"
    "mosCode,motCode,motDesc,qtyUnitCode,qtyUnitAbbr,qty,isQtyEstimated,altQtyUnitCode,altQtyUnitAbbr,altQty,"
    "isAltQtyEstimated,netWgt,isNetWgtEstimated,grossWgt,isGrossWgtEstimated,cifvalue,fobvalue,primaryValue,"
    "legacyEstimationFlag,isReported,isAggregate"
)
CURRENT_ROW = (
    "C,A,20220101,2022,52,2022,156,CHN,China,M,Import,842,USA,USA,0,W00,World,H6,HS,True,120190,Soya beans,6,True,"
    "C00,TOTAL CPC,0,0,TOTAL MOT,8,kg,29533163000,False,-1,N/A,0,False,29533163000,False,0,False,"
    "18456700000.5,,18456700000.5,0,False,True"
)
LEGACY = (
    "Classification,Year,Period,Period Desc.,Aggregate Level,Is Leaf Code,Trade Flow Code,Trade Flow,Reporter Code,"
    "Reporter,Reporter ISO,Partner Code,Partner,Partner ISO,2nd Partner Code,2nd Partner,2nd Partner ISO,"
    "Customs Proc. Code,Customs,Mode of Transport Code,Mode of Transport,Commodity Code,Commodity,Qty Unit Code,"
    "Qty Unit,Qty,Alt Qty Unit Code,Alt Qty Unit,Alt Qty,Netweight (kg),Gross weight (kg),Trade Value (US$),"
    "CIF Trade Value (US$),FOB Trade Value (US$),Flag"
)
LEGACY_ROW = (
    "H4,2016,2016,2016,6,1,2,Export,156,China,CHN,276,Germany,DEU,,,,,,,,850760,Lithium-ion accumulators,5,"
    "Number of items,1000,,,,5000,,123456789,,,0"
)
CUT_DOWN = "Year,Trade Flow,Reporter ISO,Partner ISO,Partner,Commodity Code,Commodity,Netweight (kg),Trade Value (US$)"


def write(path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path.write_text("\n".join([*lines, ""]), encoding=encoding)
    return path


def refusal(path: Path) -> tuple[str, object]:
    with pytest.raises(InputError) as caught:
        recognise(path)
    return caught.value.code, caught.value.params.get("classification")


def test_reads_the_current_download(tmp_path: Path) -> None:
    found = recognise(write(tmp_path / "TradeData.csv", CURRENT, CURRENT_ROW))
    row = load(found, tmp_path).rows[0]

    assert (found.format, found.years, found.direction) == (SourceFormat.COMTRADE, (2022,), "import")
    assert found.layout is not None
    assert found.layout.partner_coding is PartnerCoding.M49
    assert [row[field] for field in (Field.REPORTER, Field.PARTNER, Field.HS, Field.VALUE, Field.CURRENCY)] == [
        "CHN",
        "842",
        "120190",
        "18456700000.5",
        "USD",
    ]
    assert [row[field] for field in (Field.PARTNER_2, Field.CUSTOMS_PROCEDURE, Field.TRANSPORT)] == ["0", "C00", "0"]
    assert [row[field] for field in (Field.HS_LEVEL, Field.IS_LEAF, Field.EDITION)] == ["6", "True", "H6"]
    assert [row[field] for field in (Field.QUANTITY, Field.UNIT, Field.UNIT_2)] == ["29533163000", "kg", "千克"]


def test_reads_rows_with_one_field_more_than_the_header(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", CURRENT, CURRENT_ROW + ",", CURRENT_ROW + ",")

    loaded = load(recognise(path), tmp_path)

    assert loaded.column(Field.VALUE) == ["18456700000.5", "18456700000.5"]
    assert loaded.malformed == []


def test_realigns_rows_that_begin_with_an_index(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", CURRENT, "0," + CURRENT_ROW, "1," + CURRENT_ROW)

    loaded = load(recognise(path), tmp_path)

    assert loaded.column(Field.PARTNER) == ["842", "842"]
    assert loaded.column(Field.VALUE) == ["18456700000.5", "18456700000.5"]


def test_reads_latin_1_names(tmp_path: Path) -> None:
    row = CURRENT_ROW.replace("842,USA,USA", "384,CIV,Côte d'Ivoire")
    path = write(tmp_path / "x.csv", CURRENT, row, encoding="latin-1")

    found = recognise(path)

    assert found.encoding == "latin-1"
    assert load(found, tmp_path).column(Field.PARTNER) == ["384"]


def test_reads_a_latin_1_name_far_behind_the_sample(tmp_path: Path) -> None:
    plain = [CURRENT_ROW] * 3000
    odd = CURRENT_ROW.replace("842,USA,USA", "384,CIV,Côte d'Ivoire")
    path = write(tmp_path / "x.csv", CURRENT, *plain, odd, *plain[:5], encoding="latin-1")

    loaded = load(recognise(path), tmp_path)

    assert (len(loaded.rows), loaded.malformed) == (3006, [])


def test_reads_the_legacy_download(tmp_path: Path) -> None:
    found = recognise(write(tmp_path / "comtrade.csv", LEGACY, LEGACY_ROW))
    row = load(found, tmp_path).rows[0]

    assert (found.format, found.years, found.direction) == (SourceFormat.COMTRADE, (2016,), "export")
    assert [row[field] for field in (Field.PARTNER, Field.HS, Field.VALUE, Field.EDITION, Field.UNIT)] == [
        "276",
        "850760",
        "123456789",
        "H4",
        "Number of items",
    ]


def test_reads_a_workbook_download(tmp_path: Path) -> None:
    values = [float(cell) if cell.replace(".", "").isdigit() else cell for cell in CURRENT_ROW.split(",")]
    path = write_workbook(tmp_path / "TradeData.xlsx", {"Sheet1": [CURRENT.split(","), values]})

    row = load(recognise(path), tmp_path).rows[0]

    assert [row[field] for field in (Field.HS, Field.PARTNER, Field.PERIOD, Field.VALUE)] == [
        "120190",
        "842",
        "2022",
        "18456700000.5",
    ]


def test_refuses_sitc_by_name(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", CURRENT, CURRENT_ROW.replace(",H6,", ",S4,"))

    assert refusal(path) == ("records.not_hs", "SITC (S4)")


def test_refuses_the_broad_economic_categories_by_name(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", CURRENT, CURRENT_ROW.replace(",H6,", ",B4,"))

    assert refusal(path) == ("records.not_hs", "BEC (B4)")


def test_refuses_services(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", CURRENT, CURRENT_ROW.replace("C,A,", "S,A,", 1))

    assert refusal(path)[0] == "records.comtrade_services"


def test_refuses_the_real_cut_down_sitc_table(shared_data: Path) -> None:
    path = shared_data / "totals" / "comtrade_china_10partners_sitc2_2010_2018.csv"

    assert refusal(path) == ("records.not_hs", "SITC")


def test_accepts_a_cut_down_table_whose_codes_are_of_the_nomenclature(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", CUT_DOWN, "2016,Export,CHN,DEU,Germany,850760,Lithium-ion accumulators,5000,1234")

    found = recognise(path)
    row = load(found, tmp_path).rows[0]

    assert found.layout is not None
    assert found.layout.partner_coding is PartnerCoding.ISO3
    assert [row[field] for field in (Field.QUANTITY, Field.UNIT, Field.VALUE)] == ["5000", "千克", "1234"]


def test_refuses_a_cut_down_table_whose_classification_cannot_be_told(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", CUT_DOWN, "2016,Export,CHN,DEU,Germany,85,Something,5000,1234")

    assert refusal(path)[0] == "records.classification_unknown"
