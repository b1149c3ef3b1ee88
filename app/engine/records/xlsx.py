"""Sheets of an XLSX file as rows of text, streamed: numbers with the digits that are stored, formulas as their value.

Read with the standard library: a parser that builds whole sheets in memory believes counts and corners in the
file and takes the program down with them, and hands over every number as a double.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import BinaryIO, TypeVar
from xml.parsers import expat

from app.engine.records.xlsx_cells import MAX_COLUMNS, DateSystem, column_number, number_text, unescape

_CHUNK = 1 << 16
_BUILT_IN_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_NOT_LETTERS = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_Open = Callable[[str], AbstractContextManager[BinaryIO]]


class DamagedWorkbookError(ValueError):
    """XML that is not what a workbook holds."""


@dataclass(frozen=True, slots=True)
class Book:
    """What the sheets of one workbook share; `sheets` maps names to entries, in the workbook's order."""

    sheets: dict[str, str]
    strings: list[str]
    date_styles: frozenset[int]
    dates: DateSystem


def read_book(open_entry: _Open, entries: set[str]) -> Book:
    """Read everything but the sheets; `open_entry` gives the bytes of an entry of the zip."""
    workbook = _read(_Elements({"sheet", "workbookPr"}), open_entry, "xl/workbook.xml")
    relations = _read(_Elements({"Relationship"}), open_entry, "xl/_rels/workbook.xml.rels")
    targets = {found.get("Id", ""): _entry_name(found.get("Target", "")) for _, found in relations.found}
    sheets = {
        found.get("name", ""): targets.get(_relation(found), "") for tag, found in workbook.found if tag == "sheet"
    }
    has_1904 = any(found.get("date1904") in {"1", "true"} for tag, found in workbook.found if tag == "workbookPr")
    strings = _Strings()
    if "xl/sharedStrings.xml" in entries:
        _read(strings, open_entry, "xl/sharedStrings.xml")
    styles = _Elements({"numFmt", "cellXfs", "cellStyleXfs", "xf"})
    if "xl/styles.xml" in entries:
        _read(styles, open_entry, "xl/styles.xml")
    known = {name: entry for name, entry in sheets.items() if entry in entries}
    return Book(known, strings.strings, _date_styles(styles.found), DateSystem(has_1904))


def sheet_rows(source: BinaryIO, book: Book) -> Iterator[list[str]]:
    """Rows as they come, each as wide as its last cell."""
    reader = _Rows(book)
    while chunk := source.read(_CHUNK):
        reader.feed(chunk)
        yield from reader.rows
        reader.rows = []
    reader.feed(b"", is_final=True)
    yield from reader.rows


class _Xml:
    """A push parser; document types, and with them entities, are refused."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        # bound directly: a sheet of a million rows makes fifty million of these calls
        self._parser.StartElementHandler = self.on_start
        self._parser.EndElementHandler = self.on_end
        self._parser.CharacterDataHandler = self.on_text
        self._parser.StartDoctypeDeclHandler = self._on_doctype

    def read(self, source: BinaryIO) -> None:
        """Parse all of an entry."""
        while chunk := source.read(_CHUNK):
            self.feed(chunk)
        self.feed(b"", is_final=True)

    def feed(self, chunk: bytes, *, is_final: bool = False) -> None:
        """Parse the next bytes."""
        try:
            self._parser.Parse(chunk, is_final)
        except DamagedWorkbookError:
            raise
        except (expat.ExpatError, LookupError, ValueError) as error:  # the last two: encodings that there are not
            raise DamagedWorkbookError(f"XML: {error}") from error

    def on_start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins; its name may have a prefix."""

    def on_end(self, name: str) -> None:
        """An element ends."""

    def on_text(self, text: str) -> None:
        """Text inside the current element."""

    def _on_doctype(self, *_: object) -> None:
        raise DamagedWorkbookError("document type")


class _Elements(_Xml):
    """Collects elements of a few kinds with their attributes."""

    def __init__(self, wanted: set[str]) -> None:
        super().__init__()
        self._wanted = wanted
        self.found: list[tuple[str, dict[str, str]]] = []

    def on_start(self, name: str, attributes: dict[str, str]) -> None:
        tag = _tag(name)
        if tag in self._wanted:
            self.found.append((tag, attributes))


class _Text(_Xml):
    """Gathers the text of values, without the pronunciation that East Asian sheets carry."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[str] = []
        self._is_kept = False
        self._is_pronunciation = False

    def on_text(self, text: str) -> None:
        if self._is_kept:
            self._pieces.append(text)

    def _begin_text(self, tag: str) -> None:
        if tag == "rPh":
            self._is_pronunciation = True
        self._is_kept = (tag == "v" or tag == "t") and not self._is_pronunciation

    def _end_text(self, tag: str) -> None:
        self._is_kept = False
        if tag == "rPh":
            self._is_pronunciation = False

    def _taken(self) -> str:
        text = "".join(self._pieces)
        self._pieces.clear()
        return text


class _Strings(_Text):
    """The shared strings, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.strings: list[str] = []

    def on_start(self, name: str, attributes: dict[str, str]) -> None:
        del attributes
        self._begin_text(_tag(name))

    def on_end(self, name: str) -> None:
        tag = _tag(name)
        self._end_text(tag)
        if tag == "si":
            self.strings.append(unescape(self._taken()))


class _Rows(_Text):
    """The cells of a sheet, row by row."""

    def __init__(self, book: Book) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._book = book
        self._row: list[str] = []
        self._column = -1
        self._kind = "n"
        self._style = ""

    def on_start(self, name: str, attributes: dict[str, str]) -> None:
        tag = _tag(name) if ":" in name else name
        if tag == "c":
            self._kind = attributes.get("t", "n")
            self._style = attributes.get("s", "")
            place = attributes.get("r")
            self._column = self._column + 1 if place is None else column_number(place)
        elif tag == "row":
            self._row, self._column = [], -1
        else:
            self._begin_text(tag)

    def on_end(self, name: str) -> None:
        tag = _tag(name) if ":" in name else name
        if tag == "c":
            if self._pieces:
                self._place(self._cell(self._taken()))
        elif tag == "row":
            self.rows.append(self._row)
        else:
            self._end_text(tag)

    def _place(self, text: str) -> None:
        if not 0 <= self._column < MAX_COLUMNS:
            raise DamagedWorkbookError("column of a cell")
        self._row += [""] * (self._column + 1 - len(self._row))
        self._row[self._column] = text

    def _cell(self, text: str) -> str:
        if self._kind == "s":
            number = int(text) if text.strip().isdecimal() else -1
            if not 0 <= number < len(self._book.strings):
                raise DamagedWorkbookError("number of a string")
            return self._book.strings[number]
        if self._kind == "b":
            return "True" if text == "1" else "False"
        if self._kind != "n":
            return unescape(text)
        is_date = self._style.isdecimal() and int(self._style) in self._book.date_styles
        return (self._book.dates.text(text) if is_date else None) or number_text(text)


_Parser = TypeVar("_Parser", bound=_Xml)


def _read(parser: _Parser, open_entry: _Open, name: str) -> _Parser:
    with open_entry(name) as source:
        parser.read(source)
    return parser


def _tag(name: str) -> str:
    return name.rpartition(":")[2]


def _relation(attributes: dict[str, str]) -> str:
    return next((text for name, text in attributes.items() if name.endswith(":id")), "")


def _entry_name(target: str) -> str:
    return target[1:] if target.startswith("/") else f"xl/{target}"


def _date_styles(found: list[tuple[str, dict[str, str]]]) -> frozenset[int]:
    """Numbers of the cell formats that show a date."""
    custom = {
        attributes.get("numFmtId"): _NOT_LETTERS.sub("", attributes.get("formatCode", "")).casefold()
        for tag, attributes in found
        if tag == "numFmt"
    }
    dates = {number for number, code in custom.items() if set(code) & set("ymdhs")}
    formats: list[str] = []
    is_cell_format = False
    for tag, attributes in found:
        if tag in {"cellXfs", "cellStyleXfs"}:
            is_cell_format = tag == "cellXfs"
        elif tag == "xf" and is_cell_format:
            formats.append(attributes.get("numFmtId", "0"))
    return frozenset(
        number
        for number, identity in enumerate(formats)
        if identity in dates or (identity.isdecimal() and int(identity) in _BUILT_IN_DATES and identity not in custom)
    )
