"""Workbooks of declarations, damaged: cells of any kind, parts missing or altered, archives that unpack far."""

from __future__ import annotations

import functools
import io
import random
import zipfile
from collections.abc import Callable
from datetime import datetime

import xlsxwriter  # type: ignore[import-untyped]  # ships no types
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]  # ships no types

from benchmarks.declaration_damage import CELLS, DamagedFile
from benchmarks.declaration_draft import ROWS
from benchmarks.declaration_rows import HEADER, declaration_rows

_LONGEST_CELL = 32_000
_ENTITY = (
    b'?><!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "' + b"&a;" * 1_000 + b'"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
)
_BOMB = 200_000_000


def damaged_workbook(dice: random.Random) -> DamagedFile:
    """A workbook with one kind of damage."""
    if dice.random() < 0.6:
        by_cells = dice.choice(_CELLS)
        content, hurt = by_cells(dice)
        return DamagedFile(f"workbook {by_cells.__name__.strip('_')}", ".xlsx", content, frozenset(hurt))
    # What unpacks far takes a second each
    damage = _bomb if dice.random() < 0.02 else dice.choice(_WHOLE)
    return DamagedFile(f"workbook {damage.__name__.strip('_')}", ".xlsx", damage(dice), None)


def _book(fill: Callable[[Worksheet], None], rows: list[list[str]] | None = None, *, above: int = 0) -> bytes:
    packed = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(packed, options) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate([HEADER, *(rows or declaration_rows(ROWS))]):
            sheet.write_row(above + place, 0, [cell[:_LONGEST_CELL] for cell in row])
        fill(sheet)
    return packed.getvalue()


def _untouched(sheet: Worksheet) -> None:
    """As it was written."""


def _texts(dice: random.Random) -> tuple[bytes, set[int]]:
    rows = declaration_rows(ROWS)
    places = dice.sample(range(ROWS), 4)
    for place in places:
        rows[place][dice.randrange(len(HEADER))] = dice.choice(CELLS)
    return _book(_untouched, rows), set(places)


def _formulas(dice: random.Random) -> tuple[bytes, set[int]]:
    def write(sheet: Worksheet, row: int, column: int) -> None:
        formula = dice.choice(("=1/0", "=NOW()", "=A1", "=B2*3", '=HYPERLINK("x","y")'))
        sheet.write_formula(row, column, formula, None, dice.choice((0, "", "#DIV/0!", "abc", 1e308)))

    return _with_cells(dice, write)


def _kinds(dice: random.Random) -> tuple[bytes, set[int]]:
    def write(sheet: Worksheet, row: int, column: int) -> None:
        kind = dice.randrange(5)
        if kind == 0:
            sheet.write_datetime(row, column, datetime(2021, dice.randrange(1, 13), 3, 11, 22))
        elif kind == 1:
            sheet.write_number(
                row, column, dice.choice((44319.5, -1, 1e300, 0, 0.1 + 0.2, 85416000, 123456789012345678))
            )
        elif kind == 2:
            sheet.write_boolean(row, column, True)
        elif kind == 3:
            sheet.write_string(row, column, "_xD800__x0000_\n")
        else:
            sheet.write_blank(row, column, None)

    return _with_cells(dice, write)


def _merged(dice: random.Random) -> tuple[bytes, set[int]]:
    first, column, height = dice.randrange(ROWS - 4), dice.randrange(len(HEADER) - 3), dice.randrange(1, 4)
    last = first + height
    content = _book(lambda sheet: sheet.merge_range(first + 1, column, last + 1, column + 2, "合并"))
    return content, set(range(first, last + 1))


def _hidden(dice: random.Random) -> tuple[bytes, set[int]]:
    def fill(sheet: Worksheet) -> None:
        sheet.set_row(dice.randrange(1, ROWS), None, None, {"hidden": True})
        sheet.protect("x")

    return _book(fill), set()


def _rows_above(dice: random.Random) -> tuple[bytes, set[int]]:
    return _book(_untouched, above=dice.randrange(1, 6)), set()


def _far_cell(_: random.Random) -> tuple[bytes, set[int]]:
    """One in the last row that a workbook can have."""
    return _book_with_far_cell(), set()


@functools.cache
def _book_with_far_cell() -> bytes:
    return _book(lambda sheet: sheet.write(1_048_575, HEADER.index("商品名称"), "x"))


def _with_cells(dice: random.Random, write: Callable[[Worksheet, int, int], None]) -> tuple[bytes, set[int]]:
    places = dice.sample(range(ROWS), 5)

    def fill(sheet: Worksheet) -> None:
        for place in places:
            write(sheet, place + 1, dice.randrange(len(HEADER)))

    return _book(fill), set(places)


def _bits(dice: random.Random) -> bytes:
    return _flipped(_book(_untouched), dice)


def _cut(dice: random.Random) -> bytes:
    content = _book(_untouched)
    return content[: dice.randrange(len(content))]


def _lost_part(dice: random.Random) -> bytes:
    return _parts(dice, lambda _: None)


def _altered_part(dice: random.Random) -> bytes:
    return _parts(dice, lambda part: _flipped(part, dice))


def _cut_part(dice: random.Random) -> bytes:
    return _parts(dice, lambda part: part[: len(part) // 2])


def _wrong_places(dice: random.Random) -> bytes:
    return _parts(
        dice, lambda part: part.replace(b'r="A', b'r="ZZZZZ').replace(b'"s"', b'"q"').replace(b"<v>", b"<v>9999")
    )


def _entities(dice: random.Random) -> bytes:
    return _parts(dice, lambda part: part.replace(b"?>", _ENTITY, 1).replace(b"</t>", b"&b;&c;</t>", 1))


def _bomb(dice: random.Random) -> bytes:
    return _parts(dice, lambda part: part + b" " * _BOMB)


def _wide(dice: random.Random) -> bytes:
    return _book(lambda sheet: sheet.write_row(dice.randrange(ROWS), 0, ["1"] * 10_000))


def _parts(dice: random.Random, damage: Callable[[bytes], bytes | None]) -> bytes:
    """One part of the archive made another, or left out."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(_book(_untouched))) as source,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        victim = dice.choice(source.namelist())
        for name in source.namelist():
            part = source.read(name)
            changed = damage(part) if name == victim else part
            if changed is not None:
                target.writestr(name, changed)
    return packed.getvalue()


def _flipped(content: bytes, dice: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(dice.randrange(1, 30)):
        changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)


_CELLS = (_texts, _formulas, _kinds, _merged, _hidden, _rows_above, _far_cell)
_WHOLE = (_bits, _cut, _lost_part, _altered_part, _cut_part, _wrong_places, _entities, _wide)
