"""The rows of a file whose cells are all known exactly, as columns of numbers; other lines are written to a rest file.

A row is read so where every text is one of a vocabulary, the code is listed, and quantity and value are written in
digits. It is plain where beyond that no text falls under a rejecting rule and both numbers are positive: nine rows of
ten in the files that this is made for. The others are doubtful, and keep their lines until the rules have judged them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from app.engine.jobs import CancelToken
from app.engine.store.coding import Coding
from app.engine.store.ingest_blocks import (
    CellReader,
    Cells,
    Flags,
    IrregularTextError,
    Lines,
    Places,
    count_wide_bytes,
)
from app.engine.store.ingest_coded_sql import QUANTITY_PLACES, VALUE_PLACES
from app.engine.store.ingest_columns import looked_up_dimensions, unmapped_cells, varying_columns
from app.engine.store.ingest_numbers import Numbers, read_decimals
from app.engine.store.ingest_plan import IngestPlan
from app.engine.store.ingest_texts import Codes, TextTable

# Five digits and a delimiter
RULE_ROOM = 6
# Rows sorted and written at once; bounds the memory that a large file takes
CHUNK_ROWS = 2_000_000
# A doubtful row is held with its line
_DOUBTFUL_WEIGHT = 4
_VARYING = {"members", "flags", "quantity", "value", "hs"}
_READ = {"hs", "quantity", "value"}
_READABLE = _READ | {"country", "province", "mode", "unit", "unit_price"}
_NUMBER_TEXTS = re.compile(r"\b(quantity|value)_text\b")
# Hashes of all rows are held until the file is read
_LARGEST_FILE = 1 << 30


def can_read_coded(plan: IngestPlan) -> bool:
    """True for a source of which only dimensions, code, quantity and value differ from row to row."""
    is_usual = plan.hs_digits is not None and plan.value_scale == 1 and not unmapped_cells(plan)
    is_usual &= not plan.has_grouped_numbers
    judges_rows_alone = not (plan.drops_duplicates or plan.keeps_deepest_level)
    reads_numbers = not any(_NUMBER_TEXTS.search(rule.predicate) for rule in plan.rules)
    return (
        is_usual
        and judges_rows_alone
        and reads_numbers
        and _READ <= plan.fields.keys() <= _READABLE
        and set(varying_columns(plan)) == _VARYING
        and len(plan.delimiter.encode()) == 1
        and plan.source.stat().st_size <= _LARGEST_FILE
    )


@dataclass(frozen=True, slots=True)
class KnownTexts:
    """What the cells of a row may hold, so that it is read exactly."""

    hs_codes: NDArray[np.uint32]  # sorted; a code's number among the known texts is its position plus one
    hs: TextTable
    dimensions: Mapping[str, TextTable]
    is_usual: Mapping[str, Flags]  # by dimension and code: known, given, and taken by no rule

    @classmethod
    def of(cls, plan: IngestPlan, codings: Mapping[str, Coding]) -> KnownTexts:
        """Of a plan with rows of one HS level."""
        hs = sorted(code for code in plan.hs.codes if len(code) == plan.hs_digits)
        names = looked_up_dimensions(plan)
        return cls(
            np.array([int(code) for code in hs], np.uint32),
            TextTable(hs),
            {name: TextTable(codings[name].texts) for name in names},
            {name: _usual(codings[name]) for name in names},
        )


@dataclass(frozen=True, slots=True)
class CodedRows:
    """Columns of equal length; dimensions and HS as codes, quantity and value times ten to their places."""

    hs: Codes
    dimensions: Mapping[str, Codes]
    quantity: Numbers
    value: Numbers

    def __len__(self) -> int:
        return len(self.hs)

    def some(self, rows: Places) -> CodedRows:
        """These rows, in this order."""
        dimensions = {name: codes[rows] for name, codes in self.dimensions.items()}
        return CodedRows(self.hs[rows], dimensions, self.quantity[rows], self.value[rows])

    @classmethod
    def joined(cls, parts: Sequence[CodedRows], names: Iterable[str]) -> CodedRows:
        """The rows of all parts, which have the named dimensions."""
        return cls(
            np.concatenate([np.empty(0, np.uint16), *(part.hs for part in parts)]),
            {
                name: np.concatenate([np.empty(0, np.uint16), *(part.dimensions[name] for part in parts)])
                for name in names
            },
            np.concatenate([np.empty(0, np.int64), *(part.quantity for part in parts)]),
            np.concatenate([np.empty(0, np.int64), *(part.value for part in parts)]),
        )


@dataclass(frozen=True, slots=True)
class Chunk:
    """Rows of a part of the file; doubtful ones with their lines, before which there is room for a rule's number."""

    plain: CodedRows
    doubtful: CodedRows
    lines: Lines


@dataclass(frozen=True, slots=True)
class CodedReader:
    """Reads one file; lines that are not known exactly go to `rest` as they stand."""

    plan: IngestPlan
    texts: KnownTexts
    rest: BinaryIO
    on_share: Callable[[float], None]
    token: CancelToken

    def chunks(self) -> Iterator[Chunk]:
        """At least one chunk, though it may be empty; IrregularTextError where another reader has to take the file."""
        plan = self.plan
        reader = CellReader(plan.source, plan.delimiter, plan.skip_lines, len(plan.columns))
        size = plan.source.stat().st_size
        parts: list[Chunk] = []
        for cells, done in reader.blocks():
            self.token.check()
            parts.append(self._read(cells))
            self.on_share(done / max(size, 1))
            if sum(len(part.plain) + _DOUBTFUL_WEIGHT * len(part.doubtful) for part in parts) >= CHUNK_ROWS:
                yield self._taken(parts)
        yield self._taken(parts)

    def _taken(self, parts: list[Chunk]) -> Chunk:
        """The parts as one; none is left, so that no row is held twice."""
        names = self.texts.dimensions
        chunk = Chunk(
            CodedRows.joined([part.plain for part in parts], names),
            CodedRows.joined([part.doubtful for part in parts], names),
            Lines.joined([part.lines for part in parts]),
        )
        parts.clear()
        return chunk

    def _read(self, cells: Cells) -> Chunk:
        fields, texts = self.plan.fields, self.texts
        hs = texts.hs.codes(cells, fields["hs"])
        quantity, has_quantity = read_decimals(cells, fields["quantity"], QUANTITY_PLACES)
        value, has_value = read_decimals(cells, fields["value"], VALUE_PLACES)
        is_known, is_plain = has_quantity & has_value & (hs > 0), (quantity > 0) & (value > 0)
        dimensions = {name: table.codes(cells, fields[name]) for name, table in texts.dimensions.items()}
        for name, codes in dimensions.items():
            is_known &= codes > 0
            is_plain &= texts.is_usual[name][codes]
        rows = CodedRows(hs, dimensions, quantity, value)
        doubtful = np.flatnonzero(is_known & ~is_plain)
        lines = cells.lines(doubtful, room=RULE_ROOM)
        chunk = Chunk(rows.some(np.flatnonzero(is_known & is_plain)), rows.some(doubtful), lines)
        rest = cells.lines(np.flatnonzero(~is_known))
        self.rest.write(rest.text.data)
        self._require_known_bytes(cells, chunk, rest)
        return chunk

    def _require_known_bytes(self, cells: Cells, chunk: Chunk, rest: Lines) -> None:
        """Characters beyond ASCII stand in known texts or in lines that another reader checks, and nowhere else."""
        known = count_wide_bytes(rest.text)
        for name, table in self.texts.dimensions.items():
            for rows in (chunk.plain, chunk.doubtful):
                counts = np.bincount(rows.dimensions[name], minlength=len(table.wide_bytes))
                known += int(counts @ table.wide_bytes)
        if known != cells.wide_bytes:
            raise IrregularTextError


def _usual(coding: Coding) -> Flags:
    is_usual = np.ones(len(coding.spellings) + 1, np.bool_)
    is_usual[: coding.absent + 1] = False
    for first, last in coding.rejecting.values():
        is_usual[first : last + 1] = False
    return is_usual
