"""Properties over any table: what is sound arrives unchanged in every wrapping, and no row is ever lost."""

from __future__ import annotations

import csv
import gzip
import tempfile
import zipfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from app.engine.jobs import CancelToken, no_progress
from app.engine.records.layout import Field, Layout, SourceFormat, TextTable
from app.engine.records.normalise import normalise
from app.engine.records.recognition import recognise
from tests.engine.records.readers.loading import load, read_strictly
from tests.engine.records.readers.workbooks import write_workbook

COLUMNS = ("商品编码", "贸易国家", "商品注册地", "贸易方式", "贸易数量", "单位", "金额", "备注")
LAYOUT = Layout(
    SourceFormat.SEED,
    columns=COLUMNS,
    fields={Field.HS: 0, Field.PARTNER: 1, Field.QUANTITY: 4, Field.VALUE: 6},
)
remarks = st.text(
    st.characters(codec="gb18030", exclude_categories=["Cs", "Cc", "Co", "Cn"], exclude_characters="?\ufffd\ufeff"),
    max_size=12,
).map(str.strip)
rows = st.tuples(
    st.integers(0, 99_999_999).map("{:08d}".format),
    st.sampled_from(["美国", "日本", "韩国"]),
    st.sampled_from(["北京市", "上海市"]),
    st.sampled_from(["一般贸易", "进料加工贸易"]),
    st.integers(0, 10**18).map(str),
    st.sampled_from(["千克", "个"]),
    st.decimals(0, 10**12, places=2).map("{:.2f}".format),
    remarks,
)
tables = st.lists(rows, min_size=1, max_size=12)
damages = st.sampled_from(
    [
        lambda line: line,
        lambda line: line + b",x,y",
        lambda line: line[: len(line) // 2].replace(b'"', b""),
        lambda line: b'"' + line.replace(b'"', b""),
        lambda line: line + b"\xff",
        lambda line: b"\x00" + line,
        lambda line: line.replace(b",", b"\t"),
    ]
)


def as_text(table: list[tuple[str, ...]], folder: Path, encoding: str) -> Path:
    path = folder / "table.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(table)
    return path


def as_gzip(table: list[tuple[str, ...]], folder: Path, encoding: str) -> Path:
    path = folder / "table.csv.gz"
    path.write_bytes(gzip.compress(as_text(table, folder, encoding).read_bytes()))
    return path


def as_zip(table: list[tuple[str, ...]], folder: Path, encoding: str) -> Path:
    path = folder / "table.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(as_text(table, folder, encoding), "table.csv")
    return path


def as_workbook(table: list[tuple[str, ...]], folder: Path, encoding: str) -> Path:
    return write_workbook(folder / f"{encoding}.xlsx", {"s": [COLUMNS, *table]})


@given(
    table=tables,
    write=st.sampled_from([as_text, as_gzip, as_zip, as_workbook]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
)
def test_every_cell_arrives_unchanged_in_every_wrapping(
    table: list[tuple[str, ...]], write: object, encoding: str
) -> None:
    with tempfile.TemporaryDirectory() as name:
        loaded = load(recognise(write(table, Path(name), encoding)), Path(name))  # type: ignore[operator]  # sampled

    assert loaded.column(Field.HS) == [row[0] for row in table]
    assert loaded.column(Field.PARTNER) == [row[1] for row in table]
    assert loaded.column(Field.QUANTITY) == [row[4] for row in table]
    assert loaded.column(Field.VALUE) == [row[6] for row in table]


@given(lines=st.lists(st.tuples(rows, damages), max_size=20))
def test_every_physical_row_ends_clean_or_malformed(lines: list[tuple[tuple[str, ...], object]]) -> None:
    plain = [damage(",".join(row).replace('"', "").encode()) for row, damage in lines]  # type: ignore[operator]  # sampled

    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "x.csv"
        path.write_bytes(b"\n".join([",".join(COLUMNS).encode(), *plain]))
        normal = normalise(
            TextTable(path), LAYOUT, encoding="utf-8", workdir=Path(name), progress=no_progress, token=CancelToken()
        )
        clean = read_strictly(normal.table, LAYOUT)

    assert len(clean) == normal.clean_rows
    assert normal.clean_rows + normal.malformed_rows == len([line for line in plain if line.strip()])


@given(content=st.binary(max_size=400))
def test_any_bytes_below_a_header_are_accounted_for(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "x.csv"
        path.write_bytes(b"a,b,c,d,e,f,g,h\n" + content)
        normal = normalise(
            TextTable(path), LAYOUT, encoding="utf-8", workdir=Path(name), progress=no_progress, token=CancelToken()
        )
        clean = read_strictly(normal.table, LAYOUT)

    assert len(clean) == normal.clean_rows
    assert normal.clean_rows + normal.malformed_rows >= bool(content.strip())
