"""A text file of declarations in the making: its lines, ends, delimiter and encoding."""

from __future__ import annotations

import codecs
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.declaration_rows import HEADER, declaration_rows

ROWS = 40
_ENCODINGS = ("utf-8", "utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be")
MARKS = {"utf-8-sig": codecs.BOM_UTF8, "utf-16": codecs.BOM_UTF16_LE}
PLAIN = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le"}


@dataclass(slots=True)
class Draft:
    """A file in the making: its lines, the header first, without their ends."""

    dice: random.Random
    encoding: str
    delimiter: str
    lines: list[str]
    ends: list[str]

    def hurt_some(self, damage: Callable[[str], str]) -> set[int]:
        """Damage one to four rows."""
        places = self.dice.sample(range(1, ROWS + 1), self.dice.randrange(1, 5))
        for place in places:
            self.lines[place] = damage(self.lines[place])
        return {place - 1 for place in places}

    def encoded(self, line: str) -> bytes:
        """One line with what the encoding cannot say replaced."""
        return line.encode(PLAIN.get(self.encoding, self.encoding), "replace")

    @property
    def content(self) -> bytes:
        """The whole file."""
        lines = (line + end for line, end in zip(self.lines, self.ends, strict=True))
        return MARKS.get(self.encoding, b"") + b"".join(map(self.encoded, lines))


def new_draft(dice: random.Random) -> Draft:
    """A file in any encoding, with any delimiter and ends of lines."""
    delimiter = dice.choice((",", ",", ",", ";", "\t", "|"))
    quotes_all = dice.random() < 0.2
    # A column of names holds the sign "|" of specifications, which would be quoted anyway
    lines = [written(row, delimiter, quotes_all=quotes_all) for row in [HEADER, *declaration_rows(ROWS)]]
    return Draft(
        dice, dice.choice(_ENCODINGS), delimiter, lines, [dice.choice(("\n", "\n", "\r\n", "\r"))] * len(lines)
    )


def written(cells: Sequence[str], delimiter: str, *, quotes_all: bool) -> str:
    """One line of a delimited file."""
    return delimiter.join(
        '"' + cell.replace('"', '""') + '"'
        if quotes_all or any(sign in cell for sign in (delimiter, '"', "\n"))
        else cell
        for cell in cells
    )
