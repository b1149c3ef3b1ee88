"""Text files of declarations, damaged: which rows of a file a damage may cost is known, and the others must be read."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.declaration_draft import MARKS, PLAIN, ROWS, Draft, new_draft, written
from benchmarks.declaration_rows import HEADER, declaration_rows

_FOREIGN = ("utf-32", "big5", "shift_jis", "latin-1", "ascii", "utf-7", "cp037")
CELLS = (
    *("", "-1", "1e400", "NaN", "∞", "0", "9" * 400, "9" * 40_000, "2021-13-45", "2021/2/30", "0000-00-00"),
    *("99999-1-1", "=1+1", "=cmd|'/c calc'!A1", "@SUM(1)", "'", '"', "\x00", "１２", "千克", "🚢" * 50, "//", "%"),
    *("-0", "1,000,000", "1.000,5", "１．５", "\u202e123", "a" * 300_000, "None", "TRUE", "#REF!", "#N/A", "1e-400"),
    *("0x10", "1_000", "²", "½", "٣", "人民币", "BTC", "US$", "进口\n出口", "\t", "\u2028", "\u0085", "I", "E"),
    *("进口,出口", "27090000.0", "2709", "270900", "2709000000", "27090000 ", "00000000", "８５４１６０００"),
)


@dataclass(frozen=True, slots=True)
class DamagedFile:
    """`hurt` are the places of rows, from 0, that the damage may cost; None where it may cost any, or the file."""

    damage: str
    suffix: str
    content: bytes
    hurt: frozenset[int] | None


def sound_file() -> DamagedFile:
    """What the others are held against."""
    rows = [HEADER, *declaration_rows(ROWS)]
    lines = [written(row, ",", quotes_all=False) for row in rows]
    return DamagedFile("none", ".csv", Draft(random.Random(0), "utf-8", ",", lines, ["\n"] * len(lines)).content, None)


def damaged_text(dice: random.Random) -> DamagedFile:
    """A file in any encoding, with any delimiter and ends of lines, and one or two kinds of damage."""
    kind = dice.random()
    if kind < 0.15:
        damage = dice.choice(_WHOLE)
        return DamagedFile(damage.__name__.strip("_"), ".csv", damage(new_draft(dice)), None)
    draft = new_draft(dice)
    if kind < 0.35:
        by_bytes = dice.choice(_BYTES)
        content, hurt = by_bytes(draft)
        return DamagedFile(by_bytes.__name__.strip("_"), ".csv", content, frozenset(hurt))
    damages = dice.sample(_LINES, dice.choice((1, 1, 2)))
    hurt = set[int]().union(*(damage(draft) for damage in damages))
    names = "+".join(sorted(damage.__name__.strip("_") for damage in damages))
    return DamagedFile(names, ".csv", draft.content, frozenset(hurt))


def _replaced_cells(draft: Draft) -> set[int]:
    """Cells that nobody expects, correctly written."""
    places = draft.dice.sample(range(ROWS), draft.dice.randrange(1, 6))
    rows = declaration_rows(ROWS)
    for place in places:
        row = rows[place]
        for _ in range(draft.dice.randrange(1, 4)):
            row[draft.dice.randrange(len(row))] = draft.dice.choice(CELLS)
        draft.lines[place + 1] = written(row, draft.delimiter, quotes_all=False)
    return set(places)


def _huge_cells(draft: Draft) -> set[int]:
    """Cells beyond what is read, some of them more than is taken of a line."""
    # Letters of two bytes without a mark are told by their zeros, which a cell without any would hide
    signs = "x" if draft.encoding in ("utf-16-le", "utf-16-be") else "x字"

    def damage(line: str) -> str:
        cells = line.split(draft.delimiter)
        place = draft.dice.randrange(len(cells))
        cells[place] = f"{cells[place][:6] if signs != 'x' else ''}{draft.dice.choice(signs)}" * draft.dice.choice(
            (50_000, 140_000, 300_000)
        )
        return draft.delimiter.join(cells)

    return draft.hurt_some(damage)


def _quotes_left_open(draft: Draft) -> set[int]:
    """A quote before a cell."""

    def damage(line: str) -> str:
        cells = line.split(draft.delimiter)
        place = draft.dice.randrange(len(cells))
        cells[place] = f'"{cells[place]}'
        return draft.delimiter.join(cells)

    return draft.hurt_some(damage)


def _inserted(draft: Draft, signs: Sequence[str], most: int) -> set[int]:
    def damage(line: str) -> str:
        for _ in range(draft.dice.randrange(1, most)):
            place = draft.dice.randrange(len(line) + 1)
            line = line[:place] + draft.dice.choice(signs) + line[place:]
        return line

    return draft.hurt_some(damage)


def _stray_quotes(draft: Draft) -> set[int]:
    return _inserted(draft, ['"'], 4)


def _lost_quotes(draft: Draft) -> set[int]:
    """One quote fewer, where there is any."""

    def damage(line: str) -> str:
        places = [place for place, sign in enumerate(line) if sign == '"']
        at = draft.dice.choice(places) if places else 0
        return line[:at] + line[at + 1 :]

    return draft.hurt_some(damage)


def _zeros(draft: Draft) -> set[int]:
    return _inserted(draft, ["\0", "\0" * 5, "\0" * 300], 5)


def _returns(draft: Draft) -> set[int]:
    """Ends of lines in the middle of a row."""
    return _inserted(draft, ["\r", "\n", "\r\n", "\x0b", "\x0c", "\x1c", "\x85", "\u2028"], 4)


def _other_delimiters(draft: Draft) -> set[int]:
    other = draft.dice.choice([sign for sign in (",", ";", "\t", "|", "，") if sign != draft.delimiter])
    return draft.hurt_some(lambda line: line.replace(draft.delimiter, other))


def _delimiters_more_or_less(draft: Draft) -> set[int]:
    def damage(line: str) -> str:
        cells = line.split(draft.delimiter)
        if draft.dice.random() < 0.5:
            return draft.delimiter.join(cells[: draft.dice.randrange(len(cells))])
        return draft.delimiter.join([*cells, *["x"] * draft.dice.randrange(1, 50)])

    return draft.hurt_some(damage)


def _repeated_rows(draft: Draft) -> set[int]:
    """The same row again, which is found."""
    return draft.hurt_some(lambda line: f"{line}{draft.ends[0]}{line}")


def _lost_rows(draft: Draft) -> set[int]:
    return draft.hurt_some(lambda _: "")


def _other_ends(draft: Draft) -> set[int]:
    """Rows end in any way, and each is whole."""
    draft.ends = [draft.dice.choice(("\n", "\r\n", "\r")) for _ in draft.lines]
    return set()


def _second_header(draft: Draft) -> set[int]:
    """Two files behind each other, the mark of the second among them."""
    place, mark = draft.dice.randrange(2, ROWS), draft.dice.choice(("", "\ufeff"))
    draft.lines[place] = f"{mark}{draft.lines[0]}{draft.ends[0]}{draft.lines[place]}"
    return set()


def _title(draft: Draft) -> set[int]:
    """What stands above a header."""
    above = draft.dice.choice(("报关单清单 2021", "", f"清单{draft.delimiter * (len(HEADER) - 1)}"))
    draft.lines[0] = f"{above}{draft.ends[0]}{draft.lines[0]}"
    return set()


def _bits(draft: Draft) -> tuple[bytes, set[int]]:
    """Single bits of some rows."""

    def damage(line: bytes) -> bytes:
        changed = bytearray(line)
        for _ in range(draft.dice.randrange(1, 4)):
            changed[draft.dice.randrange(len(changed))] ^= 1 << draft.dice.randrange(8)
        return bytes(changed)

    return _by_bytes(draft, damage)


def _other_letters(draft: Draft) -> tuple[bytes, set[int]]:
    """Rows in an encoding other than the file's."""
    others = [each for each in ("utf-8", "gbk", "big5") if each != draft.encoding]
    other = "utf-16-le" if draft.encoding == "utf-16-be" else draft.dice.choice(others)
    plain = PLAIN.get(draft.encoding, draft.encoding)
    if plain.startswith("utf-16"):  # bytes of other letters would put all that follows between its bytes
        return _by_bytes(
            draft, lambda line: line.decode(plain).encode("utf-8") + b" " * (len(line.decode(plain).encode()) % 2)
        )
    return _by_bytes(draft, lambda line: line.decode(plain).encode(other, "replace"))


def _by_bytes(draft: Draft, damage: Callable[[bytes], bytes]) -> tuple[bytes, set[int]]:
    lines = [draft.encoded(line) for line in draft.lines]
    places = draft.dice.sample(range(1, ROWS + 1), draft.dice.randrange(1, 4))
    for place in places:
        lines[place] = damage(lines[place])
    ends = map(draft.encoded, draft.ends)
    content = b"".join(line + end for line, end in zip(lines, ends, strict=True))
    return MARKS.get(draft.encoding, b"") + content, {place - 1 for place in places}


def _cut(draft: Draft) -> bytes:
    return draft.content[: draft.dice.randrange(len(draft.content))]


def _bits_anywhere(draft: Draft) -> bytes:
    content = bytearray(draft.content)
    for _ in range(draft.dice.randrange(1, 40)):
        content[draft.dice.randrange(len(content))] ^= 1 << draft.dice.randrange(8)
    return bytes(content)


def _stretch_moved(draft: Draft) -> bytes:
    content = draft.content
    first, size, to = (draft.dice.randrange(len(content)) for _ in range(3))
    return content[:to] + content[first : first + size] + content[to:]


def _foreign_letters(draft: Draft) -> bytes:
    draft.encoding = draft.dice.choice(_FOREIGN)
    return draft.content


def _header_repeats_names(draft: Draft) -> bytes:
    cells = list(HEADER)
    for _ in range(2):
        cells[draft.dice.randrange(len(cells))] = draft.dice.choice(cells)
    draft.lines[0] = draft.delimiter.join(cells)
    return draft.content


def _header_hurt(draft: Draft) -> bytes:
    place = draft.dice.randrange(len(draft.lines[0]))
    sign = draft.dice.choice(('"', "\0", "\r", "\n", "x" * 300_000, "�", draft.delimiter))
    draft.lines[0] = draft.lines[0][:place] + sign + draft.lines[0][place:]
    return draft.content


def _wide(draft: Draft) -> bytes:
    cells = draft.delimiter.join(["1"] * draft.dice.choice((1_000, 10_000)))
    draft.lines = [f"{line}{draft.delimiter}{cells}" for line in draft.lines]
    return draft.content


def _no_declarations(draft: Draft) -> bytes:
    nothing = (
        b"",
        b"\n",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\0" * 1_000,
        b",,,\n,,,",
        b"\r\r\r",
        b'"',
        b"PK",
        b"%PDF-1.7",
    )
    return draft.dice.choice((*nothing, draft.encoded(draft.lines[0]), b"x" * 600_000))


_LINES: tuple[Callable[[Draft], set[int]], ...] = (
    *(_huge_cells, _quotes_left_open, _stray_quotes, _lost_quotes, _zeros, _returns, _other_delimiters),
    *(_delimiters_more_or_less, _repeated_rows, _lost_rows, _other_ends, _second_header, _title, _replaced_cells),
)
_BYTES = (_bits, _other_letters)
_WHOLE = (
    *(_cut, _bits_anywhere, _stretch_moved, _foreign_letters, _header_repeats_names, _header_hurt, _wide),
    _no_declarations,
)
