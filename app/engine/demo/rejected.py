"""Rows that the source system's rules remove: copies of clean cells, each with exactly one fault."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from app.engine.demo import dirt as words
from app.engine.demo.cells import Cells
from app.engine.demo.dirt import Dirt
from app.engine.demo.facts import YEARS
from app.engine.demo.hashing import Floats
from app.engine.demo.prices import PriceModel, draw_prices
from app.engine.demo.rows import Rows, Side, Vocabulary, plain_rows
from app.engine.demo.values import FREE_NOISE, counted_units, quantise
from app.engine.reference import hs_codes

_RENAMING_YEAR = 2017
_LIKE_TAIWAN = (116, 132, 133, 122)  # Japan, Singapore, Korea, Malaysia: similar goods
_SIZE_SPREAD = 0.8


def rejected_counts(direction: str, rows: int) -> dict[Dirt, int]:
    """Rows of each rejected kind in a file of `rows`; at least one of each."""
    return {kind: max(1, round(rows * share)) for kind, share in words.REJECTED[direction].items()}


def rejected_rows(
    side: Side,
    model: PriceModel,
    vocabulary: Vocabulary,
    cells: Cells,
    sizes: Floats,
    counts: Mapping[Dirt, int],
    *,
    year: int,
    random: np.random.Generator,
) -> Rows:
    """Faulty rows in the order of `counts`; partners that cleaning leaves out reach their own levels of value."""
    kinds = np.repeat(np.arange(len(counts)), list(counts.values()))
    source = _sources(side, cells, kinds == list(counts).index(Dirt.NON_COUNTRY), random)
    faulty = Cells(cells.relation[source], cells.country[source], cells.province[source], cells.mode[source])
    draw = draw_prices(side.products, model, side.relations, faulty, year=year, random=random)
    size = sizes[source] * np.exp(_SIZE_SPREAD * random.standard_normal(len(source)))
    partner_names = _partner_names(side, vocabulary, counts, size, draw.noise, year=year, random=random)
    lots = quantise(size, draw, counted_units(side.products)[side.relations.product[faulty.relation]])
    rows = plain_rows(side, vocabulary, faulty, draw, lots, year=year)
    rows["is_kept"] = False
    start = 0
    for kind, count in counts.items():
        part = rows[start : start + count]
        if kind in partner_names:
            part["partner"] = partner_names[kind]
        else:
            _spoil(part, kind, vocabulary, random)
        start += count
    return rows


def _sources(side: Side, cells: Cells, is_entity: NDArray[np.bool_], random: np.random.Generator) -> NDArray[np.intp]:
    """Clean rows to copy; what stands for Taiwan, Hong Kong and Macao copies trade with similar economies."""
    source = random.integers(0, len(cells.country), len(is_entity))
    similar = np.flatnonzero(np.isin(side.margins.countries.codes[cells.country], _LIKE_TAIWAN))
    if len(similar):
        source[is_entity] = random.choice(similar, int(is_entity.sum()))
    return source


def _partner_names(
    side: Side,
    vocabulary: Vocabulary,
    counts: Mapping[Dirt, int],
    size: Floats,
    noise: Floats,
    *,
    year: int,
    random: np.random.Generator,
) -> dict[Dirt, NDArray[np.int16]]:
    """Names of partners that are removed, by kind; sizes of the non-country entities are scaled in place."""
    named: dict[Dirt, NDArray[np.int16]] = {}
    start = 0
    for kind, count in counts.items():
        part = slice(start, start + count)
        start += count
        if kind is Dirt.NON_COUNTRY:
            entities = words.ENTITIES_UNTIL_2016 if year < _RENAMING_YEAR else words.ENTITIES_SINCE_2017
            codes = np.array(list(entities.values()))
            weight = np.array([words.ENTITY_WEIGHTS[side.direction][code] for code in codes.tolist()])
            weight /= np.array([(codes == code).sum() for code in codes])
            drawn = random.choice(len(codes), count, p=weight / weight.sum())
            named[kind] = vocabulary.add_all("partner", list(entities))[drawn]
            _reach_levels(side, codes[drawn], size[part], noise[part], year)
        elif kind in words.PARTNERS:
            positions = vocabulary.add_all("partner", words.PARTNERS[kind])
            named[kind] = random.choice(positions, count)
    return named


def _reach_levels(side: Side, code: NDArray[np.int64], size: Floats, noise: Floats, year: int) -> None:
    free = np.exp(np.clip(noise, -FREE_NOISE, FREE_NOISE))
    for entity, levels in side.margins.left_out.items():
        mine = code == entity
        if mine.any():
            size[mine] *= levels[YEARS.index(year)] / (size[mine] * free[mine]).sum()


def _spoil(part: Rows, kind: Dirt, vocabulary: Vocabulary, random: np.random.Generator) -> None:
    count = len(part)
    if kind in words.MODES:
        part["mode"] = random.choice(vocabulary.add_all("mode", words.MODES[kind]), count)
    elif kind is Dirt.HS_LENGTH:
        _spoil_length(part, random)
    elif kind is Dirt.HS_UNKNOWN:
        part["hs"] = random.choice(_unknown_codes(), count)
    elif kind is Dirt.QUANTITY:
        part["quantity_hundredths"] = np.where(random.random(count) < 0.7, 0, -part["quantity_hundredths"])
    elif kind is Dirt.VALUE:
        part["value_usd"] = np.where(random.random(count) < 0.7, 0, -part["value_usd"])
    elif kind is Dirt.UNIT:
        part["unit"] = random.choice(vocabulary.add_all("unit", words.MISSING_UNITS), count)


def _spoil_length(part: Rows, random: np.random.Generator) -> None:
    """Cut to a subheading or a heading, or too long; seven and nine digits could be read as a lost zero."""
    form = random.integers(0, 3, len(part))
    part["hs"] = np.select([form == 0, form == 1], [part["hs"] // 100, part["hs"] // 10_000], part["hs"] * 10_000)
    part["hs_digits"] = np.select([form == 0, form == 1], [6, 4], 12)


def _unknown_codes() -> NDArray[np.int64]:
    """Eight-digit codes under headings that exist and subheadings that no edition has."""
    table = hs_codes.table()
    headings, subheadings = table.codes(4), set(table.codes(6))
    return np.array([int(f"{heading}9790") for heading in headings if f"{heading}97" not in subheadings])
