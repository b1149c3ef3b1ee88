"""The slow, safe path: every physical row of a damaged table ends in the clean copy or among the malformed."""

from __future__ import annotations

import csv
import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.engine.jobs import CancelToken, Progress
from app.engine.records import containers
from app.engine.records.encodings import ASCII, encoding_beyond_ascii
from app.engine.records.layout import Layout, NormalisedTable, TextTable
from app.engine.records.lines import Line, LineReader
from app.engine.records.rows import Shape, parse_cells, split_at_stray_returns, without_returns

RAW_LENGTH = 2_000
_MAX_LINES_OF_ROW = 64
_MAX_ROW = 1 << 20
_BATCH = 20_000
_VISIBLE = {0: "\\x00", 13: "\\r"}


class Malformation(enum.Enum):
    """Why a physical row has no columns; the values are the ids of the rules that report it."""

    RAGGED = "row_ragged"
    BAD_BYTES = "row_bad_bytes"
    TOO_LONG = "row_too_long"
    UNTERMINATED_QUOTE = "row_unterminated_quote"
    SHIFTED = "row_shifted"


def normalise(
    table: TextTable, layout: Layout, *, encoding: str, workdir: Path, progress: Progress, token: CancelToken
) -> NormalisedTable:
    """Rewrite a table that a strict reader refused; `encoding` is the source's, used where the table names none."""
    name = "source" if table.encoding is None else table.path.stem
    clean, malformed = workdir / f"{name}.clean.csv", workdir / f"{name}.malformed.csv"
    with containers.reading(table.path):
        source = _with_line_feeds(table.path, workdir / f"{name}.lines.csv")
        chosen = table.encoding or (_beyond_ascii(source) if encoding == ASCII else encoding)
        counts = _rewrite(
            _Damaged(source, chosen, table, layout), clean=clean, malformed=malformed, progress=progress, token=token
        )
    copy = TextTable(clean, delimiter=",", skip_lines=0, is_normalised=True, encoding="utf-8")
    return NormalisedTable(copy, malformed, malformed_rows=counts.malformed, clean_rows=counts.clean)


@dataclass(frozen=True, slots=True)
class _Damaged:
    path: Path
    encoding: str
    table: TextTable
    layout: Layout


@dataclass(slots=True)
class _Counts:
    clean: int = 0
    malformed: int = 0


def _rewrite(source: _Damaged, *, clean: Path, malformed: Path, progress: Progress, token: CancelToken) -> _Counts:
    counts = _Counts()
    size = source.path.stat().st_size
    with (
        source.path.open("rb") as stream,
        clean.open("w", encoding="utf-8", newline="") as clean_file,
        malformed.open("w", encoding="utf-8", newline="") as malformed_file,
    ):
        reader = LineReader(stream)
        keep = csv.writer(clean_file, lineterminator="\n")
        reject = csv.writer(malformed_file, lineterminator="\n", quoting=csv.QUOTE_ALL)
        for number, outcome in enumerate(_outcomes(reader, source)):
            if isinstance(outcome, _Malformed):
                reject.writerow((outcome.reason.value, outcome.line, outcome.text))
                counts.malformed += 1
            else:
                keep.writerow(without_returns(outcome))
                counts.clean += 1
            if number % _BATCH == 0:
                token.check()
                progress(reader.bytes_read, size)
    return counts


@dataclass(frozen=True, slots=True)
class _Malformed:
    reason: Malformation
    line: int
    text: str


def _outcomes(reader: LineReader, source: _Damaged) -> Iterator[Sequence[str] | _Malformed]:
    cutter = _RowCutter(reader, source.encoding, source.table.delimiter, Shape.of(source.layout))
    yield from cutter.skip_records(source.table.skip_lines)
    while (line := reader.take()) is not None:
        if line.raw.strip():
            yield from cutter.rows_of(line)


class _RowCutter:
    """Turns lines into rows of the expected shape, or into the reason why not."""

    def __init__(self, reader: LineReader, encoding: str, delimiter: str, shape: Shape) -> None:
        self._reader = reader
        self._encoding = "utf-8" if encoding == ASCII else encoding
        self._delimiter = delimiter
        self._shape = shape

    def skip_records(self, count: int) -> Iterator[Sequence[str] | _Malformed]:
        """Leave out the header and what is above it; yields rows that lone returns put on the same line."""
        while count > 0 and (line := self._reader.take()) is not None:
            text = self._text(line) or ""
            if parse_cells(text, self._delimiter) is None:
                self._joined(text, width=None)
            pieces = [text] if '"' in text else text.split("\r")
            for piece in pieces[count:]:
                if piece.strip():
                    yield self._row(line, piece)
            count -= len(pieces)

    def rows_of(self, line: Line) -> Iterator[Sequence[str] | _Malformed]:
        """The rows that begin on this line; usually one."""
        if line.is_cut:
            yield self._malformed(line, Malformation.TOO_LONG)
            return
        text = self._text(line)
        if text is None:
            yield self._malformed(line, Malformation.BAD_BYTES)
            return
        for piece in split_at_stray_returns(text, self._delimiter, self._shape.width):
            yield self._row(line, piece)

    def _row(self, line: Line, text: str) -> Sequence[str] | _Malformed:
        cells = parse_cells(text, self._delimiter)
        if cells is None:
            cells = self._joined(text, width=self._shape.width)
        if cells is None:
            return self._malformed(line, Malformation.UNTERMINATED_QUOTE)
        fitted = self._shape.fit(cells)
        if fitted is not None:
            return fitted
        is_shifted = self._shape.is_shifted(cells)
        return self._malformed(line, Malformation.SHIFTED if is_shifted else Malformation.RAGGED)

    def _joined(self, text: str, *, width: int | None) -> list[str] | None:
        """Cells of a row whose quoted field goes on over following lines; None if that does not give a sound row."""
        for count, line in enumerate(self._reader.look_ahead(_MAX_LINES_OF_ROW), start=1):
            following = None if line.is_cut else self._text(line)
            if following is None or len(text) + len(following) > _MAX_ROW:
                return None
            text = f"{text}\n{following}"
            if '"' not in following:
                alone = parse_cells(following, self._delimiter)
                if width is not None and alone is not None and len(alone) == width:
                    return None  # a sound row of its own: the quote before it was never meant to reach here
                continue
            cells = parse_cells(text, self._delimiter)
            if cells is not None:
                for _ in range(count):
                    self._reader.take()
                return cells if width is None or self._shape.fit(cells) is not None else None
        return None

    def _text(self, line: Line) -> str | None:
        raw = line.raw.removeprefix(b"\xef\xbb\xbf") if line.number == 1 else line.raw
        if b"\x00" in raw:
            return None
        try:
            return raw.decode(self._encoding)
        except UnicodeDecodeError:
            return None

    def _malformed(self, line: Line, reason: Malformation) -> _Malformed:
        shown = line.raw[: 4 * RAW_LENGTH].decode(self._encoding, errors="backslashreplace")
        return _Malformed(reason, line.number, shown.translate(_VISIBLE)[:RAW_LENGTH])


def _with_line_feeds(path: Path, target: Path) -> Path:
    """The file itself, or a copy of one whose lines end in lone carriage returns."""
    with path.open("rb") as stream:
        head = stream.read(containers.HEAD)
        if b"\n" in head or b"\r" not in head:
            return path
        with target.open("wb") as copy:
            while head:
                copy.write(head.replace(b"\r", b"\n"))
                head = stream.read(containers.CHUNK)
    return target


def _beyond_ascii(path: Path) -> str:
    with path.open("rb") as stream:
        return encoding_beyond_ascii(stream)
