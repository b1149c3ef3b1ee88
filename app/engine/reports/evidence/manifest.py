"""The signed list of contents at the end of an evidence file: lengths and hashes of all of its pieces and parts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from app.engine.reports.evidence.contents import Parts
from app.engine.reports.evidence.pdf_pieces import Piece, count, piece_from, pieces_of, sha256
from app.engine.reports.evidence.statements import SignedStatement, statement_from
from app.engine.screening.desk_keys import DeskKey, is_signed
from app.engine.store.cases.journal import canonical

FORMAT = "evidence/1"


@dataclass(frozen=True, slots=True)
class PartEntry:
    """One part of the data."""

    name: str
    length: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What was signed: `line` is the exact text, `signature` that over it, by the key of the statement."""

    line: bytes
    signature: str
    signed: SignedStatement
    pieces: tuple[Piece, ...]
    parts: tuple[PartEntry, ...]

    @property
    def is_genuine(self) -> bool:
        """Whether the signature over the whole list fits."""
        return is_signed(self.line, signature=self.signature, public_key=self.signed.public_key)


def attachment(document: bytes, parts: Parts, signed: SignedStatement, key: DeskKey) -> bytes:
    """What is attached to a printed document: the list, its signature, and the parts, a line each."""
    raw = {name: part.encode("utf-8", "surrogatepass") for name, part in parts.items()}
    line = canonical(
        {
            "format": FORMAT,
            "statement": asdict(signed.statement),
            "statement_signature": signed.signature,
            "public_key": signed.public_key,
            "pieces": [piece.document for piece in pieces_of(document)],
            "parts": [[name, len(part), sha256(part)] for name, part in raw.items()],
        }
    ).encode("utf-8", "surrogatepass")
    return b"\n".join([line, key.sign(line).encode(), *raw.values()])


def read_attachment(content: bytes) -> tuple[Manifest, dict[str, bytes]] | None:
    """The list and the parts where it says that they are; None for a list that cannot be read."""
    line, _, rest = content.partition(b"\n")
    signature, _, rest = rest.partition(b"\n")
    try:
        told = json.loads(line)
        manifest = _manifest(line, signature.decode("ascii", "replace"), told)
    except (ValueError, TypeError, KeyError, RecursionError, AttributeError):
        return None
    parts, begin = {}, 0
    for entry in manifest.parts:
        parts[entry.name] = rest[begin : begin + entry.length]
        begin += entry.length + 1
    return manifest, parts


def _manifest(line: bytes, signature: str, told: Mapping[str, Any]) -> Manifest:
    if told["format"] != FORMAT:
        raise ValueError(told["format"])
    statement = statement_from(told["statement"])
    return Manifest(
        line,
        signature,
        SignedStatement(statement, str(told["public_key"]), str(told["statement_signature"])),
        tuple(piece_from(each) for each in told["pieces"]),
        _parts(told["parts"]),
    )


def _parts(told: list[Any]) -> tuple[PartEntry, ...]:
    """ValueError where one name comes twice, which would be looked at twice each time."""
    parts = tuple(PartEntry(str(name), count(length), str(digest)) for name, length, digest in told)
    names = [part.name for part in parts]
    if len(set(names)) < len(names) or any(not name.isascii() for name in names):
        raise ValueError(names)
    return parts
