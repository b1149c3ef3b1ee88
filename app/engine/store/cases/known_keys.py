"""Rows of the public keys whose signatures this desk accepts as those of a desk it knows."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KnownKey:
    """A key under the name that an officer gave it; `public_key` is hexadecimal."""

    fingerprint: str
    public_key: str
    name: str


def keep_known_key(connection: sqlite3.Connection, key: KnownKey) -> None:
    """Accept a key from now on, or give it another name."""
    connection.execute("INSERT OR REPLACE INTO known_key VALUES (?, ?, ?)", (key.fingerprint, key.public_key, key.name))


def all_known_keys(connection: sqlite3.Connection) -> list[KnownKey]:
    """All of them by name."""
    return [KnownKey(*row) for row in connection.execute("SELECT * FROM known_key ORDER BY name, fingerprint")]
