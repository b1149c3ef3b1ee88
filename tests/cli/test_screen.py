from __future__ import annotations

import csv
import json
import signal
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

HEADER = (
    *(
        "报关单号",
        "申报日期",
        "进出口",
        "商品编码",
        "商品名称",
        "监管方式",
        "成交方式",
        "数量",
        "单位",
        "单价",
        "总价",
        "币制",
    ),
)
USUAL = ("A1", "2021-05-03", "进口", "27090000", "石油原油", "0110", "CIF", "1000", "千克", "0.4", "400", "USD")
LOW = ("A2", *USUAL[1:9], "0.1", "100", "USD")
BAD = ("A3", "soon", *USUAL[2:])
FOB = ("A4", *USUAL[1:6], "FOB", *USUAL[7:])
SMALL = ("100", "千克", "0.4", "40", "USD")
OTHER_NAME = ("A5", *USUAL[1:4], "机织棉布服装", *USUAL[5:7], *SMALL)
WRONG_SUM = ("A6", *USUAL[1:7], *SMALL[:3], "43", "USD")


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
    return _write(tmp_path / "declarations.csv", [USUAL, LOW, BAD, FOB, OTHER_NAME, WRONG_SUM])


def _write(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([HEADER, *rows])
    return path


def _run(store: Path, *arguments: str) -> int:
    return main(["screen", *arguments, "--store", str(store), "--lang", "en"])


def screened(store: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert _run(store, *arguments, "--json") == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_what_is_most_worth_a_look_is_proposed_first_and_bad_rows_are_reported(
    demo_store: Path, declarations: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = screened(demo_store, capsys, str(declarations), "--budget", "0.2")

    assert (found["rows"], found["lines"], found["unread_rows"]) == (6, 5, 1)
    assert (found["proposed_lines"], [each["number"] for each in found["proposed"]]) == (1, ["A2"])
    assert found["proposed"][0]["findings"]["price"]["tail"] < 0.05
    assert found["proposed"][0]["declared"] < found["proposed"][0]["expected"]
    assert [(each["row"], each["code"]) for each in found["unread"]] == [(4, "screening.date_unreadable")]
    assert found["not_checked"] == ["photo", "history"]


def test_words_and_form_rules_are_checked_beside_prices(
    demo_store: Path, declarations: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = screened(demo_store, capsys, str(declarations), "--budget", "1")

    by_number = {each["number"]: each["findings"] for each in found["proposed"]}
    assert by_number["A5"]["words"]["tail"] < 0.05
    assert by_number["A5"]["words"]["codes"] == ["screening.words_other"]
    assert "screening_rules.total_differs" in by_number["A6"]["rules"]["codes"]
    assert "freight" in by_number["A4"]["price"]["message"]
    assert by_number["A4"]["price"]["tail"] is None
    assert found["components"]["words"] == {"checked": 5, "remarkable": 1}


def test_the_list_holds_every_row_with_a_reason_of_each_check(
    demo_store: Path, declarations: Path, tmp_path: Path
) -> None:
    out = tmp_path / "list.csv"

    assert _run(demo_store, str(declarations), "--out", str(out)) == 0

    with out.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert rows[0]["Row"] == "3"
    assert rows[-1]["Row"] == "4"
    assert "soon" in rows[-1]["Not checked"]
    assert sorted(row["Row"] for row in rows) == list("234567")
    assert [row["Proposal"] for row in rows] == ["inspect", *[""] * 5]
    worth = [float(row["Expected recovery"]) for row in rows[:-1]]
    assert worth == sorted(worth, reverse=True)
    for check in ("Price", "Photo", "Words", "Rules", "History"):
        assert all(row[f"{check}: reason"] for row in rows[:-1])
        assert all((check in row["Not checked"]) == (row[f"{check}: tail probability"] == "") for row in rows[:-1])


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
    assert any("Not checked: Photo, History" in cell for cell in cells)


def test_stopping_leaves_no_list_and_what_was_there(
    demo_store: Path, declarations: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "list.csv"
    out.write_text("of yesterday", encoding="utf-8")

    def interrupted(*_arguments: Any, **_options: Any) -> None:
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(command, "about_screened", interrupted)

    assert _run(demo_store, str(declarations), "--out", str(out)) == 1

    assert out.read_text(encoding="utf-8") == "of yesterday"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["declarations.csv", "list.csv"]


def test_photos_are_looked_at_and_without_a_network_the_reason_is_told(
    demo_store: Path, declarations: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / "A1.jpg").write_bytes(b"no picture")

    found = screened(demo_store, capsys, str(declarations), "--photos", str(folder), "--budget", "1")

    codes = {each["number"]: each["findings"]["photo"]["codes"] for each in found["proposed"]}
    assert codes["A2"] == ["screening.photo_none"]
    assert codes["A1"] != ["screening.photo_none"]


def test_a_folder_of_photos_that_is_not_there_is_said(demo_store: Path, declarations: Path, tmp_path: Path) -> None:
    assert _run(demo_store, str(declarations), "--photos", str(tmp_path / "none")) == 2


def test_without_data_words_and_rules_are_checked_all_the_same(
    tmp_path: Path, declarations: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = screened(tmp_path / "no-store", capsys, str(declarations), "--budget", "1")

    assert found["not_checked"] == ["price", "photo", "history"]
    assert found["components"]["words"]["checked"] == 5


def test_a_second_start_learns_of_a_year_that_the_first_did_not_ask_for(
    demo_store: Path, declarations: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    screened(demo_store, capsys, str(declarations))
    early = _write(tmp_path / "early.csv", [(USUAL[0], "2012-05-03", *USUAL[2:])])

    document = screened(demo_store, capsys, str(early))

    assert document["lines"] == 1


def test_a_mapping_reads_other_headings(demo_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    foreign = tmp_path / "foreign.csv"
    foreign.write_text("HS10,Mass,Paid\n270900,1000,400\n", encoding="utf-8")
    mapping = tmp_path / "foreign.toml"
    mapping.write_text(
        'format = "declarations/1"\n[columns]\nhs = "HS10"\nfirst_quantity = "Mass"\ntotal = "Paid"\n'
        '[constants]\ndirection = "进口"\nterm = "CIF"\nfirst_unit = "千克"\ncurrency = "USD"\n'
        'declared_on = "2021-05-03"\n',
        encoding="utf-8",
    )

    found = screened(demo_store, capsys, str(foreign), "--mapping", str(mapping))

    assert found["components"]["price"]["checked"] == 1


def test_people_read_what_was_checked_and_what_was_not(
    demo_store: Path, declarations: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(demo_store, str(declarations)) == 0

    said = capsys.readouterr().out
    assert "Not checked: Photo, History" in said
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
