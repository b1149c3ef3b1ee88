"""All rows of one file before they are written: clean records with mapped dirt, and rejected rows among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.engine.demo import dirt as words
from app.engine.demo.cells import Cells
from app.engine.demo.dirt import Dirt
from app.engine.demo.facts import Margins, read_spellings
from app.engine.demo.prices import Draw
from app.engine.demo.products import Products
from app.engine.demo.relations import Relations
from app.engine.demo.units import LABELS_CHANGED_IN, earlier_unit
from app.engine.demo.values import Lots
from app.engine.reference import units

NAME_COLUMNS = ("partner", "province", "mode", "unit")
_EIGHT, _TEN = 8, 10
ROW = np.dtype(
    [
        ("hs", np.int64),
        ("hs_digits", np.int8),
        ("hs_blank", np.int8),
        *((name, np.int16) for name in NAME_COLUMNS),
        ("quantity_hundredths", np.int64),
        ("value_usd", np.int64),
        ("mean", np.float32),
        ("scale", np.float32),
        ("is_kept", np.bool_),
    ]
)
Rows = NDArray[np.void]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Names of each text column with their positions, which rows hold; members of the margins come first."""

    positions: Mapping[str, dict[str, int]]

    def add(self, column: str, name: str) -> int:
        """Position of a name, new or known."""
        known = self.positions[column]
        return known.setdefault(name, len(known))

    def add_all(self, column: str, names: Sequence[str]) -> NDArray[np.int16]:
        """Positions of several names."""
        return np.array([self.add(column, name) for name in names], dtype=np.int16)

    def names(self, column: str) -> list[str]:
        """All names of a column by position."""
        return list(self.positions[column])


@dataclass(frozen=True, slots=True)
class Side:
    """What all years of one direction share."""

    direction: str
    products: Products
    margins: Margins
    relations: Relations


def start_vocabulary(margins: Margins, year: int) -> Vocabulary:
    """Names as the files of that year write them, members of the margins first and in their order."""
    spelled = read_spellings(year)
    labels = words.EARLIER_MODE_LABELS if year < words.MODE_LABELS_CHANGED_IN else words.CURRENT_MODE_LABELS
    partners = [spelled.get(int(c), n) for c, n in zip(margins.countries.codes, margins.countries.names, strict=True)]
    modes = [labels.get(int(c), n) for c, n in zip(margins.modes.codes, margins.modes.names, strict=True)]
    vocabulary = Vocabulary({column: {} for column in NAME_COLUMNS})
    for column, known in (("partner", partners), ("province", margins.provinces.names), ("mode", modes)):
        vocabulary.add_all(column, known)
    return vocabulary


def plain_rows(side: Side, vocabulary: Vocabulary, cells: Cells, draw: Draw, lots: Lots, *, year: int) -> Rows:
    """Rows without any dirt."""
    product = side.relations.product[cells.relation]
    rows = np.zeros(len(product), dtype=ROW)
    rows["hs"] = side.products.hs8[product]
    rows["hs_digits"] = _EIGHT
    rows["partner"] = cells.country
    rows["province"] = cells.province
    rows["mode"] = cells.mode
    rows["unit"] = _unit_positions(side.products, vocabulary, year)[product]
    rows["quantity_hundredths"] = lots.quantity_hundredths
    rows["value_usd"] = lots.value_usd
    rows["mean"] = draw.mean
    rows["scale"] = draw.scale
    rows["is_kept"] = True
    return rows


def soil_kept_rows(
    side: Side, vocabulary: Vocabulary, rows: Rows, copies: NDArray[np.intp], *, year: int, random: np.random.Generator
) -> dict[Dirt, int]:
    """Write mapped dirt into rows that stay; `copies` are duplicates and their originals, which stay alike."""
    free = np.ones(len(rows), bool)
    free[copies] = False
    ten = free & (random.random(len(rows)) < words.TEN_DIGIT_SHARE)
    rows["hs"][ten] = rows["hs"][ten] * 100 + random.choice([0, 10, 20, 90], int(ten.sum()))
    rows["hs_digits"][ten] = _TEN
    return {
        Dirt.HS_TEN_DIGITS: int(ten.sum()),
        Dirt.RENAMED_COUNTRY: _count_renamed(side.margins, rows, year),
        Dirt.EARLIER_MODE: _count_earlier_modes(side.margins, rows, year),
        Dirt.HS_UNLISTED: int(np.isin(_eight(rows), side.products.hs8[side.products.is_unlisted]).sum()),
        Dirt.PROVINCE_SPELLING: _misspell_provinces(side.margins, vocabulary, rows, free, random),
        Dirt.STRAY_BLANK: _stray_blanks(vocabulary, rows, free, random),
    }


def _unit_positions(products: Products, vocabulary: Vocabulary, year: int) -> NDArray[np.int16]:
    ids = products.unit_id.tolist()
    stated = [earlier_unit(unit) if year < LABELS_CHANGED_IN else unit for unit in ids]
    table = units.table()
    return vocabulary.add_all("unit", [table.by_id(unit).name_zh for unit in stated])


def _eight(rows: Rows) -> NDArray[np.int64]:
    return np.where(rows["hs_digits"] == _TEN, rows["hs"] // 100, rows["hs"])


def _count_renamed(margins: Margins, rows: Rows, year: int) -> int:
    return int(np.isin(margins.countries.codes[rows["partner"]], list(read_spellings(year))).sum())


def _count_earlier_modes(margins: Margins, rows: Rows, year: int) -> int:
    if year >= words.MODE_LABELS_CHANGED_IN:
        return 0
    return int(np.isin(margins.modes.codes[rows["mode"]], list(words.EARLIER_MODE_LABELS)).sum())


def _misspell_provinces(
    margins: Margins, vocabulary: Vocabulary, rows: Rows, free: NDArray[np.bool_], random: np.random.Generator
) -> int:
    chosen = free & (random.random(len(rows)) < words.PROVINCE_SPELLING_SHARE)
    changed = 0
    for code, spelling in words.PROVINCE_SPELLINGS.items():
        here = chosen & (rows["province"] == int(np.flatnonzero(margins.provinces.codes == code)[0]))
        rows["province"][here] = vocabulary.add("province", spelling)
        changed += int(here.sum())
    return changed


def _stray_blanks(vocabulary: Vocabulary, rows: Rows, free: NDArray[np.bool_], random: np.random.Generator) -> int:
    """A blank before or behind one cell; names with blanks are further names of the vocabulary."""
    chosen = np.flatnonzero(free & (random.random(len(rows)) < words.STRAY_BLANK_SHARE))
    column = random.integers(0, len(NAME_COLUMNS) + 1, len(chosen))
    leads = random.random(len(chosen)) < 0.3
    for position, name in enumerate(NAME_COLUMNS):
        for is_leading in (True, False):
            at = chosen[(column == position) & (leads == is_leading)]
            plain = vocabulary.names(name)
            padded = vocabulary.add_all(name, [f" {text}" if is_leading else f"{text} " for text in plain])
            rows[name][at] = padded[rows[name][at]]
    code = column == len(NAME_COLUMNS)
    rows["hs_blank"][chosen[code]] = np.where(leads[code], 1, 2)
    return len(chosen)
