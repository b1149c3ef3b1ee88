"""Cells read by comparing bytes: cut as a CSV reader cuts them, known texts found, numbers exact, all else refused."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.store import ingest_blocks
from app.engine.store.ingest_blocks import CellReader, IrregularTextError, cells_of
from app.engine.store.ingest_numbers import read_decimals
from app.engine.store.ingest_texts import TextTable

PLAIN = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters='",'), max_size=40)
NUMBERS = st.one_of(
    st.decimals(allow_nan=False, allow_infinity=False, places=3).map(str),
    st.integers(-10, 10**20).map(str),
    st.from_regex(r"[0-9]{0,17}[.]?[0-9]{0,6}", fullmatch=True),
    st.text("0123456789.,-+eE _", max_size=20),
)


def written(path: Path, rows: list[list[str]], *, ending: str = "\n", last_ending: bool = True) -> Path:
    text = ending.join(",".join(row) for row in rows) + (ending if last_ending else "")
    path.write_bytes(f"head,er{ending}{text}".encode())
    return path


def read(path: Path, columns: int) -> list[list[str]]:
    reader = CellReader(path, ",", skip_lines=1, columns=columns)
    return [
        [bytes(cells.text[cells.starts[column, row] : cells.ends[column, row]]).decode() for column in range(columns)]
        for cells, _ in reader.blocks()
        for row in range(cells.starts.shape[1])
    ]


@given(rows=st.lists(st.lists(PLAIN, min_size=3, max_size=3), min_size=1, max_size=30), size=st.integers(130, 600))
@pytest.mark.parametrize(("ending", "last_ending"), [("\n", True), ("\n", False), ("\r\n", True)])
def test_cells_are_those_of_a_csv_reader_whatever_the_block(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], size: int, ending: str, last_ending: bool
) -> None:
    path = written(tmp_path_factory.mktemp("cells") / "a.csv", rows, ending=ending, last_ending=last_ending)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ingest_blocks, "BLOCK", 3 * 40 * 4 + size)
        found = read(path, 3)

    with path.open(encoding="utf-8", newline="") as stream:
        assert found == list(csv.reader(stream))[1:]


@pytest.mark.parametrize(
    "text",
    ['1,"2",3\n', "1,2\n", "1,2,3,4\n", "1,2,3\n\n", "1,2\x00,3\n", "1,\t,3\n", "1,2,3\r\n4,5,6\n", "1,2\r,3\n"],
)
def test_text_that_readers_may_cut_differently_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"h,e,r\n1,2,3\n{text}", newline="")

    with pytest.raises(IrregularTextError):
        read(path, 3)


def test_a_line_longer_than_a_block_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest_blocks, "BLOCK", 100)

    for shift in range(100):
        rows = [["1" * shift, "2", "3"], ["x" * 300, "2", "3"], ["4", "5", "6"]]
        with pytest.raises(IrregularTextError):
            read(written(tmp_path / "a.csv", rows), 3)


def test_lines_of_nearly_a_block_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest_blocks, "BLOCK", 100)

    for size in range(96):
        rows = [["1" * size, "2", "3"], ["x" * (95 - size), "2", "3"], ["4" * size, "5", "6"]]
        assert read(written(tmp_path / "a.csv", rows), 3) == rows


@given(known=st.lists(PLAIN, unique=True, max_size=60), others=st.lists(PLAIN, max_size=30))
def test_a_text_has_the_code_of_its_place_and_any_other_text_none(known: list[str], others: list[str]) -> None:
    texts = [*known, *others, *(text + "x" for text in known), *(text[:-1] for text in known)]
    expected = [known.index(text) + 1 if text in known and text else 0 for text in texts]

    assert TextTable(known).codes(cells_of(texts), 0).tolist() == expected


def test_texts_that_differ_only_between_their_ends_are_told_apart() -> None:
    known = [f"海关特殊监管区域{middle}及其他的物流货物" for middle in ("甲", "乙", "丙")]
    unknown = [text.replace("及", "与") for text in known]

    codes = TextTable(known).codes(cells_of([*known, *unknown]), 0).tolist()

    # two that share a place in every table would both have no code, which is slow but not wrong
    assert [code for code, expected in zip(codes, [1, 2, 3, 0, 0, 0], strict=True) if code not in (0, expected)] == []
    assert codes[0] == 1


def test_all_of_many_texts_are_found() -> None:
    known = [f"{number:08}" for number in range(0, 100_000_000, 9_973)]

    assert TextTable(known).codes(cells_of(known), 0).tolist() == list(range(1, len(known) + 1))


@given(st.lists(NUMBERS, max_size=40), st.integers(2, 4))
def test_numbers_are_exact_or_left_to_another_reader(texts: list[str], places: int) -> None:
    cells = cells_of(texts)
    numbers, is_number = read_decimals(cells, 0, places)

    for text, number, is_read in zip(texts, numbers.tolist(), is_number.tolist(), strict=True):
        if is_read:
            assert number == Decimal(text) * 10**places
        else:
            whole, _, fraction = text.partition(".")
            is_plain = whole.isdecimal() and (fraction.isdecimal() or "." not in text)
            assert not is_plain or len(whole) > 18 - places or len(fraction) > places


@pytest.mark.parametrize("text", ["9007199254740993", "12345678901234.5678", "0.0001", "007"])
def test_numbers_that_a_float_cannot_hold_are_read(text: str) -> None:
    numbers, is_number = read_decimals(cells_of([text]), 0, 2 if "." not in text else 4)

    assert is_number.tolist() == [True]
    assert numbers.dtype == np.int64
    assert numbers[0] == Decimal(text) * (100 if "." not in text else 10_000)
