"""The file of packed sums beside a cube: a heading that tells what lies where, then columns of whole numbers.

A file that is missing, cut short or altered costs time and nothing else, because the cube tells the same sums.
"""

from __future__ import annotations

import json
import sys
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

UNIT = "unit"
# The number of a member that records do not tell
UNTOLD = -1
# Both directions, imports, exports
WAYS = 3
# Half of the headings that a chapter can have
HEADINGS_IN_HALF = 50
# The last figure changes with what a block holds
_MAGIC = b"margins3"
_NUMBER_BYTES = 8
_ALIGNED = 8


@dataclass(frozen=True, slots=True)
class MarginKind:
    """What is packed: a facet of the cube, and which of its members rows tell apart."""

    name: str
    facet: str
    members: tuple[str, ...]

    @property
    def table(self) -> str:
        """Where the sums lie that are packed."""
        return f"cube_{self.facet}"


MARGINS: tuple[MarginKind, ...] = (
    MarginKind("period", "period", ("month",)),
    MarginKind("country", "country", ("country",)),
    MarginKind("province", "province", ("province",)),
    MarginKind("mode", "mode", ("mode",)),
    MarginKind("hs2", "hs2", ("hs2",)),
    MarginKind("hs4", "hs4", ("hs4",)),
    MarginKind("hs4_unit", "hs4", ("hs4", UNIT)),
    MarginKind("country_hs2", "country_hs2", ("country", "hs2")),
    MarginKind("province_hs2", "province_hs2", ("province", "hs2")),
    MarginKind("mode_hs2", "mode_hs2", ("mode", "hs2")),
    MarginKind("country_province", "country_province", ("country", "province")),
    MarginKind("country_mode", "country_mode", ("country", "mode")),
    MarginKind("province_mode", "province_mode", ("province", "mode")),
)


@dataclass(frozen=True, slots=True)
class Told:
    """How many members records tell in a span, with the sum of their values and that of the squares of these."""

    members: int
    value: int
    squares: int


# For each way: that of every year, then that of all years
ToldByWay = tuple[tuple[Told, ...], ...]


# Whole numbers, little end first: members in 32 bits, all others in 64
Packed = bytes | memoryview


@dataclass(frozen=True, slots=True)
class PackedMargin:
    """One kind in one context; `quantity` and `headings` may be empty, `told` is for pairs of members.

    `headings` has bits for the headings of a chapter that a row holds, in halves: by row, direction and year.
    """

    kind: str
    context: int
    years: tuple[int, ...]
    told: ToldByWay
    first: Packed
    second: Packed
    value: Packed
    records: Packed
    quantity: Packed
    headings: Packed

    @property
    def parts(self) -> tuple[Packed, ...]:
        """In the order of the file."""
        return self.first, self.second, self.value, self.records, self.quantity, self.headings


@dataclass(frozen=True, slots=True)
class Block:
    """Where one packed margin lies; `lengths` are those of its parts."""

    kind: str
    context: int
    years: tuple[int, ...]
    told: ToldByWay
    offset: int
    lengths: tuple[int, ...]
    checksum: int


def write_margins(path: Path, margins: Iterable[PackedMargin]) -> None:
    """Write the file; the caller moves it into place."""
    blocks, packed, offset = [], [], 0
    for margin in margins:
        joined = b"".join(_aligned(part) for part in margin.parts)
        lengths = [len(part) for part in margin.parts]
        told = [[[each.members, each.value, each.squares] for each in way] for way in margin.told]
        blocks.append([margin.kind, margin.context, margin.years, told, offset, lengths, zlib.crc32(joined)])
        packed.append(joined)
        offset += len(joined)
    heading = json.dumps(blocks).encode()
    with path.open("wb") as stream:
        stream.write(_MAGIC + _number(len(heading)) + _number(zlib.crc32(heading)) + _aligned(heading))
        stream.writelines(packed)


@dataclass(frozen=True, slots=True)
class MarginFile:
    """The file of one cube and what its heading tells."""

    path: Path
    blocks: Mapping[tuple[str, int], Block]

    def read(self, kind: str, context: int) -> PackedMargin | None:
        """One margin; None where it was not packed or is not what was written."""
        block = self.blocks.get((kind, context))
        if block is None:
            return None
        try:
            with self.path.open("rb") as stream:
                stream.seek(block.offset)
                joined = stream.read(sum(map(_room, block.lengths)))
        except OSError:
            return None
        if zlib.crc32(joined) != block.checksum:
            return None
        return _unpacked(block, joined)


def open_margins(path: Path) -> MarginFile:
    """What the file holds: nothing where there is none, or none that this machine can read."""
    try:
        with path.open("rb") as stream:
            magic, *numbers = (stream.read(_NUMBER_BYTES) for _ in range(3))
            length, checksum = (int.from_bytes(number, "little") for number in numbers)
            is_ours = magic == _MAGIC and length < path.stat().st_size and sys.byteorder == "little"
            heading = stream.read(length) if is_ours else b""
        blocks = json.loads(heading) if is_ours and zlib.crc32(heading) == checksum else []
        start = len(_MAGIC) + 2 * _NUMBER_BYTES + _room(length)
        return MarginFile(path, {(entry[0], entry[1]): _block(entry, start) for entry in blocks})
    except (OSError, ValueError, TypeError, IndexError):
        return MarginFile(path, {})


def _block(entry: list[Any], start: int) -> Block:
    kind, context, years, told, offset, lengths, checksum = entry
    return Block(
        kind=str(kind),
        context=int(context),
        years=tuple(years),
        told=tuple(tuple(Told(*each) for each in way) for way in told),
        offset=start + int(offset),
        lengths=tuple(map(int, lengths)),
        checksum=int(checksum),
    )


def _unpacked(block: Block, joined: bytes) -> PackedMargin:
    # Views, because the largest of them has megabytes
    parts, at, whole = list[memoryview](), 0, memoryview(joined)
    for length in block.lengths:
        parts.append(whole[at : at + length])
        at += _room(length)
    first, second, value, records, quantity, headings = parts
    return PackedMargin(
        kind=block.kind,
        context=block.context,
        years=block.years,
        told=block.told,
        first=first,
        second=second,
        value=value,
        records=records,
        quantity=quantity,
        headings=headings,
    )


def _number(number: int) -> bytes:
    return number.to_bytes(_NUMBER_BYTES, "little")


def _aligned(part: Packed) -> bytes:
    return bytes(part) + bytes(_room(len(part)) - len(part))


def _room(length: int) -> int:
    return -(-length // _ALIGNED) * _ALIGNED
