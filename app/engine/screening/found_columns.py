"""What was found of each of many lines, packed: figures as columns, findings that many lines share once."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.engine.errors import EngineError, NotInDataError
from app.engine.screening.coded import Coded, coded, crossed
from app.engine.screening.declared_columns import DeclaredColumns
from app.engine.screening.documents import FORMAT, Document, finding_document, photo_document, price_document
from app.engine.screening.explaining import Broken, price_finding, rules_finding, words_finding
from app.engine.screening.findings import Component, Finding, reason_of
from app.engine.screening.first_look import FirstLook
from app.engine.screening.form_rules import Small
from app.engine.screening.lines import Floats, LineTexts
from app.engine.screening.packed_columns import Column, PackedColumns, packed
from app.engine.screening.photo_check import check_photo
from app.engine.screening.price_check import place_of
from app.engine.screening.rule_book import RuleBook
from app.engine.screening.seen_trade import SeenTrade
from app.engine.screening.words import Said

_NO_HISTORY = NotInDataError("screening.unchecked_no_history")


@dataclass(frozen=True, slots=True)
class FoundLines:
    """Equal-length columns of what is told of some lines beside the rest of their file."""

    risk: Floats
    recovery: Floats
    bits: Small
    beside: Small
    declarations: Small
    rule_tail: Floats

    def broken(self, at: int) -> Broken:
        """The rules that a line breaks."""
        return Broken(int(self.bits[at]), int(self.beside[at]), int(self.declarations[at]), float(self.rule_tail[at]))


def pack_found(look: FirstLook, lines: LineTexts, found: FoundLines, rules: RuleBook, seen: SeenTrade) -> bytes:
    """As the rest of the document of each line is made of."""
    return packed(len(lines), _columns(look, lines, found, rules, seen))


def _columns(
    look: FirstLook, lines: LineTexts, found: FoundLines, rules: RuleBook, seen: SeenTrade
) -> Iterator[tuple[str, Column]]:
    yield "risk", found.risk
    yield "value", look.values.total
    yield "recovery", found.recovery
    yield "quantity", look.values.quantity
    for name in ("expected", "percentile", "distance"):
        yield name, getattr(look.placed, name)
    yield "unit", look.values.unit
    yield "unpriced", _unpriced(look)
    hs = coded(lines.hs)
    photo = crossed(look.photos, hs.mapped(lambda code: code[:2]))
    yield "photo", _told(photo, lambda both: _photo(*both))
    yield "photo_finding", _told(photo, lambda both: finding_document(check_photo(both[1], both[0])))
    is_named = coded(map(bool, lines.name))
    said = crossed(look.words, hs.mapped(lambda code: code[:4]), is_named)
    yield "words", _told(said, lambda each: [[match.hs, match.likeness] for match in each[0][1]])
    yield "words_finding", _told(said, lambda each: _words(*each))
    yield "rules_finding", _rules(lines, found, rules, seen)
    yield "history_finding", _told(look.history, lambda told: finding_document(told[0]))


def _told(column: Coded[Any], tell: Any) -> Coded[Any]:
    """Documents in the place of the values that occur."""
    values: list[Any] = [None] * len(column.values)
    for code in np.flatnonzero(np.bincount(column.codes)).tolist():
        values[code] = tell(column.values[code])
    return Coded(column.codes, values)


def _unpriced(look: FirstLook) -> Coded[Document | None]:
    """Why a price was not checked, None where it was."""
    problems = look.placed.problems
    reasons = [*problems.reasons, _NO_HISTORY]
    is_silent = problems.are_none & np.isnan(look.placed.percentile)
    codes = np.where(is_silent, len(reasons) - 1, problems.codes).astype(np.int32)
    return _told(Coded(codes, reasons), lambda error: None if error is None else _unchecked(error))


def _unchecked(error: EngineError) -> Document:
    return finding_document(Finding(Component.PRICE, None, (reason_of(error),)))


def _photo(photo: Any, _hs: str) -> Document | None:
    return None if isinstance(photo, EngineError) else photo_document(photo)


def _words(said: Said, heading: str, is_named: bool) -> Document:
    return finding_document(words_finding(heading, said, is_named=is_named))


def _rules(lines: LineTexts, found: FoundLines, rules: RuleBook, seen: SeenTrade) -> Coded[Document]:
    """Most lines break none, and of these all are told the same but for notes."""
    is_breaking = (found.bits & ~rules.notes) != 0
    breaking, sound = np.flatnonzero(is_breaking), np.flatnonzero(~is_breaking)
    first, codes = sound[:1], np.zeros(len(lines), dtype=np.int32)
    if found.bits[sound].any():
        _, places, codes[sound] = np.unique(found.bits[sound], return_index=True, return_inverse=True)
        first = sound[places]
    codes[breaking] = np.arange(len(breaking)) + len(first)
    asked = [*first.tolist(), *breaking.tolist()]
    told = (rules_finding(lines.whole(at), found.broken(at), rules, seen) for at in asked)
    return Coded(codes, [finding_document(each) for each in told])


class DocumentColumns:
    """The documents of lines of which both parts are packed."""

    def __init__(self, declared: bytes, found: bytes) -> None:
        self._declared = DeclaredColumns(declared)
        self._found = PackedColumns(found)

    def document(self, at: int) -> Document:
        """Of one line, as `line_document` makes it of the whole."""
        value = self._found.value
        unpriced = value("unpriced", at)
        price = (
            None
            if unpriced
            else place_of(
                *(value(name, at) for name in ("value", "quantity", "unit", "expected", "percentile", "distance"))
            )
        )
        return {
            "format": FORMAT,
            "declaration": self._declared.document(at),
            "findings": [
                finding_document(price_finding(price)) if price else unpriced,
                *(value(f"{name}_finding", at) for name in ("photo", "words", "rules", "history")),
            ],
            "risk": value("risk", at),
            "value": None if math.isnan(value("value", at)) else value("value", at),
            "recovery": value("recovery", at),
            "price": price_document(price) if price else None,
            "photo": value("photo", at),
            "words": value("words", at),
        }
