"""Indicators on the command line, over demo data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.cli import main

_VERBS = (
    "growth", "changes", "index", "theil", "rca", "eci", "diversification", "survival", "balance", "mode-shift",
    "breaks",
)  # fmt: skip


def answer(store: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert main(["query", *arguments, "--store", str(store), "--json", "--lang", "en"]) == 0
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return document


@pytest.mark.parametrize("verb", _VERBS)
def test_every_indicator_comes_with_formula_source_and_caveat(
    demo_store: Path, capsys: pytest.CaptureFixture[str], verb: str
) -> None:
    document = answer(demo_store, capsys, verb)

    assert document["rows"]
    assert {"currency", "context", "filters", "left_out"} <= document.keys()
    assert all(document["explanation"][part] for part in ("formula", "source", "caveat"))


@pytest.mark.parametrize("verb", _VERBS)
def test_every_indicator_prints_a_table_and_explains_itself(
    demo_store: Path, capsys: pytest.CaptureFixture[str], verb: str
) -> None:
    assert main(["query", verb, "--explain", "--store", str(demo_store), "--lang", "zh"]) == 0

    printed = capsys.readouterr().out
    assert "─" in printed
    assert "公式: " in printed


def test_contributions_are_printed_as_percentage_points(demo_store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    largest = answer(demo_store, capsys, "growth", "--limit", "1")["rows"][0]["contribution"]

    assert main(["query", "growth", "--limit", "1", "--store", str(demo_store), "--lang", "en"]) == 0

    printed = capsys.readouterr().out
    assert "contribution (pp)" in printed
    assert f" {largest * 100:.1f} " in printed


def test_shown_changes_and_the_rest_make_the_total(demo_store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = answer(demo_store, capsys, "changes", "--by", "hs2", "--limit", "7", "--direction", "export")

    shown = sum(row["change"] for row in document["rows"])
    assert len(document["rows"]) == 7
    assert shown + document["rest"]["change"] == document["total"]["change"]


def test_the_years_to_compare_can_be_named(demo_store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = answer(demo_store, capsys, "growth", "--before", "2013", "--after", "2019")

    assert (document["before"], document["after"]) == (2013, 2019)


def test_advantage_names_its_reference(demo_store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(demo_store, capsys, "rca")["reference"] == "china"


def test_a_single_year_is_answered_with_a_sentence(demo_store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["query", "survival", "--years", "2020", "--store", str(demo_store), "--lang", "en"])

    assert status == 1
    assert "please select more" in capsys.readouterr().err


def test_a_selection_without_records_is_no_failure(demo_store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(demo_store, capsys, "growth", "--hs", "9999")["rows"] == []


def test_a_concordance_table_is_kept_and_joins_editions(
    demo_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRADESCOPE_HOME", str(tmp_path / "home"))
    table = tmp_path / "table.csv"
    table.write_text("HS 2012,HS 2017\n270900,270900\n270111,270900\n", encoding="utf-8")

    assert main(["data", "concordance", str(table), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"earlier": 2012, "later": 2017, "pairs": 2}

    document = answer(demo_store, capsys, "editions", "--hs", "270900")
    assert [step["link"] for step in document["steps"]] == ["concordance"]
    assert document["steps"][0]["earlier_codes"] == ["270111", "270900"]


def test_without_other_reporters_there_is_no_world(demo_store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["query", "rca", "--reference", "world", "--store", str(demo_store), "--lang", "en"])

    assert status == 1
    assert "BACI" in capsys.readouterr().err


def test_codes_of_two_editions_are_marked_and_never_silently_compared(
    demo_store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    over = answer(demo_store, capsys, "growth", "--by", "hs6", "--before", "2016", "--after", "2017", "--limit", "9999")
    within = answer(demo_store, capsys, "growth", "--by", "hs6", "--before", "2017", "--after", "2018")

    marked = [row for row in over["rows"] if row.get("edition_break")]
    assert 0 < len(marked) < len(over["rows"])
    assert not any(row.get("edition_break") for row in within["rows"])
