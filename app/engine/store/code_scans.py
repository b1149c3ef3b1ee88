"""What codes said that were read on this desk: text as it was, searchable, until it is forgotten on request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from app.engine.store.desk_file import DeskFile

_COLUMNS = "scanned_at, picture, symbology, text, encoding, kind, step, is_certain"


@dataclass(frozen=True, slots=True)
class ScannedCode:
    """One code of one picture; kind, step and symbology are the words of the scanner."""

    picture: str
    symbology: str
    text: str
    encoding: str
    kind: str
    step: str
    is_certain: bool
    scanned_at: datetime


@dataclass(frozen=True, slots=True)
class CodeScans:
    """The history of a desk; a call takes about a millisecond and may come from any thread."""

    file: DeskFile

    def record(self, codes: Sequence[ScannedCode]) -> None:
        """Keep what was read."""
        with self.file.writing() as connection:
            connection.executemany(
                f"INSERT INTO code_scan ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", [_row(code) for code in codes]
            )

    def find(self, words: str, *, limit: int) -> list[ScannedCode]:
        """Codes whose text or picture's name contains every word, the newest first; all of them without words."""
        parts = words.split()
        where = " AND ".join("(instr(lower(text), ?) OR instr(lower(picture), ?))" for _ in parts) or "1"
        values = [part.lower() for part in parts for _ in range(2)]
        with self.file.reading() as connection:
            rows = connection.execute(
                f"SELECT {_COLUMNS} FROM code_scan WHERE {where} ORDER BY id DESC LIMIT ?", [*values, limit]
            ).fetchall()
        return [_code(row) for row in rows]

    def forget(self) -> None:
        """Delete the whole history."""
        with self.file.writing() as connection:
            connection.execute("DELETE FROM code_scan")


def _row(code: ScannedCode) -> tuple[object, ...]:
    said = (code.picture, code.symbology, code.text, code.encoding, code.kind, code.step)
    return (code.scanned_at.astimezone(UTC).isoformat(), *said, int(code.is_certain))


def _code(row: tuple[str, str, str, str, str, str, str, int]) -> ScannedCode:
    scanned_at, picture, symbology, text, encoding, kind, step, is_certain = row
    at = datetime.fromisoformat(scanned_at)
    return ScannedCode(picture, symbology, text, encoding, kind, step, is_certain=bool(is_certain), scanned_at=at)
