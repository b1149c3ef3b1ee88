from __future__ import annotations

from pathlib import Path

from app.engine.store.desk_file import DeskFile
from app.engine.store.remembered_mappings import RememberedMappings

COLUMNS = ("HS Code", "国家", "Value")


def test_the_mapping_of_the_same_columns_is_found_in_any_order_and_spacing(tmp_path: Path) -> None:
    mappings = RememberedMappings(DeskFile(tmp_path / "desk.sqlite"))
    path = written(tmp_path / "公司.toml")

    mappings.remember(COLUMNS, path)

    assert mappings.find(["value", " 国家", "hs  code"]) == path
    assert mappings.find(["value", "国家"]) is None


def test_the_latest_mapping_counts(tmp_path: Path) -> None:
    mappings = RememberedMappings(DeskFile(tmp_path / "desk.sqlite"))
    latest = written(tmp_path / "new.toml")

    mappings.remember(COLUMNS, written(tmp_path / "old.toml"))
    mappings.remember(COLUMNS, latest)

    assert mappings.find(COLUMNS) == latest


def test_a_deleted_mapping_file_is_not_offered(tmp_path: Path) -> None:
    mappings = RememberedMappings(DeskFile(tmp_path / "desk.sqlite"))
    path = written(tmp_path / "old.toml")
    mappings.remember(COLUMNS, path)

    path.unlink()

    assert mappings.find(COLUMNS) is None


def written(path: Path) -> Path:
    path.write_text('format = "mapping/1"\n', encoding="utf-8")
    return path
