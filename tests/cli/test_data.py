"""`tradescope data` as a user types it: exit status, JSON keys and sentences."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from app.cli import main
from tests.engine.store.read.stores import IMPORTS_2020, SEED_HEADER

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def cars(tmp_path: Path) -> Path:
    path = tmp_path / "2020年进口.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([SEED_HEADER, *IMPORTS_2020])
    return path


@pytest.fixture
def store(cars: Path, tmp_path: Path, capsys: Captured) -> Path:
    folder = tmp_path / "仓库 'a' [b]"
    assert main(["data", "import", str(cars), "--store", str(folder)]) == 0
    capsys.readouterr()
    return folder


def _json(capsys: Captured) -> dict[str, object]:
    document: dict[str, object] = json.loads(capsys.readouterr().out)
    return document


def _first(document: dict[str, object], name: str) -> dict[str, object]:
    entries = document[name]
    assert isinstance(entries, list)
    entry: dict[str, object] = entries[0]
    return entry


def test_an_import_reports_rows_and_values_before_and_after(cars: Path, tmp_path: Path, capsys: Captured) -> None:
    status = main(["--json", "data", "import", str(cars), "--store", str(tmp_path / "store")])

    table = _first(_first(_json(capsys), "files"), "tables")
    assert status == 0
    assert {name: table[name] for name in ("rows", "kept", "rejected", "value_before", "value_after")} == {
        "rows": 5,
        "kept": 4,
        "rejected": 1,
        "value_before": 1007,
        "value_after": 1000,
    }


def test_the_same_file_again_is_said_to_be_there(store: Path, cars: Path, capsys: Captured) -> None:
    status = main(["data", "import", str(cars), "--store", str(store), "--lang", "en"])

    assert status == 0
    assert "is in the store already" in capsys.readouterr().out


def test_a_file_that_is_not_there_fails_with_a_sentence(tmp_path: Path, capsys: Captured) -> None:
    status = main(["data", "import", str(tmp_path / "no.csv"), "--store", str(tmp_path / "s"), "--lang", "en"])

    assert status == 1
    assert "There is no file" in capsys.readouterr().out


def test_the_report_explains_every_row_that_is_not_in_the_store(store: Path, capsys: Captured) -> None:
    main(["data", "report", "--store", str(store), "--json", "--lang", "en"])

    file = _first(_json(capsys), "files")
    rules = file["rules"]
    assert isinstance(rules, list)
    rejecting = [(rule["rule"], rule["rows"], rule["value"]) for rule in rules if rule["action"] == "reject"]
    assert (file["rejected"], rejecting) == (1, [("partner_not_country", 1, 7)])


def test_rejected_rows_are_written_with_their_original_cells(store: Path, tmp_path: Path, capsys: Captured) -> None:
    out = tmp_path / "rejected.csv"

    status = main(["data", "rejected", "--store", str(store), "--out", str(out), "--json", "--lang", "en"])

    with out.open(encoding="utf-8-sig", newline="") as stream:
        header, row = csv.reader(stream)
    assert (status, _json(capsys)["rows"]) == (0, 1)
    assert header[:4] == ["file", "rule", "reason", "line"]
    assert dict(zip(header, row, strict=True))["贸易国家"] == "香港"


def test_a_place_that_cannot_be_written_is_named(store: Path, tmp_path: Path, capsys: Captured) -> None:
    status = main(["data", "rejected", "--store", str(store), "--out", str(tmp_path), "--lang", "en"])

    assert status == 1
    assert f"{tmp_path} cannot be written" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["rejected", "--limit", "0"],
        ["rejected", "--rule", "no_such_rule"],
        ["report", "--batch", "no_such_batch"],
        ["remove", "no_such_batch"],
        ["import", "x.csv", "--format", "no_such_format"],
    ],
)
def test_wrong_requests_exit_with_2_and_an_error_object(store: Path, capsys: Captured, arguments: list[str]) -> None:
    status = main(["data", *arguments, "--store", str(store), "--json"])

    error = _json(capsys)["error"]
    assert isinstance(error, dict)
    assert (status, sorted(error)) == (2, ["code", "message"])


def test_a_batch_can_be_listed_and_removed(store: Path, capsys: Captured) -> None:
    main(["data", "batches", "--store", str(store), "--json"])
    batch = _first(_json(capsys), "batches")["batch"]

    status = main(["data", "remove", str(batch), "--store", str(store), "--json"])

    assert (status, _json(capsys)) == (0, {"removed_files": 1})
    assert main(["data", "batches", "--store", str(store), "--json"]) == 0
    assert _json(capsys) == {"batches": []}


def test_a_backup_can_be_restored_elsewhere(store: Path, tmp_path: Path, capsys: Captured) -> None:
    file, other = tmp_path / "b.backup", tmp_path / "other"

    statuses = [
        main(["data", "backup", str(file), "--store", str(store)]),
        main(["data", "restore", str(file), "--store", str(other)]),
    ]

    capsys.readouterr()
    main(["query", "totals", "--store", str(other), "--json"])
    assert statuses == [0, 0]
    assert _first(_json(capsys), "rows")["value"] == 1000
