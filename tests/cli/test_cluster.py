from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli import main


def told(store: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    assert main([*arguments, "--store", str(store), "--json"]) == 0
    document: dict[str, object] = json.loads(capsys.readouterr().out)
    return document


def test_groups_have_their_fixed_keys(demo_store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = told(demo_store, capsys, "cluster", "--of", "province", "--k", "3", "--movement")

    assert {"rows", "currency", "filters", "left_out", "groups", "considered", "features", "compared"} <= set(document)
    rows, groups, moves = document["rows"], document["groups"], document["movement"]
    assert isinstance(rows, list)
    assert isinstance(groups, list)
    assert isinstance(moves, dict)
    assert [group["group"] for group in groups] == ["A", "B", "C"]
    assert sum(group["members"] for group in groups) == len(rows)
    assert {"key", "name", "group", "value", "distance", "silhouette", "features"} <= set(rows[0])
    assert len(moves["flows"]) == len(moves["spans"]) - 1


def test_the_number_of_groups_is_chosen_where_none_is_given(
    demo_store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = told(demo_store, capsys, "cluster", "--of", "hs2", "--features", "share,growth,balance")

    considered = document["considered"]
    assert document["is_k_chosen"] is True
    assert isinstance(considered, list)
    assert document["k"] in [each["k"] for each in considered]


def test_groups_are_told_in_sentences(demo_store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cluster", "--of", "country", "--k", "2", "--store", str(demo_store), "--lang", "en"]) == 0

    said = capsys.readouterr().out
    assert "demo data" in said
    assert "Against the median of all members" in said
    assert "Silhouette" in said


def test_features_are_listed_with_formula_and_caveat(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cluster", "--of", "hs4", "--list-features", "--lang", "en"]) == 0

    assert "value of the member ÷ value of all members" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        ["--k", "many"],
        ["--k", "1"],
        ["--features", "beauty"],
        ["--country", "USA"],
        ["--out", "groups.docx", "--k", "2"],
    ],
)
def test_what_cannot_be_grouped_ends_with_a_sentence_and_status_two(
    demo_store: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert main(["cluster", "--of", "country", *arguments, "--store", str(demo_store)]) == 2

    assert capsys.readouterr().err.strip()


def test_dependence_has_its_fixed_keys_and_is_written_as_csv(
    demo_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "risks.csv"

    document = told(demo_store, capsys, "dependence", "--level", "hs2", "--threshold", "0.3", "--out", str(out))

    rows = document["rows"]
    assert isinstance(rows, list)
    assert {"summary", "holders", "bands", "products", "threshold"} <= set(document)
    assert all(row["share"] >= 0.3 for row in rows)
    assert len(out.read_text(encoding="utf-8-sig").splitlines()) == len(rows) + 1


def test_groups_are_written_as_a_workbook_and_as_a_document(demo_store: Path, tmp_path: Path) -> None:
    for name in ("groups.xlsx", "groups.pdf"):
        out = tmp_path / name

        assert main(["cluster", "--of", "hs2", "--k", "3", "--store", str(demo_store), "--out", str(out)]) == 0
        assert out.stat().st_size > 1_000


def test_dependence_is_told_in_a_sentence(demo_store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dependence", "--store", str(demo_store), "--lang", "en", "--limit", "3"]) == 0

    assert "one partner holds 50% or more" in capsys.readouterr().out
