"""Query-site exports that name no product: legal subsets whose records answer everything but products."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.engine.errors import NotInDataError
from app.engine.records.options import ImportOptions
from app.engine.records.pipeline import import_files
from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import open_store
from app.engine.store.questions.top import top
from app.engine.store.selection import Selection

_TABLE = '"数据年月","贸易伙伴编码","人民币",\n"202301","402","5,917,063,944",\n"202302","502","1,000",\n'


@pytest.fixture
def store(tmp_path: Path) -> Path:
    source = tmp_path / "partners.csv"
    source.write_text(_TABLE, encoding="gb18030")
    report = import_files(tmp_path / "store", [source], ImportOptions(direction="import"))
    assert not report.has_failures
    return tmp_path / "store"


def test_partners_are_ranked(store: Path) -> None:
    with open_store(store) as opened:
        answer = top(opened, Selection(), Dimension.COUNTRY, limit=5)

    assert [int(row.figures.value) for row in answer.rows] == [5_917_063_944, 1_000]


def test_products_are_not_in_the_data(store: Path) -> None:
    with open_store(store) as opened, pytest.raises(NotInDataError):
        top(opened, Selection(), Dimension.HS2, limit=5)
