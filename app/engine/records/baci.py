"""BACI of CEPII: one file a year, every country with every other, values in thousands of dollars, tonnes."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from app.engine.errors import InputError
from app.engine.records import containers
from app.engine.records.layout import Evidence, Field, Layout, PartnerCoding, SourceFormat
from app.engine.records.periods import stamp
from app.engine.records.sample import Match, Sample, Stated, name_key
from app.engine.reference import countries

_COLUMNS = ("t", "i", "j", "k", "v", "q")
_FIELDS = (Field.YEAR, Field.EXPORTER, Field.IMPORTER, Field.HS, Field.VALUE, Field.QUANTITY)
_EDITION = re.compile(r"(?<![A-Za-z])HS(\d{2})(?!\d)")
_YEAR_FILE = "BACI_HS*_Y*.csv"
_COUNTRY_FILE = "country_codes_V*.csv"
_THOUSAND = 1_000


def match(sample: Sample, stated: Stated) -> Match | None:
    """Recognise the six one-letter columns; the edition of the nomenclature stands in the file name only."""
    keys = [name_key(name) for name in sample.columns]
    if sorted(keys) != sorted(_COLUMNS):
        return None
    fields = {field: keys.index(name) for name, field in zip(_COLUMNS, _FIELDS, strict=True)}
    when = stamp(sample, stated, fields, trusts_name=False)
    constants = {
        Field.REPORTER: "CHN",
        Field.CURRENCY: "USD",
        Field.VALUATION: "FOB",
        Field.UNIT: "吨",
    }
    edition = _edition(sample.file_name)
    if edition is not None:
        constants[Field.EDITION] = str(edition)
    told = Evidence(
        "evidence.baci_edition" if edition else "evidence.baci_edition_unknown", {"edition": edition or "?"}
    )
    layout = Layout(
        format=SourceFormat.BACI,
        columns=sample.columns,
        fields=MappingProxyType(fields),
        constants=MappingProxyType(constants),
        partner_coding=PartnerCoding.M49,
        has_units=False,
        value_scale=_THOUSAND,
        absent_words=frozenset({"NA", "NaN"}),
    )
    both = Evidence("evidence.direction_from_ends", {})
    return Match(layout, when.years, None, (when.evidence[0], both, told))


def year_files(folder: Path) -> list[Path]:
    """The yearly files of an unpacked release, oldest first; InputError where the folder is no release."""
    files = sorted(folder.glob(_YEAR_FILE))
    if not files:
        raise InputError("records.is_folder", path=str(folder))
    return files


def with_country_table(match: Match, folder: Path) -> Match:
    """The match with what the release's own country table, if it lies beside the file, says about partner codes."""
    names = _country_names(folder)
    if not names:
        return replace(match, evidence=(*match.evidence, Evidence("evidence.baci_no_country_table", {})))
    known = countries.table().spellings("m49")
    unknown = ", ".join(f"{code} {name}" for code, name in names.items() if code not in known)
    told = Evidence("evidence.baci_country_table", {"count": len(names), "unknown": unknown or "-"})
    return replace(match, evidence=(*match.evidence, told))


def _country_names(folder: Path) -> dict[str, str]:
    for path in sorted(folder.glob(_COUNTRY_FILE)):
        with containers.reading(path), path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            return {row[0].strip(): row[1].strip() for row in list(csv.reader(file))[1:] if len(row) > 1}
    return {}


def _edition(file_name: str) -> int | None:
    found = _EDITION.search(file_name)
    if found is None:
        return None
    two_digits = int(found[1])
    return 1900 + two_digits if two_digits > 80 else 2000 + two_digits
