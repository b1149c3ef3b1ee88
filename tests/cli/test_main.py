"""What holds for every command: where it prints, in which letters, and what it refuses."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from app.cli import main
from app.cli.commands import COMMANDS
from app.cli.main import build_parser
from tests.engine.store.read.stores import make_cars


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_cars(tmp_path_factory.mktemp("cars")).store


def _code_page(monkeypatch: pytest.MonkeyPatch, name: str) -> io.BytesIO:
    """Standard output as a pipe of Windows gives it."""
    bytes_written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(bytes_written, encoding=name))
    return bytes_written


@pytest.mark.parametrize("code_page", ["cp936", "cp1252"])
def test_a_code_page_without_our_letters_does_not_stop_a_command(
    store: Path, monkeypatch: pytest.MonkeyPatch, code_page: str
) -> None:
    output = _code_page(monkeypatch, code_page)

    status = main(["data", "batches", "--store", str(store)])

    assert status == 0
    assert b"source-system" in output.getvalue()


def test_json_is_utf_8_in_every_code_page(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    output = _code_page(monkeypatch, "cp1252")

    main(["query", "top", "--by", "country", "--store", str(store), "--json", "--lang", "zh"])

    names = [row["name"] for row in json.loads(output.getvalue().decode("utf-8"))["rows"]]
    assert "德国" in names


def test_the_address_of_a_server_is_refused_without_repeating_it(capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["query", "totals", "--store", "opengauss://user:secret@host/db", "--lang", "en"])

    said = capsys.readouterr().err
    assert status == 2
    assert "a data store is a folder" in said
    assert "secret" not in said


def test_a_reader_that_goes_away_is_no_failure(store: Path, repository: Path) -> None:
    command = [sys.executable, "-m", "app", "data", "report", "--store", str(store)]

    with subprocess.Popen(command, cwd=repository, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()

    assert (process.returncode, said) == (0, b"")


def test_doctor_counts_the_records_of_the_store(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["doctor", "--store", str(store), "--json"])

    checks = json.loads(capsys.readouterr().out)
    assert (status, checks["ok"], checks["records"]) == (0, True, 7)


def test_doctor_says_which_file_of_the_store_is_gone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = make_cars(tmp_path).store
    missing = next((store / "segments").iterdir())
    missing.unlink()

    status = main(["doctor", "--store", str(store), "--json"])

    checks = json.loads(capsys.readouterr().out)
    assert (status, checks["ok"]) == (1, False)
    assert str(missing) in checks["problem"]


def test_only_the_command_that_is_asked_for_is_imported(repository: Path) -> None:
    script = "import sys; from app.cli.main import build_parser; build_parser(['price']); print(*sys.modules)"

    done = subprocess.run(
        [sys.executable, "-c", script], cwd=repository, capture_output=True, text=True, check=True, encoding="utf-8"
    )

    modules = set(done.stdout.split())
    assert "app.cli.price" in modules
    assert not {"app.cli.screen", "app.cli.cluster", "reportlab"} & modules


def test_help_names_every_command() -> None:
    shown = build_parser([]).format_help()

    assert all(f"\n    {name} " in shown for name in COMMANDS)
