from pathlib import Path

import pytest

from app.engine import paths
from app.engine.errors import ResourceError
from app.engine.reference import tables


@pytest.fixture
def empty_resources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "reference").mkdir()
    monkeypatch.setattr(paths, "resources", lambda: tmp_path)
    return tmp_path / "reference"


def test_a_missing_table_is_named(empty_resources: Path) -> None:
    with pytest.raises(ResourceError) as raised:
        list(tables.rows("units", ("id",)))

    assert raised.value.code == "reference.table_missing"
    assert raised.value.params == {"file": "units.csv"}


def test_a_table_with_other_columns_is_refused(empty_resources: Path) -> None:
    (empty_resources / "units.csv").write_text("id,other\n1,x\n", encoding="utf-8")

    with pytest.raises(ResourceError) as raised:
        list(tables.rows("units", ("id", "name_zh")))

    assert raised.value.code == "reference.table_altered"
