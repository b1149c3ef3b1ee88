"""Archives and odd paths: what is inside is read, what is hostile or broken gets one sentence."""

from __future__ import annotations

import gzip
import io
import random
import struct
import zipfile
from pathlib import Path

import pytest

from app.engine.errors import InputError
from app.engine.records.layout import Field
from app.engine.records.recognition import recognise
from tests.engine.records.readers.loading import load
from tests.engine.records.readers.workbooks import write_workbook

TABLE = "商品编码,贸易国家,商品注册地,贸易方式,贸易数量,单位,金额\n01012100,美国,北京市,一般贸易,12,千克,3400\n"


def refusal(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        load(recognise(path), path.parent)
    return caught.value.code


def zipped(path: Path, entries: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


def test_reads_a_gzipped_table(tmp_path: Path) -> None:
    path = tmp_path / "2015年进口.csv.gz"
    path.write_bytes(gzip.compress(TABLE.encode("gb18030")))

    found = recognise(path)

    assert (found.years, found.direction) == ((2015,), "import")
    assert load(found, tmp_path).column(Field.PARTNER) == ["美国"]


def test_reads_every_table_of_a_zip_and_names_what_it_leaves_out(tmp_path: Path) -> None:
    entries = {
        "2015年进口.csv": TABLE.encode("gb18030"),
        "年/2016年出口.csv": TABLE.encode("utf-8"),
        "readme.txt": b"hello there, nothing to see\n",
        "__MACOSX/._2015.csv": b"\x00\x05",
    }

    found = recognise(zipped(tmp_path / "all.zip", entries))
    loaded = load(found, tmp_path)

    assert loaded.column(Field.YEAR) == ["2015", "2016"]
    assert loaded.column(Field.DIRECTION) == ["import", "export"]
    assert (found.years, found.direction) == ((2015, 2016), None)
    assert [o.params for o in found.evidence if o.code == "evidence.table_unknown"] == [{"table": "readme.txt"}]


def test_reads_a_workbook_inside_a_zip(tmp_path: Path) -> None:
    rows = [line.split(",") for line in TABLE.splitlines()]
    book = write_workbook(tmp_path / "b.xlsx", {"Sheet1": rows})

    found = recognise(zipped(tmp_path / "all.zip", {"2015年进口.xlsx": book.read_bytes()}))

    assert load(found, tmp_path).column(Field.HS) == ["01012100"]


@pytest.mark.parametrize("name", ["../evil.csv", "/etc/evil.csv", "a/../../evil.csv", "C:evil.csv", "..\\evil.csv"])
def test_refuses_entries_that_point_outside(tmp_path: Path, name: str) -> None:
    assert refusal(zipped(tmp_path / "x.zip", {name: TABLE.encode()})) == "records.archive_path"


def test_refuses_a_zip_that_unpacks_without_end(tmp_path: Path) -> None:
    bomb = TABLE.encode() + b"0" * (80 << 20)

    assert refusal(zipped(tmp_path / "x.zip", {"2015年进口.csv": bomb})) == "records.archive_bomb"


def test_refuses_a_gzip_that_unpacks_without_end(tmp_path: Path) -> None:
    path = tmp_path / "2015年进口.csv.gz"
    path.write_bytes(gzip.compress(TABLE.encode() + b"0" * (80 << 20)))

    assert refusal(path) == "records.archive_bomb"


def test_refuses_a_truncated_gzip(tmp_path: Path) -> None:
    path = tmp_path / "x.csv.gz"
    path.write_bytes(gzip.compress(TABLE.encode() * 100)[:-20])

    assert refusal(path) == "records.archive_broken"


def test_refuses_a_truncated_zip(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"x.csv": TABLE.encode() * 100})
    path.write_bytes(path.read_bytes()[:-30])

    assert refusal(path) == "records.archive_broken"


def test_refuses_an_entry_with_a_password(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"x.csv": TABLE.encode()})
    content = bytearray(path.read_bytes())
    flags = content.index(b"PK\x01\x02") + 8
    content[flags : flags + 2] = struct.pack("<H", 1)
    path.write_bytes(content)

    assert refusal(path) == "records.archive_locked"


def test_refuses_an_archive_inside_an_archive(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"inner.csv.gz": gzip.compress(TABLE.encode())})

    assert refusal(path) == "records.archive_nested"


def test_refuses_a_zip_without_files(tmp_path: Path) -> None:
    assert refusal(zipped(tmp_path / "x.zip", {"empty/": b""})) == "records.archive_empty"


def test_refuses_a_missing_file(tmp_path: Path) -> None:
    assert refusal(tmp_path / "absent.csv") == "records.file_missing"


def test_refuses_a_folder(tmp_path: Path) -> None:
    assert refusal(tmp_path) == "records.is_folder"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "records.file_empty"),
        (random.Random(1).randbytes(4096), "records.no_text"),
        (b"%PDF-1.7 ...", "records.foreign_kind"),
        (b"<html><table><tr><td>1</td></tr></table>", "records.web_page"),
        (b"\xef\xbb\xbf<!DOCTYPE html>", "records.web_page"),
        (b"\xff\xfe\x00\x00a\x00\x00\x00", "records.encoding_unsupported"),
        (b"\n\n\n", "records.no_table"),
        (b"only one column\n1\n2\n", "records.no_table"),
        (b"x" * 600_000, "records.no_lines"),
    ],
)
def test_says_in_one_sentence_why_a_file_is_no_table(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(content)

    assert refusal(path) == code


def test_refuses_a_device(tmp_path: Path) -> None:
    path = tmp_path / "null.csv"
    path.symlink_to("/dev/null")

    assert refusal(path) == "records.not_a_file"


def test_refuses_an_open_document(tmp_path: Path) -> None:
    content = {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"}

    assert refusal(zipped(tmp_path / "x.ods", content)) == "records.workbook_kind"


def test_refuses_a_tar_inside_a_gzip(tmp_path: Path) -> None:
    header = io.BytesIO(b"name".ljust(257, b"\x00") + b"ustar" + b"\x00" * 250)
    path = tmp_path / "x.tar.gz"
    path.write_bytes(gzip.compress(header.getvalue()))

    assert refusal(path) == "records.foreign_kind"


def test_reads_a_table_with_a_stray_zero_byte_and_one_in_utf_16(tmp_path: Path) -> None:
    (tmp_path / "stray.csv").write_bytes(TABLE.encode().replace(b"12,", b"12\x00,"))
    (tmp_path / "wide.csv").write_bytes(TABLE.encode("utf-16"))

    recognised = [recognise(tmp_path / name) for name in ("stray.csv", "wide.csv")]

    assert all(found.format is not None for found in recognised)
