"""Which photos were recognised on this desk, as what, by which model, and what was declared for them."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from app.engine.store.desk_file import DeskFile

_COLUMNS = (
    "id, seen_at, name, origin, path, digest, likeness, model, version, verdict, chapter, probability, guesses, "
    "declared, thumbnail"
)
_MARKS = ", ".join("?" for _ in _COLUMNS.split(","))


@dataclass(frozen=True, slots=True)
class PhotoKey:
    """What tells photos apart: the hash of the file, or of the pixels; and their likeness, 64 bits in hex."""

    digest: str
    likeness: str


@dataclass(frozen=True, slots=True)
class Seen:
    """One answer. `path` is empty for what was no file; `guesses` are chapters with probabilities, the best first.

    `id` is 0 before it is kept; `thumbnail` is a small JPEG without metadata.
    """

    name: str
    origin: str
    path: str
    key: PhotoKey
    model: str
    version: str
    verdict: str
    guesses: tuple[tuple[str, float], ...]
    declared: str
    thumbnail: bytes
    seen_at: datetime
    id: int = 0

    @property
    def chapter(self) -> str:
        """The best guess."""
        return self.guesses[0][0] if self.guesses else ""

    @property
    def probability(self) -> float:
        """That of the best guess."""
        return self.guesses[0][1] if self.guesses else 0.0


@dataclass(frozen=True, slots=True)
class Recognitions:
    """The history of a desk; a call takes milliseconds and may come from any thread."""

    file: DeskFile

    def add(self, answers: Sequence[Seen]) -> list[int]:
        """Keep answers; returns their ids."""
        with self.file.writing() as connection:
            return [
                int(
                    connection.execute(f"INSERT INTO recognition ({_COLUMNS}) VALUES ({_MARKS})", _row(each)).lastrowid
                    or 0
                )
                for each in answers
            ]

    def find(self, words: str, *, chapters: Collection[str] = (), limit: int) -> list[Seen]:
        """The newest first: those whose name, path or declared code has every word, or whose best guess is one of
        `chapters`; all of them without words."""
        parts = [part.lower() for part in words.split()]
        text = "lower(name || ' ' || path || ' ' || declared)"
        where = " AND ".join(f"instr({text}, ?)" for _ in parts) or "1"
        if parts and chapters:
            where = f"({where}) OR chapter IN ({', '.join('?' for _ in chapters)})"
        values = [*parts, *(chapters if parts else ()), limit]
        with self.file.reading() as connection:
            rows = connection.execute(
                f"SELECT {_COLUMNS} FROM recognition WHERE {where} ORDER BY id DESC LIMIT ?", values
            ).fetchall()
        return [_seen(row) for row in rows]

    def count(self) -> int:
        """How many answers are kept."""
        with self.file.reading() as connection:
            (number,) = connection.execute("SELECT count(*) FROM recognition").fetchone()
        return int(number)

    def forget(self, ids: Collection[int] | None = None) -> None:
        """Delete these answers, or all of them; labels that people gave stay."""
        with self.file.writing() as connection:
            if ids is None:
                connection.execute("DELETE FROM recognition")
            else:
                connection.executemany("DELETE FROM recognition WHERE id = ?", [(each,) for each in ids])


def _row(seen: Seen) -> tuple[object, ...]:
    return (
        None,
        seen.seen_at.astimezone(UTC).isoformat(),
        seen.name,
        seen.origin,
        seen.path,
        seen.key.digest,
        seen.key.likeness,
        seen.model,
        seen.version,
        seen.verdict,
        seen.chapter,
        seen.probability,
        json.dumps(seen.guesses),
        seen.declared,
        seen.thumbnail,
    )


def _seen(row: tuple[Any, ...]) -> Seen:
    number, seen_at, name, origin, path, digest, likeness, model, version, verdict, _, _, guesses, declared, picture = (
        row
    )
    return Seen(
        name=name,
        origin=origin,
        path=path,
        key=PhotoKey(digest, likeness),
        model=model,
        version=version,
        verdict=verdict,
        guesses=tuple((str(chapter), float(share)) for chapter, share in json.loads(guesses)),
        declared=declared,
        thumbnail=bytes(picture),
        seen_at=datetime.fromisoformat(seen_at),
        id=int(number),
    )
