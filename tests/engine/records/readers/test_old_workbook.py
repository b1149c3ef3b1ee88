"""XLS: the same text as from any other workbook, and claims that its parser must not believe."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from app.engine.errors import InputError
from app.engine.records.compound import workbook_stream, wrap_workbook
from app.engine.records.layout import Field
from app.engine.records.recognition import recognise
from tests.engine.records.readers.loading import load
from tests.engine.records.readers.old_workbooks import FarCell, OldCell, write_old_workbook

HEADER: list[OldCell] = ["商品编码", "贸易国家", "商品注册地", "贸易方式", "贸易数量", "单位", "金额"]
ROW: list[OldCell] = ["01012100", "美国", "北京市", "一般贸易", 1234.0, "千克", 0.25]


def refusal(path: Path) -> object:
    with pytest.raises(InputError) as caught:
        recognise(path)
    assert caught.value.code == "records.workbook_broken"
    return caught.value.params["reason"]


def overwrite(path: Path, at: int, number: int) -> Path:
    content = bytearray(path.read_bytes())
    content[at : at + 4] = struct.pack("<I", number)
    path.write_bytes(content)
    return path


def test_reads_an_old_workbook(tmp_path: Path) -> None:
    path = write_old_workbook(tmp_path / "2015年进口.xls", [HEADER, ROW])

    cells = load(recognise(path), tmp_path).rows[0]

    assert [cells[field] for field in (Field.HS, Field.PARTNER, Field.QUANTITY, Field.VALUE)] == [
        "01012100",
        "美国",
        "1234",
        "0.25",
    ]


def test_reads_an_old_workbook_of_many_sectors(tmp_path: Path) -> None:
    path = write_old_workbook(tmp_path / "x.xls", [HEADER, *[ROW] * 400])

    assert len(load(recognise(path), tmp_path).rows) == 400


def test_refuses_a_cell_outside_any_sheet(tmp_path: Path) -> None:
    path = write_old_workbook(tmp_path / "x.xls", [HEADER, ROW, [FarCell(65_535, 65_535)]])

    assert refusal(path) == "column of a cell"


@pytest.mark.parametrize("at", [0x28, 0x2C, 0x40, 0x48])
def test_refuses_more_sectors_than_the_file_has(tmp_path: Path, at: int) -> None:
    path = overwrite(write_old_workbook(tmp_path / "x.xls", [HEADER, ROW]), at, 0x7FFFFFFF)

    assert refusal(path) == "more sectors than the file has"


def test_refuses_a_stream_longer_than_the_file(tmp_path: Path) -> None:
    path = write_old_workbook(tmp_path / "x.xls", [HEADER, ROW])

    assert refusal(overwrite(path, 1024 + 128 + 120, 0x7FFFFFFF)) == "a stream longer than the file"


def test_refuses_sectors_in_a_circle(tmp_path: Path) -> None:
    path = write_old_workbook(tmp_path / "x.xls", [HEADER, ROW])

    assert refusal(overwrite(path, 512 + 3 * 4, 2)) == "sectors in a circle"


@pytest.mark.parametrize("size", [5_000, 70_000, 8_000_000])
def test_takes_apart_what_it_puts_together(size: int) -> None:
    stream = bytes(range(256)) * (size // 256)

    assert workbook_stream(wrap_workbook(stream)).rstrip(b"\x00") == stream.rstrip(b"\x00")
