"""`bench clean`: cleaning seed-schema files, ours against pandas, polars and a plain DuckDB table, in one run.

Ours includes every rule, the quarantine with original rows, the report and the cube; the others only filter. The run
stops if any of them keeps other rows, or another value, than ours.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
from decimal import Decimal
from pathlib import Path

from app.engine.demo.generate import generate_demo
from benchmarks.clean_contestants import CONTESTANTS, kept
from benchmarks.measure import Usage, machine, measure

_PAIRED = ("ours", "duckdb-table", "polars-stream")


def main() -> None:
    """Build the files, run the contestants in turn, print medians and ratios."""
    parser = argparse.ArgumentParser(prog="bench clean", description=__doc__)
    parser.add_argument("--rows", type=int, default=5_000_000)
    parser.add_argument("--rounds", type=int, default=3, help="runs of each; pandas runs once")
    parser.add_argument("--files", type=Path, help="folder of seed-schema CSV files instead of new demo files")
    parser.add_argument("--years", nargs="*", default=[], help="only the files of these years, which start their names")
    parser.add_argument("--skip", nargs="*", default=[], choices=list(CONTESTANTS))
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-clean-") as folder:
        source = Path(folder) / "files"
        _collect(arguments.files, source, rows=arguments.rows, years=tuple(arguments.years))
        names = [name for name in CONTESTANTS if name not in arguments.skip]
        runs: dict[str, list[Usage]] = {name: [] for name in names}
        results: dict[str, tuple[int, Decimal]] = {}
        for number in range(arguments.rounds):
            for name in names:
                if name in _PAIRED or number == 0:
                    usage, results[name] = _run(name, source, Path(folder) / "out")
                    runs[name].append(usage)
        _require_equal(results)
        _print(runs, rows=_count_rows(source), kept_rows=max(results.values()))


def _collect(given: Path | None, source: Path, *, rows: int, years: tuple[str, ...]) -> None:
    """The files to clean in a folder of their own: those given or new demo files, of all years or the named ones."""
    demo = source.with_name("demo")
    if given is None:
        generate_demo(demo, rows=rows)
    source.mkdir()
    for path in (given or demo).glob("*.csv"):
        if path.name.startswith(years or ""):
            (source / path.name).symlink_to(path.resolve())


def _require_equal(results: dict[str, tuple[int, Decimal]]) -> None:
    """All kept the same rows, by their number and their value."""
    if len(set(results.values())) > 1:
        lines = [f"{name}: {rows:,} rows, value {value:,}" for name, (rows, value) in results.items()]
        raise SystemExit("the contestants kept different rows\n" + "\n".join(lines))


def _run(name: str, source: Path, out: Path) -> tuple[Usage, tuple[int, Decimal]]:
    usage = measure("benchmarks.clean_contestants", [name, str(source), str(out)])
    result = kept(name, out)
    if out.is_dir():
        shutil.rmtree(out)
    else:
        out.unlink()
    return usage, result


def _count_rows(source: Path) -> int:
    return sum(path.read_bytes().count(b"\n") - 1 for path in source.glob("*.csv"))


def _print(runs: dict[str, list[Usage]], *, rows: int, kept_rows: tuple[int, Decimal]) -> None:
    print(f"{rows:,} rows, of which each kept {kept_rows[0]:,} worth {kept_rows[1]:,}; {machine()}")
    print(f"{'':20} {'wall s':>8} {'CPU s':>8} {'peak MB':>8} {'wall, ours = 1':>16} {'CPU, ours = 1':>16}")
    ours = runs.get("ours", [])
    for name, usages in runs.items():
        medians = [statistics.median(getattr(usage, field) for usage in usages) for field in Usage.__slots__]
        ratios = [_ratio(usages, ours, field) for field in ("wall_s", "cpu_s")]
        print(f"{name:20} {medians[0]:8.1f} {medians[1]:8.1f} {medians[2]:8.0f} {ratios[0]:>16} {ratios[1]:>16}")


def _ratio(usages: list[Usage], ours: list[Usage], field: str) -> str:
    """Median over the rounds of this one's figure by ours from the same round."""
    pairs = [getattr(a, field) / getattr(b, field) for a, b in zip(usages, ours, strict=False)]
    return f"{statistics.median(pairs):.2f}" if pairs else "-"


if __name__ == "__main__":
    main()
