"""Breaking text of Chinese and Latin script into lines that fit; nothing of it is lost but blanks at the breaks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from app.engine.reports.printing.fonts import Face

_WIDE = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_PIECE = re.compile(rf"\s+|[{_WIDE}]|[^\s{_WIDE}]+")
_NEVER_FIRST = frozenset("，。、；：？！）》」』】〕〉’”…·—％%,.;:?!)]}")
_NEVER_LAST = frozenset("（《「『【〔〈‘“([{￥¥$€#")


def wrapped(text: str, face: Face, width: float) -> list[str]:
    """The lines of a text; at least one, of which a line break in the text begins another."""
    return [line for paragraph in _clean(text).split("\n") for line in _broken(paragraph, face, width)]


def shortened(text: str, face: Face, width: float) -> str:
    """The beginning of a text that fits on one line, with an ellipsis if something is missing."""
    line = _clean(text).replace("\n", " ")
    if face.width(line) <= width:
        return line
    while line and face.width(line + "…") > width:
        line = line[:-1]
    return line.rstrip() + "…"


def _clean(text: str) -> str:
    """Without characters that no font draws; any break or tab is one blank or one line end."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(letter for letter in unified if letter == "\n" or unicodedata.category(letter)[0] != "C")


def _broken(paragraph: str, face: Face, width: float) -> list[str]:
    lines, line = list[str](), ""
    for unit in _units(paragraph):
        if face.width(line) + face.width(unit) <= width:
            line += unit
        elif unit.isspace():
            lines.append(line)
            line = ""
        else:
            lines += [line.rstrip()] if line else []
            *full, line = _chopped(unit, face, width)
            lines += full
    return [*lines, line.rstrip()] if line or not lines else lines


def _units(paragraph: str) -> Iterator[str]:
    """Pieces between which a line may break: words, and single Chinese characters with their punctuation."""
    unit = ""
    for piece in _PIECE.findall(paragraph):
        if unit and not unit.isspace() and (piece[0] in _NEVER_FIRST or unit[-1] in _NEVER_LAST):
            unit += piece
            continue
        if unit:
            yield unit
        unit = piece
    if unit:
        yield unit


def _chopped(unit: str, face: Face, width: float) -> list[str]:
    """A unit in as many parts as it needs where it alone is wider than a line."""
    parts, part = list[str](), ""
    for letter in unit:
        if part and face.width(part) + face.width(letter) > width:
            parts.append(part)
            part = ""
        part += letter
    return [*parts, part]
