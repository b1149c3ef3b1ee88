"""Mapping files: the documented example on real data, and one sentence for every mistake."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.engine.errors import InputError, UsageError
from app.engine.messages import Language, sentence
from app.engine.records.layout import Field, PartnerCoding, SourceFormat
from app.engine.records.mapping import read_mapping
from app.engine.records.recognition import recognise
from tests.engine.records.readers.loading import load

EXAMPLE = """
format = "mapping/1"
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
TABLE = "period_dt,partner_name,hs6,val,qty,uv\n2017-01-01,Australia,380110,42958.0,10245.324,4.19\n"


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_reads_the_real_table_of_the_documented_example(shared_data: Path, tmp_path: Path) -> None:
    path = shared_data / "totals" / "china_exports_hs6_unit_values_monthly.csv"

    found = recognise(path, mapping=write(tmp_path / "m.toml", EXAMPLE))
    loaded = load(found, tmp_path)

    assert (found.format, found.direction, len(loaded.rows)) == (SourceFormat.MAPPING, "export", 2575)
    assert {row[Field.UNIT] for row in loaded.rows} == {"千克"}


def test_proposes_that_mapping_for_that_table(tmp_path: Path) -> None:
    found = recognise(write(tmp_path / "x.csv", TABLE))

    proposed = {
        str(observation.params["field"]): observation.params["column"]
        for observation in found.evidence
        if observation.code == "evidence.proposed_column"
    }
    assert found.format is None
    assert proposed == {
        "hs": "hs6",
        "partner": "partner_name",
        "period": "period_dt",
        "value": "val",
        "quantity": "qty",
        "unit_price": "uv",
    }


def test_drafts_a_mapping_that_becomes_sound_when_its_blanks_are_filled(tmp_path: Path) -> None:
    draft = recognise(write(tmp_path / "x.csv", TABLE)).mapping_draft
    for name, text in {
        "direction": "export",
        "reporter": "CHN",
        "currency": "USD",
        "unit": "千克",
        "valuation": "FOB",
    }.items():
        draft = draft.replace(f'{name} = ""', f'{name} = "{text}"')

    found = recognise(tmp_path / "x.csv", mapping=write(tmp_path / "m.toml", draft))

    assert load(found, tmp_path).column(Field.PARTNER) == ["Australia"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('"mapping/1"', '"mapping/2"', "records.mapping_format"),
        ("[columns]", "[columns", "records.mapping_syntax"),
        ("[constants]", "[constant]", "records.mapping_unknown"),
        ('hs = "hs6"', 'hscode = "hs6"', "records.mapping_unknown"),
        ('hs = "hs6"', "", "records.mapping_missing"),
        ('value = "val"', "", "records.mapping_missing"),
        ('reporter = "CHN"', "", "records.mapping_missing"),
        ('currency = "USD"', "", "records.mapping_missing"),
        ('direction = "export"', "", "records.mapping_missing"),
        ('unit = "千克"', "", "records.mapping_missing"),
        ('"export"', '"exports"', "records.mapping_value"),
        ('"CHN"', '"CHINA"', "records.mapping_value"),
        ('"USD"', '"dollars"', "records.mapping_value"),
        ('"FOB"', '"EXW"', "records.mapping_value"),
        ('unit = "千克"', 'unit = "stone"', "records.mapping_value"),
        ('value = "val"', "value = 1.5", "records.mapping_value"),
        ('unit = "千克"', 'unit = "千克"\nvalue = "5"', "records.mapping_twice"),
        ('quantity = "qty"', 'quantity = "val"', "records.mapping_same_column"),
        ('value = "val"', 'value = "worth"', "records.mapping_columns"),
        ("[columns]", '[source]\ndelimiter = "tab"\n[columns]', "records.mapping_value"),
        ("[columns]", '[source]\nencoding = "klingon"\n[columns]', "records.mapping_value"),
        ("[columns]", "[source]\nheader_row = 0\n[columns]", "records.mapping_value"),
        ("[columns]", "[source]\nrow = 1\n[columns]", "records.mapping_unknown"),
    ],
)
def test_says_what_is_wrong_with_a_mapping(tmp_path: Path, old: str, new: str, code: str) -> None:
    table = write(tmp_path / "x.csv", TABLE)

    with pytest.raises(InputError) as caught:
        recognise(table, mapping=write(tmp_path / "m.toml", EXAMPLE.replace(old, new, 1)))

    assert caught.value.code == code
    assert "m.toml" in sentence(caught.value, Language.EN) + sentence(caught.value, Language.ZH) or code.endswith(
        "columns"
    )


def test_takes_the_direction_from_the_caller_where_the_mapping_has_none(tmp_path: Path) -> None:
    chart = write(tmp_path / "m.toml", EXAMPLE.replace('direction = "export"', ""))

    assert recognise(write(tmp_path / "x.csv", TABLE), mapping=chart, direction="import").direction == "import"


def test_asks_which_numbers_stand_for_countries(tmp_path: Path) -> None:
    table = write(tmp_path / "x.csv", TABLE.replace("Australia", "36"))

    with pytest.raises(InputError) as caught:
        recognise(table, mapping=write(tmp_path / "m.toml", EXAMPLE))

    assert caught.value.code == "records.mapping_country_codes"


def test_reads_numbers_of_countries_as_told(tmp_path: Path) -> None:
    table = write(tmp_path / "x.csv", TABLE.replace("Australia", "36"))
    chart = write(tmp_path / "m.toml", EXAMPLE.replace("[columns]", '[source]\ncountry_codes = "m49"\n[columns]'))

    layout = recognise(table, mapping=chart).layout

    assert layout is not None
    assert layout.partner_coding is PartnerCoding.M49


@pytest.mark.parametrize("code", ["AU", "AUS"])
def test_recognises_iso_codes_of_countries(tmp_path: Path, code: str) -> None:
    table = write(tmp_path / "x.csv", TABLE.replace("Australia", code))

    layout = recognise(table, mapping=write(tmp_path / "m.toml", EXAMPLE)).layout

    assert layout is not None
    assert layout.partner_coding is PartnerCoding.ISO3


def test_follows_the_hints_about_the_source(tmp_path: Path) -> None:
    text = "title;;;;;\n" + TABLE.replace(",", ";").replace("Australia", "Türkiye")
    table = tmp_path / "x.csv"
    table.write_bytes(text.encode("cp1252"))
    hints = '[source]\nencoding = "cp1252"\ndelimiter = ";"\nheader_row = 2\n[columns]'

    found = recognise(table, mapping=write(tmp_path / "m.toml", EXAMPLE.replace("[columns]", hints)))

    assert load(found, tmp_path).column(Field.HS) == ["380110"]


def test_wants_a_mapping_file_for_the_mapping_format(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        recognise(write(tmp_path / "x.csv", TABLE), format=SourceFormat.MAPPING)


def test_refuses_a_mapping_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_mapping(tmp_path / "absent.toml")

    assert caught.value.code == "records.unreadable"
