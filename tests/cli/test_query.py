from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli import main
from tests.engine.store.read.stores import make_cars


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_cars(tmp_path_factory.mktemp("cars")).store


def _ask(store: Path, *arguments: str) -> int:
    return main(["query", *arguments, "--store", str(store)])


def _json(store: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    assert _ask(store, *arguments, "--json") == 0
    document: dict[str, object] = json.loads(capsys.readouterr().out)
    return document


def test_totals_have_their_fixed_keys(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = _json(store, capsys, "totals")

    assert isinstance(document["rows"], list)
    wanted = [{name: row[name] for name in ("direction", "currency", "value", "records")} for row in document["rows"]]
    assert wanted == [
        {"direction": "import", "currency": "USD", "value": 1400, "records": 6},
        {"direction": "export", "currency": "USD", "value": 60, "records": 1},
    ]


@pytest.mark.parametrize("question", [["top", "--by", "country"], ["series"], ["cross", "--by", "country,hs2"]])
def test_rankings_series_and_cross_tables_have_their_fixed_keys(
    store: Path, capsys: pytest.CaptureFixture[str], question: list[str]
) -> None:
    document = _json(store, capsys, *question)

    assert {"rows", "unit", "currency", "filters", "left_out"} <= document.keys()
    assert document["currency"] == "USD"


def test_a_country_has_its_iso_and_customs_code_and_its_name(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = _json(store, capsys, "top", "--by", "country", "--direction", "import", "--limit", "1", "--lang", "en")

    assert isinstance(document["rows"], list)
    row = document["rows"][0]
    assert (row["key"], row["code"], row["name"], row["value"]) == ("DEU", 304, "Germany", 750)


def test_codes_keep_their_leading_zeros(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = _json(store, capsys, "top", "--by", "hs4", "--hs", "01")

    assert isinstance(document["rows"], list)
    assert [row["key"] for row in document["rows"]] == ["0101"]


def test_several_countries_may_be_given_at_once(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = _json(store, capsys, "totals", "--country", "DEU,USA", "--country", "日本")

    assert isinstance(document["rows"], list)
    assert sum(row["value"] for row in document["rows"]) == 1460


def test_several_prefixes_may_be_given_at_once(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = _json(store, capsys, "totals", "--hs", "8703,01", "--hs", "870323")

    assert isinstance(document["rows"], list)
    assert isinstance(document["filters"], dict)
    assert sum(row["value"] for row in document["rows"]) == 1460
    assert document["filters"]["hs"] == ["01", "8703"]


def test_nothing_found_is_an_empty_answer_and_no_failure(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _json(store, capsys, "top", "--by", "country", "--years", "1990")["rows"] == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["top", "--by", "month"],
        ["top", "--by", "country,hs2"],
        ["cross", "--by", "country"],
        ["top", "--country", "Atlantis"],
        ["top", "--years", "twenty"],
        ["top", "--years", "2020-2019"],
        ["top", "--hs", "87AB"],
        ["top", "--limit", "0"],
    ],
)
def test_what_cannot_be_understood_is_a_usage_error(
    store: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    status = _ask(store, *arguments)

    assert status == 2
    assert capsys.readouterr().err.strip()


def test_a_dimension_that_the_data_lack_is_a_failure_with_a_sentence(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = _ask(store, "series", "--monthly", "--lang", "en")

    assert status == 1
    assert "do not tell “month”" in capsys.readouterr().err


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "question",
    [
        ["totals"],
        ["top", "--by", "hs8"],
        ["series", "--by", "province"],
        ["cross", "--by", "direction,year,mode"],
        ["unit-price", "--by", "hs2"],
        ["hhi"],
    ],
)
def test_every_question_prints_a_table(
    store: Path, capsys: pytest.CaptureFixture[str], question: list[str], language: str
) -> None:
    status = _ask(store, *question, "--lang", language)

    assert status == 0
    assert "──" in capsys.readouterr().out
