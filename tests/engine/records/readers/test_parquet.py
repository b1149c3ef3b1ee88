"""Parquet: decimals and large integers arrive as exact text."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from app.engine.errors import InputError
from app.engine.records.layout import Field
from app.engine.records.recognition import recognise
from tests.engine.records.readers.loading import load

pyarrow = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")


def write(path: Path) -> Path:
    columns = {
        "商品编码": ["01012100", "27090000"],
        "贸易国家": ["美国", None],
        "商品注册地": ["北京市", "广东省"],
        "贸易方式": ["一般贸易", "一般贸易"],
        "贸易数量": [9007199254740993, 5],
        "单位": ["千克", "千克"],
        "金额": [Decimal("123456789012345.67"), Decimal("0.10")],
        "日期": [datetime.date(2015, 1, 1), datetime.date(2015, 2, 1)],
    }
    parquet.write_table(pyarrow.table(columns), path)
    return path


def test_reads_exact_values(tmp_path: Path) -> None:
    loaded = load(recognise(write(tmp_path / "x.parquet")), tmp_path)

    assert loaded.column(Field.VALUE) == ["123456789012345.67", "0.10"]
    assert loaded.column(Field.QUANTITY) == ["9007199254740993", "5"]
    assert loaded.column(Field.PERIOD) == ["2015-01-01", "2015-02-01"]


def test_refuses_a_broken_file(tmp_path: Path) -> None:
    path = write(tmp_path / "x.parquet")
    path.write_bytes(path.read_bytes()[:-100])

    with pytest.raises(InputError) as caught:
        recognise(path)

    assert caught.value.code == "records.parquet_broken"
