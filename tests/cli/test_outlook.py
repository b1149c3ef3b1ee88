"""The command line of potential, watch list and story."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli import main
from tests.engine.analysis.stores import CARS, make_exports


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_exports(tmp_path_factory.mktemp("exports"))


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRADESCOPE_HOME", str(tmp_path))


def answer(store: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    assert main([*arguments, "--store", str(store), "--json", "--lang", "en"]) == 0
    document: dict[str, object] = json.loads(capsys.readouterr().out)
    return document


def test_potential_ranks_partners_with_all_parts(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = answer(store, capsys, "query", "potential", "--hs", CARS, "--weight", "size=10", "--weight", "room=0")

    rows = document["rows"]
    assert isinstance(rows, list)
    assert [row["key"] for row in rows] == ["DEU", "FRA", "JPN"]
    assert rows[0]["parts"]["size"] == {"raw": 300.0, "place": 0.833333}


def test_potential_says_what_it_rests_on_and_whether_it_foretold(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["query", "potential", "--hs", CARS, "--store", str(store), "--lang", "en"]) == 0

    printed = capsys.readouterr().out
    assert "too few years or partners" in printed
    assert "basis:" in printed


def test_potential_without_a_product_says_what_to_do(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "potential", "--store", str(store), "--lang", "en"]) == 2

    assert "choose a product" in capsys.readouterr().err


def test_an_entry_is_added_checked_listed_and_removed(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer(store, capsys, "watch", "add", "cars", "--hs", CARS, "--value-up", "50", "--concentration", "9000")

    checked = answer(store, capsys, "watch", "check")["watches"]
    assert isinstance(checked, list)
    assert [(one["kind"], one["is_new"]) for one in checked[0]["crossed"]] == [("value_up", True)]
    listed = answer(store, capsys, "watch", "list")["watches"]
    assert isinstance(listed, list)
    assert listed[0]["thresholds"]["concentration"] == 0.9
    history = answer(store, capsys, "watch", "history")["crossings"]
    assert isinstance(history, list)
    assert len(history) == 1
    answer(store, capsys, "watch", "remove", "Cars")
    assert answer(store, capsys, "watch", "list")["watches"] == []


def test_an_unknown_entry_cannot_be_removed(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["watch", "remove", "ships", "--store", str(store), "--lang", "en"]) == 2

    assert "ships" in capsys.readouterr().err


def test_a_story_is_told_with_its_source(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = answer(store, capsys, "story", "DEU", "--of", "country")

    pictures = document["pictures"]
    assert isinstance(pictures, list)
    assert len(pictures) == 6
    assert document["years"] == [2019, 2020]
    assert str(document["source"]).startswith("Source:")


def test_a_story_of_what_is_not_traded_says_so(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["story", "72", "--of", "product", "--store", str(store), "--lang", "en"]) == 1

    assert "72" in capsys.readouterr().err


def test_a_story_is_written_as_pdf(store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "story.pdf"

    answer(store, capsys, "story", CARS, "--of", "product", "--out", str(out))

    assert out.read_bytes().startswith(b"%PDF")
