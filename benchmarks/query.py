"""Dashboard questions and free cross tables on demo data of two sizes, ours and our peers' in one run.

Prints a table in Markdown. The six standing charts: years by direction, and the ten largest partners, provinces,
modes, chapters and headings. All peers get integer keys and whole thousandths of a dollar, in memory or in one table.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import duckdb
import polars as pl

from app.engine.demo.generate import generate_demo
from app.engine.records.options import ImportOptions
from app.engine.records.pipeline import import_files
from app.engine.store.dimensions import Dimension
from app.engine.store.folder import StoreFolder
from app.engine.store.manifest import read_manifest
from app.engine.store.open_store import Store, open_store
from app.engine.store.questions.cross import cross
from app.engine.store.questions.dashboard import DashboardRequest, dashboard
from app.engine.store.questions.dashboard_answer import ChartKind
from app.engine.store.questions.top import top
from app.engine.store.selection import Direction, Selection, Years
from benchmarks.query_peers import (
    LARGEST,
    Charts,
    Peer,
    charts_of_duckdb,
    charts_of_pandas,
    charts_of_polars,
    charts_of_sqlite,
    load_sqlite,
)

Result = TypeVar("Result")
SIZES = (5_000_000, 24_000_000)
OURS, BASE, PANDAS, POLARS, SQLITE = (
    "Tradescope",
    "DuckDB, base table",
    "pandas in memory",
    "polars in memory",
    "SQLite",
)
_CLICKS: dict[str, Selection] = {
    "one partner": Selection(countries=(502,)),
    "one partner, one province": Selection(countries=(502,), provinces=(44,)),
    "one heading, imports": Selection(hs=("8703",), direction=Direction.IMPORT),
}
_REQUEST = DashboardRequest()
_KINDS = {
    "country": ChartKind.COUNTRIES,
    "province": ChartKind.PROVINCES,
    "mode": ChartKind.MODES,
    "hs2": ChartKind.CHAPTERS,
}
_D = Dimension
_CROSSED: tuple[tuple[Selection, Sequence[Dimension]], ...] = (
    (Selection(), (_D.COUNTRY, _D.HS2)),
    (Selection(), (_D.COUNTRY, _D.HS4)),
    (Selection(direction=Direction.IMPORT), (_D.PROVINCE, _D.HS4)),
    (Selection(), (_D.MODE, _D.HS4, _D.YEAR)),
    (Selection(years=Years(2019, 2021)), (_D.COUNTRY, _D.PROVINCE, _D.HS2)),
    (Selection(), (_D.COUNTRY, _D.MODE, _D.YEAR)),
    (Selection(years=Years(2021, 2021)), (_D.PROVINCE, _D.HS6)),
    (Selection(hs=("85",)), (_D.COUNTRY, _D.HS6)),
    (Selection(hs=("8703",)), (_D.HS8, _D.COUNTRY, _D.YEAR)),
    (Selection(countries=(502,)), (_D.HS4, _D.YEAR)),
    (Selection(provinces=(44,), direction=Direction.EXPORT), (_D.COUNTRY, _D.MODE)),
    (Selection(), (_D.COUNTRY, _D.PROVINCE, _D.MODE)),
)


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds on the clock, and of all processors together, which other programs disturb less."""

    wall: float
    cpu: float


@dataclass(slots=True)
class Measured:
    """Milliseconds by what was measured, for one size."""

    records: int
    charts: dict[str, Timing] = field(default_factory=dict)
    opening: float = 0.0
    first: float = 0.0
    clicks: dict[str, float] = field(default_factory=dict)
    crossed: list[float] = field(default_factory=list)


def main(arguments: Sequence[str]) -> int:
    """Measure each size and print the comparison."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--work", type=Path, default=Path("build/bench-query"), help="kept between runs")
    parser.add_argument("--no-sqlite", action="store_true", help="leave out the slowest peer")
    options = parser.parse_args(arguments)
    results = [_measure(options.work, rows, with_sqlite=not options.no_sqlite) for rows in options.rows]
    print(_report(results))
    return 0


def _measure(work: Path, rows: int, *, with_sqlite: bool) -> Measured:
    store_path = provide_store(work, rows)
    manifest = read_manifest(store_path)
    measured = Measured(sum(segment.kept for segment in manifest.segments))
    measured.opening, measured.first = _first_charts_ms(store_path, times=7)
    with open_store(store_path) as store:
        own = _charts_of_ours(store)
        measured.charts[OURS] = _timing(lambda: _charts_of_ours(store), times=30)
        for name, selection in _CLICKS.items():
            measured.clicks[name] = _median_ms(lambda: dashboard(store, selection, _REQUEST), times=7)  # noqa: B023
        for selection, dimensions in _CROSSED:
            measured.crossed.append(_median_ms(lambda: cross(store, selection, dimensions, limit=50), times=5))  # noqa: B023
    for name, peer, times in _peers(work, store_path, with_sqlite=with_sqlite):
        first = _once(peer)
        if peer() != own:
            raise SystemExit(f"{name} gives other figures than ours")
        measured.charts[name] = _timing(peer, times=times) if times else first
    return measured


def provide_store(work: Path, rows: int) -> Path:
    """A store of demo data, built once."""
    store, files = work / f"store-{rows}", work / f"files-{rows}"
    if not read_manifest(store).segments:
        files.mkdir(parents=True, exist_ok=True)
        made = generate_demo(files, rows=rows)
        report = import_files(store, [file.path for file in made.files], ImportOptions(is_demo=True))
        if report.has_failures:
            raise SystemExit(str(report))
    return store


def _peers(work: Path, store: Path, *, with_sqlite: bool) -> list[tuple[str, Peer, int]]:
    """Each with its data loaded; the time of loading is not counted."""
    database = work / "base.duckdb"
    database.unlink(missing_ok=True)
    base = duckdb.connect(str(database))
    load_base(base, store)
    frame = base.execute("FROM base").df()
    columns = pl.from_pandas(frame)
    peers: list[tuple[str, Peer, int]] = [
        (BASE, lambda: charts_of_duckdb(base), 7),
        (POLARS, lambda: charts_of_polars(columns), 5),
        (PANDAS, lambda: charts_of_pandas(frame), 3),
    ]
    if with_sqlite:
        connection = load_sqlite(base, work / "base.sqlite")
        peers.append((SQLITE, lambda: charts_of_sqlite(connection), 0))
    return peers


def load_base(base: duckdb.DuckDBPyConnection, store: Path) -> None:
    """One table of all records in the order of the segments, which are sorted by product."""
    base.execute(
        "CREATE TABLE base (direction UTINYINT, year USMALLINT, country SMALLINT, province UTINYINT, mode UTINYINT,"
        " hs UINTEGER, value BIGINT)"
    )
    folder = StoreFolder(store)
    for segment in read_manifest(store).segments:
        base.execute(f"ATTACH '{folder.segment_path(segment.id)}' AS segment (READ_ONLY)")
        base.execute(
            "INSERT INTO base SELECT direction, year, country, province, mode, hs, (value * 1000)::BIGINT"
            " FROM segment.records"
        )
        base.execute("DETACH segment")
    base.execute("CHECKPOINT")


def _charts_of_ours(store: Store) -> Charts:
    """The same six charts; the dashboard's answer holds more than them, and headings come from a ranking."""
    answer = dashboard(store, Selection(), _REQUEST)
    charts: dict[str, dict[tuple[int, ...], tuple[int, int]]] = {
        "year_direction": {
            (point.year, point.direction.id): (int(point.figures.value * 1000), point.figures.records)
            for point in answer.trend
        }
    }
    for name, kind in _KINDS.items():
        chart = answer.chart(kind)
        charts[name] = {
            (member.code,): (int(member.figures.value * 1000), member.figures.records)
            for member in (chart.members if chart else ())[:LARGEST]
        }
    charts["hs4"] = {
        (row.member,): (int(row.figures.value * 1000), row.figures.records)
        for row in top(store, Selection(), Dimension.HS4, limit=LARGEST).rows
    }
    return charts


def _first_charts_ms(path: Path, *, times: int) -> tuple[float, float]:
    """Medians of opening the store anew, and of the charts that are asked for first: nothing of it is in memory."""
    opening, first = [], []
    for _ in range(times):
        start = time.perf_counter()
        with open_store(path) as store:
            opened = time.perf_counter()
            _charts_of_ours(store)
            opening.append(opened - start)
            first.append(time.perf_counter() - opened)
    return statistics.median(opening) * 1000, statistics.median(first) * 1000


def _median_ms(call: Callable[[], Result], *, times: int) -> float:
    return _timing(call, times=times).wall


def _timing(call: Callable[[], Result], *, times: int) -> Timing:
    """Medians, after a first call that is not counted."""
    call()
    taken = [_once(call) for _ in range(times)]
    return Timing(statistics.median(each.wall for each in taken), statistics.median(each.cpu for each in taken))


def _once(call: Callable[[], Result]) -> Timing:
    start, used = time.perf_counter(), time.process_time()
    call()
    return Timing((time.perf_counter() - start) * 1000, (time.process_time() - used) * 1000)


def _report(results: Sequence[Measured]) -> str:
    sizes = [f"{result.records / 1e6:.1f} M records" for result in results]
    lines = [
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()},"
        f" DuckDB {duckdb.__version__}; medians in ms",
        "",
        f"| six standing charts | {' | '.join(f'{size} | ours is | CPU | ours is' for size in sizes)} |",
        f"| --- |{' ---: | ---: | ---: | ---: |' * len(sizes)}",
    ]
    for name in results[0].charts:
        cells = [_against(result.charts[name], result.charts[OURS]) for result in results]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    lines += ["", f"| ours | {' | '.join(sizes)} |", f"| --- |{' ---: |' * len(sizes)}"]
    for name, milliseconds in (
        ("opening the store", [result.opening for result in results]),
        ("six standing charts, the first time", [result.first for result in results]),
    ):
        lines.append(f"| {name} | {' | '.join(f'{each:,.0f}' for each in milliseconds)} |")
    for name in _CLICKS:
        lines.append(f"| six charts of {name} | {' | '.join(f'{result.clicks[name]:,.0f}' for result in results)} |")
    for name, pick in (("median", statistics.median), ("slowest", max)):
        cells = [f"{pick(result.crossed):,.0f}" for result in results]
        lines.append(f"| {len(_CROSSED)} free cross tables, {name} | {' | '.join(cells)} |")
    first, last = results[0].charts[OURS], results[-1].charts[OURS]
    growth = f"{last.wall / first.wall:.2f} × in time and {last.cpu / first.cpu:.2f} × in CPU time"
    return "\n".join([*lines, "", f"From the first size to the last, ours grows by {growth}."])


def _against(timing: Timing, ours: Timing) -> str:
    return f"{timing.wall:,.1f} | {timing.wall / ours.wall:,.1f} × | {timing.cpu:,.1f} | {timing.cpu / ours.cpu:,.1f} ×"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
