"""Mappings that the program writes: they read back as they were, and are found again for the same columns."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.errors import InputError
from app.engine.records.layout import Field, PartnerCoding
from app.engine.records.mapping import ColumnMapping, SourceHints, parse_mapping, read_mapping
from app.engine.records.mapping_file import (
    check_mapping,
    fitting_mappings,
    mapping_path,
    mapping_toml,
    write_mapping,
)

COLUMNS = {Field.HS: "ware", Field.PARTNER: "land", Field.VALUE: "usd", Field.YEAR: "when"}
CONSTANTS = {Field.DIRECTION: "export", Field.REPORTER: "CHN", Field.CURRENCY: "USD"}
SOUND = ColumnMapping("mine.toml", SourceHints(), COLUMNS, CONSTANTS)


def test_a_written_mapping_reads_back_as_it_was(tmp_path: Path) -> None:
    hints = SourceHints("gb18030", ";", "表 1", 3, PartnerCoding.M49)
    mapping = ColumnMapping("我的映射.toml", hints, COLUMNS, CONSTANTS)

    path = write_mapping(tmp_path / "mappings", mapping)

    assert path == tmp_path / "mappings" / "我的映射.toml"
    assert read_mapping(path) == mapping


@given(st.text(st.characters(codec="utf-8"), min_size=1).filter(lambda name: name.strip() == name != ""))
def test_any_column_name_survives(name: str) -> None:
    mapping = ColumnMapping("m", SourceHints(), {Field.HS: 'h"s', Field.VALUE: name}, CONSTANTS)

    assert dict(parse_mapping(mapping_toml(mapping), file="m").columns) == {Field.HS: 'h"s', Field.VALUE: name}


def test_a_mapping_with_a_mistake_is_not_written(tmp_path: Path) -> None:
    mistaken = ColumnMapping("mine.toml", SourceHints(), {Field.HS: "ware"}, CONSTANTS)

    with pytest.raises(InputError) as caught:
        write_mapping(tmp_path, mistaken)

    assert caught.value.params == {"file": "mine.toml", "field": "value"}
    assert list(tmp_path.iterdir()) == []


def test_a_sound_mapping_passes_the_check() -> None:
    check_mapping(SOUND)


def test_saving_under_the_same_name_replaces(tmp_path: Path) -> None:
    write_mapping(tmp_path, SOUND)
    changed = ColumnMapping("mine.toml", SourceHints(), COLUMNS, CONSTANTS | {Field.DIRECTION: "import"})

    path = write_mapping(tmp_path, changed)

    assert read_mapping(path).constants[Field.DIRECTION] == "import"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    with pytest.raises(InputError) as caught:
        write_mapping(tmp_path / "file", SOUND)

    assert caught.value.code == "records.mapping_unwritable"


@pytest.mark.parametrize(
    ("name", "file"), [("a/b:c", "a_b_c.toml"), ("", "mapping.toml"), ("..", "mapping.toml"), ("x.toml", "x.toml")]
)
def test_a_name_becomes_a_file_name_that_every_system_takes(name: str, file: str, tmp_path: Path) -> None:
    assert mapping_path(tmp_path, name) == tmp_path / file


def test_a_saved_mapping_is_found_for_a_table_of_the_same_columns(tmp_path: Path) -> None:
    smaller = ColumnMapping("small.toml", SourceHints(), {Field.HS: "ware", Field.VALUE: "usd"}, CONSTANTS)
    saved = [write_mapping(tmp_path, mapping) for mapping in (smaller, SOUND)]
    (tmp_path / "broken.toml").write_text("no mapping", encoding="utf-8")

    assert fitting_mappings(tmp_path, ("usd", "ware", "land", "when", "note")) == saved[::-1]
    assert fitting_mappings(tmp_path, ("usd", "ware")) == saved[:1]
    assert fitting_mappings(tmp_path, ("usd",)) == []
    assert fitting_mappings(tmp_path / "nowhere", ("usd",)) == []
