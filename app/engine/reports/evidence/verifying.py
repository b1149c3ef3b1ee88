"""Verifies evidence files and pictures of their codes, without a network, and names what was altered."""

from __future__ import annotations

import enum
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from app.engine.codes.scanning import scan
from app.engine.errors import InputError
from app.engine.images.decode import decode
from app.engine.jobs import CancelToken
from app.engine.messages import catalogue
from app.engine.reports.evidence.contents import contents_hash
from app.engine.reports.evidence.manifest import Manifest, read_attachment
from app.engine.reports.evidence.pdf_attachment import Attached, taken_apart, with_attachment
from app.engine.reports.evidence.pdf_pieces import Piece, sha256
from app.engine.reports.evidence.statements import SignedStatement, Statement, is_code_text, statement_of_code
from app.engine.screening.findings import Reason
from app.engine.screening.log_heads import SignedHead, head_from

_PDF = b"%PDF-"
_MOST_BYTES = 200_000_000


class EvidenceSource(enum.Enum):
    """What was verified: the whole file, or the statement in a picture of its code."""

    FILE = "file"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class EvidenceCheck:
    """What verifying found; `altered` is empty for what is as it was signed.

    `statement` is what the code states, None where not even that could be read; `public_key` is that of the signature,
    whose owner the caller has to know. `sha256` is of the file, or of the text of a code that a camera saw.
    """

    source: EvidenceSource
    altered: tuple[Reason, ...]
    statement: Statement | None
    public_key: str
    fingerprint: str
    head: SignedHead | None
    sha256: str = ""

    @property
    def is_intact(self) -> bool:
        """Whether nothing was altered since the file was signed."""
        return not self.altered


def verify_evidence(path: Path, *, token: CancelToken | None = None) -> EvidenceCheck:
    """Look at a PDF or at a picture of its code; InputError for what is neither."""
    content = _read(path)
    if content.startswith(_PDF) or taken_apart(content) is not None:
        check = _verify_file(content, path)
    else:
        check = _verify_picture(content, path, token)
    return replace(check, sha256=sha256(content))


def file_digest(path: Path) -> str:
    """SHA-256 of what may be no evidence at all; "" for what cannot be read."""
    try:
        return sha256(_read(path))
    except InputError:
        return ""


def verify_code(text: str) -> EvidenceCheck | None:
    """What the text of a code on an evidence file states; None for any other code."""
    if not is_code_text(text):
        return None
    signed = statement_of_code(text)
    altered = () if signed.is_genuine else (Reason("evidence.altered_statement"),)
    return replace(_check(EvidenceSource.PICTURE, altered, signed, None), sha256=sha256(text.encode()))


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise InputError("evidence.not_evidence", path=str(path))
        return path.read_bytes()
    except OSError as error:
        raise InputError("evidence.unreadable", path=str(path), reason=error.strerror or str(error)) from error


def _verify_picture(content: bytes, path: Path, token: CancelToken | None) -> EvidenceCheck:
    codes = scan(decode(content, name=path.name), token=token)
    check = next((check for code in codes if (check := verify_code(code.reading.text)) is not None), None)
    if check is None:
        raise InputError("evidence.code_missing", path=str(path))
    return check


def _verify_file(content: bytes, path: Path) -> EvidenceCheck:
    attached = taken_apart(content)
    read = None if attached is None else read_attachment(attached.content)
    if attached is None or read is None:
        if attached is None:
            raise InputError("evidence.not_evidence", path=str(path))
        return EvidenceCheck(EvidenceSource.FILE, (Reason("evidence.altered_signature"),), None, "", "", None)
    manifest, parts = read
    altered = [*_altered_signatures(manifest), *_altered_pieces(attached.document, manifest.pieces)]
    altered += [_altered_part(each.name) for each in manifest.parts if sha256(parts[each.name]) != each.sha256]
    if not altered and not _is_as_attached(attached, content):
        altered.append(Reason("evidence.altered_attachment"))
    if not altered and _contents(parts) != manifest.signed.statement.contents:
        altered.append(Reason("evidence.altered_contents"))
    return _check(EvidenceSource.FILE, tuple(dict.fromkeys(altered)), manifest.signed, _head(parts))


def _altered_signatures(manifest: Manifest) -> Iterator[Reason]:
    if not manifest.is_genuine:
        yield Reason("evidence.altered_signature")
    if not manifest.signed.is_genuine:
        yield Reason("evidence.altered_statement")


def _altered_pieces(document: bytes, pieces: tuple[Piece, ...]) -> list[Reason]:
    """Pieces that stand neither where they stood nor moved by as much as the file has grown or shrunk."""
    found, begin = list[Reason](), 0
    moved = len(document) - sum(piece.length for piece in pieces)
    if moved:
        found.append(Reason("evidence.altered_length", (("more", moved),)))
    for piece in pieces:
        places = {begin, begin + moved}
        if all(sha256(document[max(at, 0) : max(at + piece.length, 0)]) != piece.sha256 for at in places):
            found.append(Reason(f"evidence.altered_{piece.kind.value}", (("number", piece.number),)))
        begin += piece.length
    return found


def _altered_part(name: str) -> Reason:
    """A list of contents that somebody wrote for himself may name anything."""
    code = f"evidence.altered_{name}"
    return Reason(code if code in catalogue() else "evidence.altered_contents")


def _is_as_attached(attached: Attached, content: bytes) -> bool:
    """Every byte behind the document is what attaching it anew gives."""
    try:
        return with_attachment(attached.document, attached.content) == content
    except ValueError:
        return False


def _contents(parts: dict[str, bytes]) -> str:
    return contents_hash({name: part.decode("utf-8", "surrogatepass") for name, part in parts.items()})


def _head(parts: dict[str, bytes]) -> SignedHead | None:
    try:
        return head_from(json.loads(parts["log_head"])["content"])
    except (KeyError, ValueError, TypeError, InputError):
        return None


def _check(
    source: EvidenceSource, altered: tuple[Reason, ...], signed: SignedStatement, head: SignedHead | None
) -> EvidenceCheck:
    return EvidenceCheck(source, altered, signed.statement, signed.public_key, signed.fingerprint, head)
