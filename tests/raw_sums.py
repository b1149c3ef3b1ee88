"""Sums straight from the rows of a store, for answers to be compared with."""

from __future__ import annotations

from pathlib import Path

from app.engine.store.open_store import Generation, open_store


def raw_sums(
    store: Path, columns: str, *, where: str = "true", what: str = "sum(value)"
) -> dict[tuple[int, ...], float]:
    """Members of SQL `columns` → `what`, over all kept rows of all segments."""

    def question(generation: Generation) -> list[tuple[object, ...]]:
        catalogs = [generation.attach_segment(segment) for segment in generation.manifest.segments]
        everything = " UNION ALL BY NAME ".join(f"SELECT * FROM {catalog}.records" for catalog in catalogs)
        return generation.rows(f"SELECT {columns}, {what} FROM ({everything}) WHERE {where} GROUP BY ALL")

    with open_store(store) as opened:
        rows = opened.ask(question)
    return {tuple(int(str(member)) for member in members): float(str(sum_)) for *members, sum_ in rows}
