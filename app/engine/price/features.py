"""What the price model is given for each row: identities, figures of the local history, and a first estimate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.engine.jobs import CancelToken
from app.engine.price.answers import Token
from app.engine.price.history import Knowledge, YearHistory
from app.engine.price.keys import KEYS, group_of_year_factor
from app.engine.price.lots import LARGEST
from app.engine.price.rows import OPEN, PriceRows

# Identities, with how many numbers each can be; 0 is "open or unknown", and long codes share numbers
IDENTITIES: Mapping[Token, int] = {
    Token.COUNTRY: 1024,
    Token.PROVINCE: 128,
    Token.HS2: 128,
    Token.HS4: 10_000,
    Token.HS6: 4_096,
    Token.HS8: 8_192,
    Token.MODE: 128,
    Token.UNIT: 64,
    Token.DIRECTION: 4,
}
# Figures by token, in the order of the columns; those that end in _effect add up to the first estimate
FIGURES: Mapping[Token, tuple[str, ...]] = {
    Token.COUNTRY: ("partner_effect", "partner_records"),
    Token.PROVINCE: ("province_effect", "province_chapter_effect", "province_chapter_records"),
    Token.MODE: ("mode_effect", "mode_records"),
    Token.YEAR: ("year_effect", "years_ahead"),
    Token.QUANTITY: ("lot_effect", "lot", "lot_known"),
    Token.HISTORY_HS4: (
        "chapter_effect", "heading_effect", "chapter_year_effect", "heading_year_effect", "chapter_records",
        "heading_records", "heading_spread", "chapter_change", "heading_change",
    ),
    Token.HISTORY_HS6: (
        "subheading_effect", "subheading_records", "subheading_age", "subheading_last", "subheading_last_records",
        "subheading_spread",
    ),
    Token.HISTORY_HS8: (
        "product_effect", "product_records", "product_age", "product_last", "product_last_records", "product_spread",
    ),
    Token.HISTORY_PARTNER: (
        "partner_chapter_effect", "partner_heading_effect", "partner_product_effect", "partner_chapter_records",
        "partner_heading_records", "partner_product_records", "partner_product_age", "partner_product_last",
        "partner_product_last_records", "partner_product_spread",
    ),
}  # fmt: skip
COLUMNS = tuple(name for names in FIGURES.values() for name in names)
# Part of the first estimate only: alike in all rows of a year, it could only teach a model its years by heart
SILENT = ("year_effect",)
LEVELS = ("chapter", "heading", "subheading", "product", "partner_product")
_PLACE = {name: at for at, name in enumerate(COLUMNS)}
_LEVEL_DIGITS = {"subheading": 6, "product": 8, "partner_product": 8}
_RECORDS_SCALE = 0.2
YEARS_SCALE = 0.1
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Features:
    """`anchor` is the first estimate of ln price (nan: no history at all); the model tells the rest.

    `records` counts comparable records by `LEVELS`, `last_seen` the newest year of the finest level that has any.
    """

    ids: NDArray[np.int32]
    figures: NDArray[np.float32]
    anchor: Floats
    records: NDArray[np.int32]
    last_seen: NDArray[np.int16]

    def __len__(self) -> int:
        return len(self.anchor)

    def column(self, name: str) -> NDArray[np.float32]:
        """One of `COLUMNS`, scaled as the model sees it."""
        return self.figures[:, _PLACE[name]]

    def take(self, at: slice | NDArray[np.intp] | Flags) -> Features:
        """The features of some rows."""
        return Features(self.ids[at], self.figures[at], self.anchor[at], self.records[at], self.last_seen[at])

    def without(self, token: Token) -> Features:
        """The features as if nothing were known of one token, its part of the first estimate included."""
        ids, figures, anchor = self.ids.copy(), self.figures.copy(), self.anchor.copy()
        if token in IDENTITIES:
            ids[:, list(IDENTITIES).index(token)] = OPEN
        for name in FIGURES.get(token, ()):
            if name.endswith("_effect") and name not in {"chapter_effect", "heading_effect"}:
                anchor -= figures[:, _PLACE[name]]
            figures[:, _PLACE[name]] = 0.0
        return replace(self, ids=ids, figures=figures, anchor=anchor)


def build_features(
    history: Knowledge, rows: PriceRows, *, horizon: int = 1, token: CancelToken | None = None
) -> Features:
    """Features of `rows` from what was known `horizon` years before each: at 1, everything before the row's year."""
    parts = []
    places = []
    for year in np.unique(rows.year):
        at = np.flatnonzero(rows.year == year)
        known = history.before(int(year) + 1 - horizon, token=token)
        parts.append(_features(known, rows.take(at), history.hs_digits))
        places.append(at)
    if not parts:
        return _nothing(0)
    order = np.argsort(np.concatenate(places), kind="stable")
    return Features(
        np.concatenate([part.ids for part in parts])[order],
        np.concatenate([part.figures for part in parts])[order],
        np.concatenate([part.anchor for part in parts])[order],
        np.concatenate([part.records for part in parts])[order],
        np.concatenate([part.last_seen for part in parts])[order],
    )


def _nothing(rows: int) -> Features:
    return Features(
        np.zeros((rows, len(IDENTITIES)), dtype=np.int32),
        np.zeros((rows, len(COLUMNS)), dtype=np.float32),
        np.full(rows, np.nan),
        np.zeros((rows, len(LEVELS)), dtype=np.int32),
        np.zeros(rows, dtype=np.int16),
    )


def _features(known: YearHistory, rows: PriceRows, hs_digits: int) -> Features:
    result = replace(_nothing(len(rows)), ids=_identities(rows))
    if known.last_year is None:
        return result
    is_open = _open_levels(rows, hs_digits)
    lookup = _Lookup(known, _as_coarse(rows, hs_digits), is_open, result)
    lookup.fill()
    return result


def _as_coarse(rows: PriceRows, hs_digits: int) -> PriceRows:
    """Codes no finer than those of the history."""
    width = 10 ** (8 - hs_digits)
    return rows if width == 1 else replace(rows, hs=rows.hs // width * width)


def _open_levels(rows: PriceRows, hs_digits: int) -> dict[str, Flags]:
    """Which rows leave open what a group needs."""
    opened = {level: rows.hs_digits < min(digits, hs_digits) for level, digits in _LEVEL_DIGITS.items()}
    for level in ("heading", "heading_year", "partner_heading"):
        opened[level] = rows.hs_digits < 4
    no_country = rows.country == OPEN
    for level in ("partner", "partner_chapter", "partner_heading", "partner_product"):
        opened[level] = opened.get(level, no_country) | no_country
    opened["mode"] = rows.mode == OPEN
    opened["province"] = opened["province_chapter"] = rows.province == OPEN
    return opened


def _identities(rows: PriceRows) -> NDArray[np.int32]:
    hs4, hs6, hs8 = (rows.hs_digits >= digits for digits in (4, 6, 8))
    columns: dict[Token, NDArray[np.integer[Any]]] = {
        Token.COUNTRY: rows.country,
        Token.PROVINCE: rows.province,
        Token.HS2: rows.hs // 1_000_000,
        Token.HS4: np.where(hs4, rows.hs // 10_000, OPEN),
        Token.HS6: np.where(hs6, _shared_number(rows.hs // 100, IDENTITIES[Token.HS6]), OPEN),
        Token.HS8: np.where(hs8, _shared_number(rows.hs, IDENTITIES[Token.HS8]), OPEN),
        Token.MODE: rows.mode,
        Token.UNIT: rows.unit,
        Token.DIRECTION: rows.direction,
    }
    ids = np.empty((len(rows), len(IDENTITIES)), dtype=np.int32)
    for at, (name, most) in enumerate(IDENTITIES.items()):
        ids[:, at] = np.where((columns[name] >= 0) & (columns[name] < most), columns[name], OPEN)
    return ids


def _shared_number(codes: NDArray[np.int32], numbers: int) -> NDArray[np.int32]:
    """A number from 1 for each code; two codes may share one."""
    mixed = codes.astype(np.uint64) * _GOLDEN >> np.uint64(32)
    return (1 + mixed % np.uint64(numbers - 1)).astype(np.int32)


class _Lookup:
    """Fills the features of rows of one year."""

    def __init__(self, known: YearHistory, rows: PriceRows, is_open: Mapping[str, Flags], features: Features) -> None:
        assert known.last_year is not None
        self._known, self._rows, self._open, self._out = known, rows, is_open, features
        self._last = known.last_year

    def fill(self) -> None:
        """Write every column, then the first estimate."""
        for name in ("chapter", "partner", "partner_chapter", "partner_heading", "mode"):
            self._write(self._find(name), f"{name}_effect", f"{name}_records")
        self._write(self._find("province"), "province_effect")
        self._write(self._find("province_chapter"), "province_chapter_effect", "province_chapter_records")
        self._write(self._find("heading"), "heading_effect", "heading_records", "heading_spread")
        for name in ("subheading", "product", "partner_product"):
            parts = ("effect", "records", "age", "last", "last_records", "spread")
            self._write(self._find(name), *(f"{name}_{part}" for part in parts))
        for name in ("year", "chapter_year", "heading_year"):
            found = self._known.tables[name].look_up(group_of_year_factor(name, self._rows), self._open.get(name))
            changes = () if name == "year" else (f"{name.removesuffix('_year')}_change",)
            self._write(found, f"{name}_effect", *changes)
        self._set("years_ahead", (YEARS_SCALE * (self._rows.year - self._last)).astype(np.float32))
        self._fill_lots()
        self._out.anchor[:] = self._anchor()
        self._scale_records()

    def _find(self, name: str) -> NDArray[np.float32]:
        return self._known.tables[name].look_up(KEYS[name](self._rows), self._open.get(name))

    def _write(self, found: NDArray[np.float32], *names: str) -> None:
        for at, name in enumerate(names):
            self._set(name, found[:, at])

    def _set(self, name: str, values: NDArray[np.float32] | np.float32) -> None:
        self._out.figures[:, _PLACE[name]] = values

    def _fill_lots(self) -> None:
        assert self._known.lots is not None
        lot = np.clip(self._rows.ln_quantity - self._known.lots.usual(self._rows, self._open), -LARGEST, LARGEST)
        is_known = np.isfinite(lot)
        lot = np.where(is_known, lot, 0.0)
        slope = self._known.lots.slopes.look_up(KEYS["heading"](self._rows), self._open.get("heading"))[:, 0]
        self._set("lot_effect", (slope * lot).astype(np.float32))
        self._set("lot", lot.astype(np.float32))
        self._set("lot_known", is_known.astype(np.float32))

    def _anchor(self) -> Floats:
        effects = [at for name, at in _PLACE.items() if name.endswith("_effect")]
        has_chapter = self._out.figures[:, _PLACE["chapter_records"]] > 0
        return np.where(has_chapter, self._out.figures[:, effects].sum(axis=1, dtype=np.float64), np.nan)

    def _scale_records(self) -> None:
        figures = self._out.figures
        for at, level in enumerate(LEVELS):
            self._out.records[:, at] = np.rint(figures[:, _PLACE[f"{level}_records"]])
        last_seen = np.full(len(self._rows), self._last, dtype=np.int16)
        for level in ("subheading", "product", "partner_product"):
            has_any = figures[:, _PLACE[f"{level}_records"]] > 0
            age = figures[:, _PLACE[f"{level}_age"]].astype(np.int16)
            last_seen = np.where(has_any, np.int16(self._last) - age, last_seen)
        self._out.last_seen[:] = last_seen
        for name, at in _PLACE.items():
            if name.endswith("_records"):
                figures[:, at] = _RECORDS_SCALE * np.log1p(figures[:, at])
            elif name.endswith("_age"):
                figures[:, at] *= YEARS_SCALE
