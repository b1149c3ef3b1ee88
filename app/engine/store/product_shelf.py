"""Which products were priced last on this desk, and which of them the user keeps at hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from app.engine.store.desk_file import DeskFile

_USE = """
    INSERT INTO priced_product (code, used_at) VALUES (?, ?)
    ON CONFLICT (code) DO UPDATE SET used_at = excluded.used_at
"""
_KEEP = """
    INSERT INTO priced_product (code, is_favourite) VALUES (?, ?)
    ON CONFLICT (code) DO UPDATE SET is_favourite = excluded.is_favourite
"""


@dataclass(frozen=True, slots=True)
class ProductShelf:
    """Codes of two to eight digits; a call takes about a millisecond and may come from any thread."""

    file: DeskFile

    def note_use(self, code: str) -> None:
        """Remember that the product was priced now."""
        with self.file.writing() as connection:
            connection.execute(_USE, (code, datetime.now(tz=UTC).isoformat()))

    def set_favourite(self, code: str, *, is_favourite: bool) -> None:
        """Keep the product at hand, or no longer."""
        with self.file.writing() as connection:
            connection.execute(_KEEP, (code, int(is_favourite)))

    def recent(self, limit: int) -> list[str]:
        """Products by their last use, the latest first."""
        with self.file.reading() as connection:
            rows = connection.execute(
                "SELECT code FROM priced_product WHERE used_at IS NOT NULL ORDER BY used_at DESC, rowid DESC LIMIT ?",
                (limit,),
            ).fetchall()
        return [str(code) for (code,) in rows]

    def favourites(self) -> list[str]:
        """Products that are kept, in the order of their codes."""
        with self.file.reading() as connection:
            rows = connection.execute("SELECT code FROM priced_product WHERE is_favourite ORDER BY code").fetchall()
        return [str(code) for (code,) in rows]
