"""The cube of the next generation: where segments are only added, the present one with their sums put to it.

Figures of a cube are sums that every question adds up again, so rows of several parts lie side by side. After some
additions the cube is built anew, which sorts and merges what came bit by bit.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import duckdb

from app.engine.store.cube_sql import FACETS
from app.engine.store.databases import attach, open_memory
from app.engine.store.folder import StoreFolder
from app.engine.store.generation_cube import ContextKey, build_cube
from app.engine.store.manifest import Manifest, Segment

MOST_PARTS = 12
_PRESENT, _ADDED = "present", "added"


def next_cube(folder: StoreFolder, manifest: Manifest, segments: Sequence[Segment], path: Path) -> None:
    """Write the cube of `segments`, which follow those of `manifest`, to `path`, which must not exist."""
    held = {segment.id for segment in manifest.segments}
    # A segment that has vanished is told now, by the building anew, and not when somebody asks for its records
    is_whole = all(folder.segment_path(each).exists() for each in held)
    added = [segment for segment in segments if segment.id not in held]
    if manifest.cube and added and is_whole and len(added) + len(held) == len(segments):
        if _grow(folder, folder.cube_path(manifest.cube), held, added, path):
            return
        path.unlink(missing_ok=True)
    build_cube(folder, segments, path)


def _grow(folder: StoreFolder, present: Path, held: set[str], added: Sequence[Segment], path: Path) -> bool:
    """False where the present cube is of another version, has too many parts, or cannot be read."""
    own = path.with_suffix(".part")
    connection = open_memory(checkpoint_threshold="1GB")
    try:
        shutil.copyfile(present, path)
        attach(connection, path, _PRESENT, read_only=False)
        parts = _parts(connection, held)
        if parts is None or parts >= MOST_PARTS:
            return False
        build_cube(folder, added, own, numbered=_contexts(connection))
        attach(connection, own, _ADDED, read_only=True)
        _append(connection, parts)
        connection.execute(f"CHECKPOINT {_PRESENT}")
    except (FileNotFoundError, duckdb.Error):
        return False
    finally:
        connection.close()
        own.unlink(missing_ok=True)
    return True


def _parts(connection: duckdb.DuckDBPyConnection, held: set[str]) -> int | None:
    """How often segments were put in; None for a cube that is not the one that this version builds of these."""
    tables = connection.execute("SELECT table_name FROM duckdb_tables() WHERE database_name = ?", [_PRESENT]).fetchall()
    if not {"parts", *(facet.table for facet in FACETS)} <= {name for (name,) in tables}:
        return None
    rows = connection.execute(f"SELECT number, segment FROM {_PRESENT}.parts").fetchall()
    return len({number for number, _ in rows}) if {segment for _, segment in rows} == held else None


def _contexts(connection: duckdb.DuckDBPyConnection) -> dict[ContextKey, int]:
    rows = connection.execute(
        f"SELECT id, source, dimensions, reporter, currency, hs_level FROM {_PRESENT}.contexts"
    ).fetchall()
    return {tuple(key): number for number, *key in rows}


def _append(connection: duckdb.DuckDBPyConnection, parts: int) -> None:
    for table in ("left_out", *(facet.table for facet in FACETS)):
        connection.execute(f"INSERT INTO {_PRESENT}.{table} BY NAME FROM {_ADDED}.{table}")
    for table in ("contexts", "rules"):
        connection.execute(
            f"""INSERT INTO {_PRESENT}.{table} BY NAME
                FROM {_ADDED}.{table} WHERE id NOT IN (SELECT id FROM {_PRESENT}.{table})"""
        )
    connection.execute(f"INSERT INTO {_PRESENT}.parts SELECT ?, segment FROM {_ADDED}.parts", [parts + 1])
