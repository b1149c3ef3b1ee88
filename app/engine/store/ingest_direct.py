"""Loads a file whose rows are mostly plain: those are sorted and stored as numbers, others are staged if need be.

What makes a row plain is checked by the rules' own predicates before it is stored; where a rule would reject or mark
one after all, IrregularTextError leaves the whole file to the staged way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO

import duckdb
import numpy as np
from numpy.typing import NDArray

from app.engine.store.coding import CODE_BITS, CODE_MASK
from app.engine.store.ingest_blocks import IrregularTextError, Places
from app.engine.store.ingest_coded import RULE_ROOM, Chunk, CodedReader, CodedRows, KnownTexts
from app.engine.store.ingest_coded_sql import (
    LEFT_OUT,
    NO_RULE,
    check_statement,
    judge_statement,
    refused_statement,
    staged_statement,
    store_statement,
)
from app.engine.store.ingest_columns import Lookups
from app.engine.store.ingest_numbers import Numbers
from app.engine.store.ingest_plan import IngestPlan
from app.engine.store.ingest_sql import kept_rows_query, rejected_statement, source_parameters
from app.engine.store.ingest_texts import Codes
from app.engine.store.odd_rows import count_duplicates

_Columns = dict[str, NDArray[Any]]
_FACTORS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], np.uint64)
_HALF = np.uint64(32)
_MOST_RANKS = 1 << 16
_NO_ROWS: _Columns = dict.fromkeys(("members", "flags", "quantity", "value", "hs"), np.empty(0, np.int64))


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows to be kept; `hs` are places in `hs_codes`, dimensions are codes of which 0 is "not given"."""

    hs_codes: NDArray[np.uint32]
    hs: Codes
    dimensions: Mapping[str, Codes]
    quantity: Numbers
    value: Numbers
    flags: NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class DirectLoad:
    """Loads one file into the segment `catalog`; lines of rejected rows go through the file `refused`."""

    cursor: duckdb.DuckDBPyConnection
    plan: IngestPlan
    lookups: Lookups
    texts: KnownTexts
    catalog: str
    refused: Path
    _waiting: list[CodedRows] = field(default_factory=list)
    _hashes: list[NDArray[np.uint64]] = field(default_factory=list)

    def read(self, reader: CodedReader) -> None:
        """Judge all rows and store the plain ones, but for the last of them, which wait for those of the stage."""
        with self.refused.open("wb") as refused:
            for chunk in reader.chunks():
                if self._waiting:
                    self._store(_merge(self._waiting.pop(), self.texts, _NO_ROWS))
                self._require_plain(chunk.plain)
                self._judge(chunk, rest=reader.rest, refused=refused)
                self._waiting.append(chunk.plain)
                # nothing else may hold them when they are sorted
                del chunk

    def finish(self, *, stage: str) -> int:
        """Store the last plain rows and those of the stage; how many rows of the file repeat another one."""
        found = self.cursor.execute(staged_statement(self.plan, stage=stage)).fetchnumpy()
        staged = {name: np.asarray(column) for name, column in found.items()}
        self._store(_merge(self._waiting.pop(), self.texts, staged))
        left_out = kept_rows_query(self.plan, stage=stage, lists=self.lookups.lists, condition=LEFT_OUT)
        self.cursor.execute(f"INSERT INTO {self.catalog}.kept_rows BY NAME {left_out}")
        self.cursor.execute(rejected_statement(self.plan, catalog=self.catalog, stage=stage))
        refused = replace(self.plan, source=self.refused, skip_lines=0)
        self.cursor.execute(refused_statement(refused, catalog=self.catalog), source_parameters(refused))
        repeated = count_duplicates(self.cursor, self.plan, stage=stage, condition=LEFT_OUT)
        return repeated + _count_repeated(np.concatenate(self._hashes))

    def _require_plain(self, rows: CodedRows) -> None:
        statement = check_statement(self.plan, self.lookups, table=self._name)
        if self._run(statement, self._columns(rows))["count_star()"][0]:
            raise IrregularTextError

    def _judge(self, chunk: Chunk, *, rest: BinaryIO, refused: BinaryIO) -> None:
        """Write the rejecting rule's number before each line; lines without one are read again, to be marked."""
        statement = judge_statement(self.plan, self.lookups, table=self._name)
        found = self._run(statement, self._columns(chunk.doubtful))
        rules = np.zeros(len(chunk.doubtful), np.intp)
        rules[found["place"].astype(np.intp)] = found["rule"]
        digits = rules[:, None] // 10 ** np.arange(RULE_ROOM - 2, -1, -1) % 10 + ord("0")
        delimiters = np.full((len(rules), 1), ord(self.plan.delimiter))
        chunk.lines.fill(np.concatenate([digits, delimiters], axis=1).astype(np.uint8))
        refused.write(chunk.lines.text.data)
        rest.write(chunk.lines.some(np.flatnonzero(rules == NO_RULE), room=RULE_ROOM).text.data)

    def _columns(self, rows: CodedRows) -> _Columns:
        columns: _Columns = {"hs": self.texts.hs_codes[rows.hs - 1], "quantity": rows.quantity, "value": rows.value}
        columns |= {f"{name}_code": codes for name, codes in rows.dimensions.items()}
        return columns | {"place": np.arange(len(rows))}

    def _store(self, rows: _Rows) -> None:
        order = _order(rows)
        self._hashes.append(_hashes(rows))
        columns: _Columns = {
            "hs": rows.hs_codes[rows.hs[order]],
            "quantity": rows.quantity[order],
            "value": rows.value[order],
            "flags": rows.flags[order],
        }
        spellings = np.zeros(len(order), np.uint64)
        for position, (name, codes) in enumerate(rows.dimensions.items()):
            coding, ordered = self.lookups.codings[name], codes[order]
            columns[name] = np.array([0, *coding.keys], np.int16)[ordered]
            remembered = np.array([0, *coding.remembered], np.uint64) << np.uint64(CODE_BITS * position)
            spellings |= remembered[ordered]
        columns["spellings"] = spellings
        is_first = len(self._hashes) == 1
        self._run(store_statement(self.plan, catalog=self.catalog, table=self._name, is_first=is_first), columns)

    @property
    def _name(self) -> str:
        return f"{self.catalog}_rows"

    def _run(self, statement: str, columns: _Columns) -> _Columns:
        """The answer to a statement that reads these columns as the table `_name`."""
        self.cursor.register(self._name, columns)
        try:
            return {name: np.asarray(column) for name, column in self.cursor.execute(statement).fetchnumpy().items()}
        finally:
            self.cursor.unregister(self._name)


def _merge(rows: CodedRows, texts: KnownTexts, staged: Mapping[str, NDArray[Any]]) -> _Rows:
    """Plain rows and those of the stage, with one numbering of the codes that occur."""
    hs = staged["hs"].astype(np.uint32)
    hs_codes = np.union1d(texts.hs_codes, hs)
    if len(hs_codes) > _MOST_RANKS:
        raise IrregularTextError
    ranks = np.searchsorted(hs_codes, texts.hs_codes).astype(np.uint16)
    members = staged["members"].astype(np.uint64)
    dimensions = {
        name: np.concatenate([codes, _unpacked(members, position)])
        for position, (name, codes) in enumerate(rows.dimensions.items())
    }
    return _Rows(
        hs_codes,
        np.concatenate([ranks[rows.hs - 1], np.searchsorted(hs_codes, hs).astype(np.uint16)]),
        dimensions,
        np.concatenate([rows.quantity, staged["quantity"].astype(np.int64)]),
        np.concatenate([rows.value, staged["value"].astype(np.int64)]),
        np.concatenate([np.zeros(len(rows), np.uint16), staged["flags"].astype(np.uint16)]),
    )


def _unpacked(members: NDArray[np.uint64], position: int) -> Codes:
    return (members >> np.uint64(CODE_BITS * position) & np.uint64(CODE_MASK)).astype(np.uint16)


def _order(rows: _Rows) -> Places:
    """By code, then by the first dimension, which is the partner where there is one; sorted digit by digit."""
    first = next(iter(rows.dimensions.values()), rows.hs)
    order = np.argsort(first, kind="stable")
    return order[np.argsort(rows.hs[order], kind="stable")]


def _hashes(rows: _Rows) -> NDArray[np.uint64]:
    """A number for each row that differs wherever the rows differ, but for one case in many billions."""
    members = np.zeros(len(rows.hs), np.uint64)
    for position, codes in enumerate(rows.dimensions.values()):
        members |= codes.astype(np.uint64) << np.uint64(CODE_BITS * position)
    mixed = rows.hs_codes.astype(np.uint64)[rows.hs]
    for column, factor in zip((members, rows.quantity, rows.value), _FACTORS, strict=True):
        mixed *= factor
        mixed ^= mixed >> _HALF
        mixed += column.view(np.uint64)
    mixed *= _FACTORS[0]
    mixed ^= mixed >> _HALF
    mixed *= _FACTORS[1]
    return mixed


def _count_repeated(hashes: NDArray[np.uint64]) -> int:
    """How many numbers have occurred before; only those that share their upper bits with another are sorted."""
    bits = min(22, max(8, len(hashes).bit_length() + 2))
    slots = (hashes >> np.uint64(64 - bits)).view(np.int64)
    shared = np.bincount(slots, minlength=1 << bits) > 1
    candidates = np.sort(hashes[shared[slots]])
    return int(np.count_nonzero(candidates[1:] == candidates[:-1]))
