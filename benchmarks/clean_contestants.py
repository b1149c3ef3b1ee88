"""The ways of cleaning one folder of seed-schema files; run as `python -m benchmarks.clean_contestants NAME IN OUT`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from app.engine.records.layout import Field, Layout, SourceFormat
from app.engine.records.lookups import hs_vocabulary, vocabularies
from app.engine.records.options import ImportOptions
from app.engine.records.pipeline import import_files
from app.engine.records.rules import Profile, rule_book
from app.engine.store.ingest_plan import RuleAction

_COLUMNS = {"country": "贸易国家", "province": "商品注册地", "mode": "贸易方式", "unit": "单位"}


def ours(source: Path, out: Path) -> None:
    """The ordinary import: all rules, quarantine, report, cube and commit included."""
    report = import_files(out, files(source), ImportOptions())
    if report.has_failures:
        raise SystemExit(str(report))


def duckdb_table(source: Path, out: Path) -> None:
    """A plain table from the same files with the same filters, and nothing else."""
    import duckdb

    with duckdb.connect(str(out)) as connection:
        connection.execute("SET preserve_insertion_order = false")
        for name, texts in accepted().items():
            connection.execute(f"CREATE TEMP TABLE accepted_{name} AS SELECT unnest(?::VARCHAR[]) AS text", [texts])
        filters = " AND ".join(f"trim({column}) IN (FROM accepted_{name})" for name, column in _COLUMNS.items())
        selects = " UNION ALL ".join(f"SELECT * FROM {_read_csv(path)}" for path in files(source))
        connection.execute(
            f"CREATE TABLE records AS SELECT * FROM ({selects}) WHERE {filters} AND length(trim(商品编码)) IN (8, 10)"
            " AND left(trim(商品编码), 8) IN (FROM accepted_hs) AND 贸易数量 > 0 AND 金额 > 0"
        )


def _read_csv(path: Path) -> str:
    numbers = {"贸易数量": "BIGINT", "金额": "BIGINT", "单价": "DOUBLE"}
    names = [name.strip() for name in path.open(encoding="utf-8").readline().rstrip("\n").split(",")]
    columns = ", ".join(f"'{name}': '{numbers.get(name, 'VARCHAR')}'" for name in sorted(names, key=names.index))
    ordered = ", ".join(sorted(names))
    return (
        f"(SELECT {ordered}, '{path.stem}' AS source FROM read_csv('{path}', auto_detect = false, header = true,"
        f" delim = ',', quote = '\"', columns = {{{columns}}}))"
    )


def polars_stream(source: Path, out: Path) -> None:
    """One streaming pass over all files into Parquet."""
    import polars as pl

    keep = accepted()
    frames = []
    for path in files(source):
        frame = pl.scan_csv(path, infer_schema=False)
        frames.append(frame.rename(lambda name: name.strip()).select(*sorted((*_COLUMNS.values(), *_REST))))
    code = pl.col("商品编码")
    filters = [pl.col(column).is_in(keep[name]) for name, column in _COLUMNS.items()]
    kept = (
        pl.concat(frames)
        .with_columns(
            pl.col("贸易数量", "金额").cast(pl.Int64, strict=False), pl.col("单价").cast(pl.Float64, strict=False)
        )
        .filter(*filters, code.str.len_chars().is_in([8, 10]), code.str.head(8).is_in(keep["hs"]))
        .filter(pl.col("贸易数量") > 0, pl.col("金额") > 0)
    )
    kept.sink_parquet(out)


def pandas_six_passes(source: Path, out: Path) -> None:
    """The source system's way: read, filter, write again, once for each group of rules."""
    import pandas as pd

    keep = accepted()
    out.mkdir()
    passes: list[Callable[[pd.DataFrame], pd.DataFrame]] = [
        lambda frame: frame[frame["贸易国家"].isin(keep["country"])],
        lambda frame: frame[frame["贸易方式"].isin(keep["mode"])],
        lambda frame: frame[frame["商品编码"].str.len().isin([8, 10]) & frame["商品编码"].str[:8].isin(keep["hs"])],
        lambda frame: frame[frame["商品注册地"].isin(keep["province"])],
        lambda frame: frame[(frame["贸易数量"] > 0) & (frame["金额"] > 0)],
        lambda frame: frame[frame["单位"].isin(keep["unit"])],
    ]
    for path in files(source):
        current = path
        for number, apply in enumerate(passes):
            frame = pd.read_csv(current, dtype={"商品编码": str, "商品编码 ": str}).rename(columns=str.strip)
            current = out / f"{path.stem}-{number}.csv"
            apply(frame).to_csv(current, index=False)


_REST = ("商品编码", "贸易数量", "金额", "单价")


def accepted() -> dict[str, list[str]]:
    """Texts of each dimension that the rules keep, as every contestant filters by them."""
    fields = dict.fromkeys((Field.HS, Field.PARTNER, Field.PROVINCE, Field.MODE, Field.QUANTITY, Field.UNIT), 0)
    layout = Layout(SourceFormat.SEED, columns=(), fields=fields, hs_digits=8)
    present = {"hs", "country", "province", "mode", "unit", "quantity"}
    rules = rule_book().chosen(Profile.SOURCE_SYSTEM, layout, present)
    rejecting = {rule.id for rule in rules if rule.action is RuleAction.REJECT}
    texts = {
        name: [spelling.text for spelling in vocabulary.spellings if spelling.key and spelling.rule not in rejecting]
        for name, vocabulary in vocabularies(layout, rules, present).items()
    }
    return texts | {"hs": [code for code in hs_vocabulary().codes if len(code) == 8]}


def files(source: Path) -> list[Path]:
    """The CSV files of the folder."""
    return sorted(source.glob("*.csv"))


CONTESTANTS: dict[str, Callable[[Path, Path], None]] = {
    "ours": ours,
    "duckdb-table": duckdb_table,
    "polars-stream": polars_stream,
    "pandas-six-passes": pandas_six_passes,
}


def main(arguments: Iterable[str]) -> None:
    """Run one contestant."""
    name, source, out = arguments
    CONTESTANTS[name](Path(source), Path(out))


if __name__ == "__main__":
    main(sys.argv[1:])
