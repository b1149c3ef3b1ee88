"""A code in words and tables; what it says is shown as it is and never opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.bridge.code_board import FoundCode, ScannedPicture
from app.engine.codes.payload import Payload, PayloadKind, inert
from app.engine.messages import Language, text
from app.engine.records.layout import Field
from app.engine.reference import countries, hs_codes
from app.engine.reports.tables import Cell, Column, Table
from app.engine.store.selection import Direction, Selection

if TYPE_CHECKING:
    from app.engine.store.code_scans import ScannedCode

_LEAST_DIGITS = 2
_MOST_DIGITS = 8


@dataclass(frozen=True, slots=True)
class CodeWords:
    """What a card shows: `doubts` are reasons to look, `rows` names with values."""

    kind: str
    about: str
    text: str
    rows: tuple[tuple[str, str], ...]
    doubts: tuple[str, ...]


def code_words(found: FoundCode, language: Language) -> CodeWords:
    """All of it in one language."""
    code, payload = found.code, found.payload
    encoding = code.reading.encoding
    about = [code.symbology, text(f"codes.step_{code.step.value}", language)]
    if encoding not in {"as told", "utf-8"}:
        about.append(encoding)
    doubts = [
        text("codes.other_reading", language, text=inert(other.text), encoding=other.encoding) for other in code.others
    ]
    if code.is_doubtful:
        doubts.append(text("codes.doubtful", language))
    return CodeWords(
        kind=text(f"codes.kind_{payload.kind.value}", language),
        about=" · ".join(about),
        text=inert(code.reading.text, keeps_lines=True),
        rows=tuple(_rows(payload, language)),
        doubts=tuple(doubts),
    )


def declared_selection(payload: Payload, selection: Selection) -> Selection | None:
    """The product of a declaration for other screens, with its partner where the text names one; None without one."""
    digits = "".join(letter for letter in payload.fields.get(Field.HS, "") if letter.isdigit())[:_MOST_DIGITS]
    digits = digits[: len(digits) // 2 * 2]
    try:
        hs_codes.table().chapter(digits)
    except KeyError:
        return None
    partner = countries.table().find(payload.fields.get(Field.PARTNER, ""))
    return Selection(
        direction=_direction(payload) or selection.direction,
        years=selection.years,
        hs=(digits,),
        countries=(partner.code,) if partner is not None else (),
        source=selection.source,
    )


def declarations_table(pictures: Sequence[ScannedPicture], language: Language) -> Table:
    """Every declaration that was found, a column for each field, under headings that an import understands."""
    found = [
        (picture, each.payload)
        for picture in pictures
        for each in picture.codes
        if each.payload.kind is PayloadKind.DECLARATION
    ]
    fields = [field for field in Field if any(field in payload.fields for _, payload in found)]
    columns = [Column(text(f"data.field_{field.value}", language)) for field in fields]
    titles = (*columns, Column(text("codes.number", language)), Column(text("codes.picture", language)))
    rows: list[Sequence[Cell]] = [
        (*(payload.fields.get(field) for field in fields), payload.number, picture.name) for picture, payload in found
    ]
    return Table(text("codes.declarations", language), titles, rows)


def scans_table(scans: Sequence[ScannedCode], language: Language) -> Table:
    """The history, the newest first."""
    names = ("scanned_at", "kind", "text", "symbology", "step", "certain", "picture")
    rows: list[Sequence[Cell]] = [
        (
            f"{scan.scanned_at.astimezone():%Y-%m-%d %H:%M:%S}",
            text(f"codes.kind_{scan.kind}", language),
            inert(scan.text),
            scan.symbology,
            text(f"codes.step_{scan.step}", language),
            text("codes.certain_yes" if scan.is_certain else "codes.certain_no", language),
            scan.picture,
        )
        for scan in scans
    ]
    return Table(text("codes.history", language), tuple(Column(text(f"codes.{n}", language)) for n in names), rows)


def _rows(payload: Payload, language: Language) -> list[tuple[str, str]]:
    rows = [(text(f"data.field_{field.value}", language), inert(value)) for field, value in payload.fields.items()]
    if payload.number and payload.kind in {PayloadKind.DECLARATION, PayloadKind.TEXT}:
        rows.append((text("codes.number", language), inert(payload.number)))
    if payload.kind is PayloadKind.DECLARATION:
        rows += [(inert(key), inert(value)) for key, value in payload.extra.items() if value != payload.number]
    return rows


def _direction(payload: Payload) -> Direction | None:
    told = payload.fields.get(Field.DIRECTION, "").strip().lower()
    names = {Direction.IMPORT: ("import", "进口", "i", "1"), Direction.EXPORT: ("export", "出口", "e", "2")}
    return next((direction for direction, spelt in names.items() if told in spelt), None)
