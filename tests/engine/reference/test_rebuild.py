"""The tables in the repository are exactly what their sources and the facts kept by hand give."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_rebuilding_gives_the_same_bytes(shared_data: Path, repository: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tools.build_reference", str(shared_data), "--out", str(tmp_path)]

    subprocess.run(command, cwd=repository, check=True)

    assert _contents(tmp_path) == _contents(repository / "resources" / "reference")


def test_every_table_has_a_source(repository: Path) -> None:
    folder = repository / "resources" / "reference"
    tables = {path.stem for path in folder.glob("*.csv")}

    assert tables == {path.name.removesuffix(".source.toml") for path in folder.glob("*.source.toml")}


@pytest.mark.parametrize("field", ["source", "licence", "changed", "date"])
def test_every_source_says_where_what_and_when(repository: Path, field: str) -> None:
    sidecars = (repository / "resources" / "reference").glob("*.source.toml")

    silent = [path.name for path in sidecars if not tomllib.loads(path.read_text(encoding="utf-8")).get(field)]

    assert silent == []
