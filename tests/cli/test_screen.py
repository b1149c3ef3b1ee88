from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import python_calamine

from app.cli import main, screen_drill
from app.cli import screen as command
from app.engine.price.opening import open_with
from app.engine.price.pricer import Pricer
from tests.engine.price.networks import AnchorNetwork

HEADER = ("报关单号", "申报日期", "进出口", "商品编码", "监管方式", "成交方式", "数量", "单位", "总价", "币制")
USUAL = ("A1", "2021-05-03", "进口", "27090000", "0110", "CIF", "1000", "千克", "400", "USD")
LOW = ("A2", *USUAL[1:8], "1", "USD")
BAD = ("A3", "soon", *USUAL[2:])
FOB = ("A4", *USUAL[1:5], "FOB", *USUAL[6:])


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(autouse=True)
def made_up_network(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """Prices of a made-up network, and a home of the command's own."""

    def opened(store: Any, **options: Any) -> Pricer:
        return open_with(store, AnchorNetwork(), **options)

    monkeypatch.setenv("TRADESCOPE_HOME", str(home))
    for module in (command, screen_drill):
        monkeypatch.setattr(module, "open_pricer", opened)


@pytest.fixture
def declarations(tmp_path: Path) -> Path:
    return _write(tmp_path / "declarations.csv", [USUAL, LOW, BAD, FOB])


def _write(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([HEADER, *rows])
    return path


def _run(store: Path, *arguments: str) -> int:
    return main(["screen", *arguments, "--store", str(store), "--lang", "en"])


def test_the_most_remarkable_price_is_proposed_first_and_bad_rows_are_reported(
    demo_store: Path, declarations: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(demo_store, str(declarations), "--budget", "0.3", "--json") == 0

    found = json.loads(capsys.readouterr().out)
    assert (found["rows"], found["checked"], found["unchecked"]) == (4, 2, 1)
    assert [each["number"] for each in found["proposed"]] == ["A2"]
    assert found["proposed"][0]["tail"] < 0.05
    assert found["proposed"][0]["declared"] < found["proposed"][0]["expected"]
    assert [(each["row"], each["code"]) for each in found["unread"]] == [(4, "screening.date_unreadable")]
    assert found["not_checked"] == ["words", "rules", "photo"]


def test_the_whole_list_is_written_with_a_reason_for_each_row(
    demo_store: Path, declarations: Path, tmp_path: Path
) -> None:
    out = tmp_path / "list.csv"

    assert _run(demo_store, str(declarations), "--out", str(out)) == 0

    with out.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["Row"] for row in rows] == ["3", "2", "5", "4"]
    assert [row["Proposal"] for row in rows] == ["inspect", "", "", ""]
    assert "freight" in rows[2]["Reason"]
    assert all(row["Reason"] for row in rows)


def test_a_workbook_says_that_screening_determines_no_value(
    demo_store: Path, declarations: Path, tmp_path: Path
) -> None:
    out = tmp_path / "list.xlsx"

    assert _run(demo_store, str(declarations), "--out", str(out)) == 0

    workbook = python_calamine.load_workbook(str(out))
    cells = [
        str(cell)
        for name in workbook.sheet_names
        for row in workbook.get_sheet_by_name(name).to_python()
        for cell in row
    ]
    assert any("determines no customs value" in cell for cell in cells)
    assert any("names of goods, form rules and photos were not checked" in cell for cell in cells)


def test_people_read_what_was_not_checked(
    demo_store: Path, declarations: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(demo_store, str(declarations)) == 0

    said = capsys.readouterr().out
    assert "This list rests on prices alone" in said
    assert "A2" in said


@pytest.mark.parametrize("budget", ["0", "2"])
def test_a_budget_that_is_no_share_is_not_understood(demo_store: Path, declarations: Path, budget: str) -> None:
    assert _run(demo_store, str(declarations), "--budget", budget) == 2


def test_a_desk_without_rates_gets_a_table_to_fill(demo_store: Path, declarations: Path, home: Path) -> None:
    assert _run(demo_store, str(declarations)) == 0

    assert (home / "rates.csv").read_text(encoding="utf-8").startswith("valid_from,currency")


def test_a_drill_counts_who_finds_what_was_planted_and_leaves_the_data_alone(
    demo_store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_bytes() for path in demo_store.glob("*.json")}

    assert _run(demo_store, "drill", "--multiplier", "0.3", "--json") == 0

    found = json.loads(capsys.readouterr().out)
    assert set(found["model"]["precision"]) == {"0.01", "0.02", "0.05", "0.1"}
    assert {"recall", "precision", "value_recovered"} <= set(found["baselines"]["random"])
    assert found["oracle"] is None
    assert found["planted"] == round(found["rows"] * 0.05)
    assert {path: path.read_bytes() for path in demo_store.glob("*.json")} == before


def test_people_read_what_a_drill_found(demo_store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(demo_store, "drill", "--kind", "chapter") == 0

    said = capsys.readouterr().out
    assert "under a code of another chapter" in said
    assert "isolation forest" in said
