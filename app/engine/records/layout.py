"""What a reader learns about a source file: where each canonical field stands and what the format promises."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType


class SourceFormat(enum.Enum):
    """Formats known by content; MAPPING is anything else that a mapping file describes."""

    SEED = "seed"
    GACC = "gacc"
    COMTRADE = "comtrade"
    BACI = "baci"
    MAPPING = "mapping"


class Field(enum.Enum):
    """Canonical fields as raw text; a source has any subset, and what is absent stays absent."""

    HS = "hs"
    PARTNER = "partner"
    PROVINCE = "province"
    MODE = "mode"
    PERIOD = "period"  # year, year+month, or a date; any common spelling
    YEAR = "year"
    MONTH = "month"
    QUANTITY = "quantity"
    UNIT = "unit"
    QUANTITY_2 = "quantity_2"
    UNIT_2 = "unit_2"
    VALUE = "value"
    UNIT_PRICE = "unit_price"
    CURRENCY = "currency"
    DIRECTION = "direction"
    REPORTER = "reporter"
    # BACI names both ends of a flow; the direction follows from which of them is the home country
    EXPORTER = "exporter"
    IMPORTER = "importer"
    VALUATION = "valuation"
    EDITION = "edition"
    # Comtrade's splits; rules keep only the leaf rows
    PARTNER_2 = "partner_2"
    CUSTOMS_PROCEDURE = "customs_procedure"
    TRANSPORT = "transport"
    HS_LEVEL = "hs_level"
    IS_LEAF = "is_leaf"


class PartnerCoding(enum.Enum):
    """How the partner column names countries; the same digits mean different countries in each."""

    CUSTOMS = "customs"  # customs numeric code, Chinese or English name
    ISO3 = "iso3"
    M49 = "m49"


class Packing(enum.Enum):
    """What a table is wrapped in."""

    NONE = "none"
    GZIP = "gzip"
    ZIP = "zip"


class Kind(enum.Enum):
    """How the bytes of a table are to be read once they are unpacked."""

    TEXT = "text"
    XLSX = "xlsx"
    XLS = "xls"
    PARQUET = "parquet"


DIRECTION_WORDS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("import", "imports", "m", "i", "进口", "进", "输入"), "import"),
        **dict.fromkeys(("export", "exports", "x", "e", "出口", "出", "输出"), "export"),
    }
)
"""Trimmed lower-case text of a direction column and what it means; anything else (re-imports …) counts as neither."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Columns of one table and their meaning; `fields` maps to positions in `columns`, whose count is the file's."""

    format: SourceFormat
    columns: tuple[str, ...]
    fields: Mapping[Field, int]
    constants: Mapping[Field, str] = field(default_factory=lambda: MappingProxyType({}))
    partner_coding: PartnerCoding = PartnerCoding.CUSTOMS
    hs_digits: int | None = None  # code length that the format promises; None keeps each row's own level
    has_units: bool = True  # the format promises a unit on each row
    has_grouped_numbers: bool = False  # "1,234,567" in numeric columns
    has_lost_zeros: bool = False  # codes seen without their leading zero ("1012100", "1012100.0")
    value_scale: int = 1  # one unit of the value column is so many of the currency (BACI: thousands)
    absent_words: frozenset[str] = frozenset()  # trimmed text that stands for "not given" in unit and number columns


@dataclass(frozen=True, slots=True)
class TextTable:
    """Delimited UTF-8 text on disk; `skip_lines` counts everything before the first data row."""

    path: Path
    delimiter: str = ","
    skip_lines: int = 1
    is_normalised: bool = False  # written by us: well-formed for certain
    encoding: str | None = None  # set where the text was written by us; None = as the source file


@dataclass(frozen=True, slots=True)
class Evidence:
    """One observation behind a recognition: `code` is a catalogue sentence, `params` fill it."""

    code: str
    params: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Part:
    """One table inside a file: a plain file has one, a zip or a workbook any number."""

    packing: Packing
    kind: Kind
    member: str  # path inside a zip, else ""
    sheet: str  # sheet of a workbook, else ""
    encoding: str  # "" where the kind is not text
    delimiter: str
    header_row: int  # records before the header
    layout: Layout


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a file was recognised as, before anything is imported; None where the content does not say.

    `layout`, `encoding` are those of the first part; `years` are those seen in the sample or stated.
    """

    path: Path
    format: SourceFormat | None
    encoding: str
    layout: Layout | None
    years: tuple[int, ...]
    direction: str | None
    evidence: tuple[Evidence, ...]
    parts: tuple[Part, ...] = ()
    mapping_draft: str = ""  # a mapping file to complete, where no format was recognised


@dataclass(frozen=True, slots=True)
class NormalisedTable:
    """A rewritten table and, beside it, a headless CSV (rule id, line number, raw text) of rows without columns."""

    table: TextTable
    malformed: Path
    malformed_rows: int
    clean_rows: int
