"""The pointer file: read back exactly, refused with a sentence when damaged or too new, upgraded when old."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.engine.errors import StoreError
from app.engine.messages import Language, sentence
from app.engine.store import manifest as module
from app.engine.store.manifest import Manifest, Segment, read_manifest, write_manifest

SEGMENT = Segment(
    id="abc-1",
    batch="20260101-000000-aaaa",
    source_name="2020年进口.csv",
    source_sha256="00",
    source_size=1,
    format="seed",
    profile="source-system",
    encoding="utf-8",
    imported_at="2026-01-01T00:00:00+00:00",
    rows=2,
    kept=1,
    rejected=1,
    value_kept="12345678901234567890.123",
    directions=("import",),
    years=(2020,),
    reporters=("CHN",),
    currencies=("USD",),
    hs_levels=(8,),
    dimensions=("country",),
    is_demo=False,
    sha256="11",
)
CURRENT = Manifest(generation=7, cube="cube.duckdb", segments=(SEGMENT,))


def document(folder: Path) -> dict[str, Any]:
    write_manifest(folder, CURRENT)
    parsed: dict[str, Any] = json.loads((folder / "manifest.json").read_text("utf-8"))
    return parsed


def code_of(folder: Path) -> str:
    """The error of reading; each has a sentence in both languages."""
    with pytest.raises(StoreError) as caught:
        read_manifest(folder)
    assert sentence(caught.value, Language.ZH)
    assert sentence(caught.value, Language.EN)
    return caught.value.code


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    write_manifest(tmp_path, CURRENT)

    assert read_manifest(tmp_path) == CURRENT
    assert [path.name for path in tmp_path.iterdir()] == ["manifest.json"]


def test_no_file_is_an_empty_store(tmp_path: Path) -> None:
    assert read_manifest(tmp_path / "absent") == Manifest()


def test_half_a_new_file_beside_it_changes_nothing(tmp_path: Path) -> None:
    write_manifest(tmp_path, CURRENT)
    (tmp_path / "manifest.json.new").write_text('{"format": 1, "gener')

    assert read_manifest(tmp_path) == CURRENT


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "null",
        "[]",
        "7",
        '"x"',
        "{}",
        '{"format": 1}',
        '{"format": "one"}',
        '{"format": 0}',
        '{"format": null}',
    ],
)
def test_damaged_text_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text)

    assert code_of(tmp_path) == "store.manifest_unreadable"


def test_bytes_that_are_no_text_are_told(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_bytes(b"\xff\xfe\x00\x80")

    assert code_of(tmp_path) == "store.manifest_unreadable"


@pytest.mark.parametrize(
    "change",
    [
        {"segments": None},
        {"segments": 3},
        {"segments": ["x"]},
        {"segments": [{}]},
        {"segments": [{"id": "x", "surprise": 1}]},
        {"generation": "seven"},
        {"cube": 5},
        {"cube": None},
    ],
    ids=str,
)
def test_values_of_the_wrong_kind_are_told(tmp_path: Path, change: dict[str, Any]) -> None:
    (tmp_path / "manifest.json").write_text(json.dumps(document(tmp_path) | change), encoding="utf-8")

    assert code_of(tmp_path) == "store.manifest_unreadable"


def test_a_newer_format_asks_for_a_newer_program(tmp_path: Path) -> None:
    changed = document(tmp_path) | {"format": module.FORMAT + 1, "unheard": "of"}
    (tmp_path / "manifest.json").write_text(json.dumps(changed), encoding="utf-8")

    assert code_of(tmp_path) == "store.too_new"


def test_a_store_that_is_a_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "store"
    path.write_text("not a folder")

    assert code_of(path) == "store.not_a_folder"


def test_older_formats_are_lifted_step_by_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = document(tmp_path)
    old["number"] = old.pop("generation")
    old["format"] = 1
    (tmp_path / "manifest.json").write_text(json.dumps(old), encoding="utf-8")

    def to_2(parsed: dict[str, Any]) -> dict[str, Any]:
        return {**parsed, "format": 2, "count": parsed["number"]}

    def to_3(parsed: dict[str, Any]) -> dict[str, Any]:
        return {**parsed, "format": 3, "generation": parsed["count"]}

    monkeypatch.setattr(module, "FORMAT", 3)
    monkeypatch.setitem(module.UPGRADES, 1, to_2)
    monkeypatch.setitem(module.UPGRADES, 2, to_3)

    assert read_manifest(tmp_path) == CURRENT
