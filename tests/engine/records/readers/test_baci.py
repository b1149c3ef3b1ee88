"""BACI: six one-letter columns, thousands of dollars, both ends of each flow."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.engine.errors import InputError
from app.engine.records.layout import Field, PartnerCoding, SourceFormat
from app.engine.records.recognition import data_files, recognise
from tests.engine.records.readers.loading import load

ROWS = "t,i,j,k,v,q\n2019,156,842,850760,   1234.567,   10.5\n2019,4,842,10121,1.5,NA\n"


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_reads_a_yearly_file(tmp_path: Path) -> None:
    found = recognise(write(tmp_path / "BACI_HS17_Y2019_V202401b.csv", ROWS))
    row = load(found, tmp_path).rows[0]

    assert (found.format, found.years, found.direction) == (SourceFormat.BACI, (2019,), None)
    assert found.layout is not None
    assert (found.layout.value_scale, found.layout.partner_coding) == (1000, PartnerCoding.M49)
    assert [row[field] for field in (Field.EXPORTER, Field.IMPORTER, Field.HS)] == ["156", "842", "850760"]
    assert [row[field] for field in (Field.UNIT, Field.CURRENCY, Field.VALUATION, Field.EDITION)] == [
        "吨",
        "USD",
        "FOB",
        "2017",
    ]


def test_is_recognised_by_content_and_says_that_the_edition_is_not_known(tmp_path: Path) -> None:
    found = recognise(write(tmp_path / "data.csv", ROWS))

    assert found.format is SourceFormat.BACI
    assert "evidence.baci_edition_unknown" in {observation.code for observation in found.evidence}


def test_notices_codes_without_their_leading_zero(tmp_path: Path) -> None:
    layout = recognise(write(tmp_path / "data.csv", ROWS)).layout

    assert layout is not None
    assert layout.has_lost_zeros


def test_names_the_codes_of_the_country_table_that_are_not_known(tmp_path: Path) -> None:
    path = write(tmp_path / "BACI_HS17_Y2019_V202401b.csv", ROWS)
    write(tmp_path / "country_codes_V202401b.csv", "country_code,country_name\n156,China\n998,Nowhere\n")

    told = {observation.code: observation.params for observation in recognise(path).evidence}

    assert told["evidence.baci_country_table"] == {"count": 2, "unknown": "998 Nowhere"}


def test_takes_a_release_folder_for_its_yearly_files(tmp_path: Path) -> None:
    years = [write(tmp_path / f"BACI_HS17_Y{year}_V202401b.csv", ROWS) for year in (2018, 2019)]
    write(tmp_path / "country_codes_V202401b.csv", "country_code,country_name\n")

    assert data_files(tmp_path) == years


def test_refuses_another_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        data_files(tmp_path)

    assert caught.value.code == "records.is_folder"
