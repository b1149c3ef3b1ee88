"""The ways of cleaning one folder of seed-schema files; run as `python -m benchmarks.clean_contestants NAME IN OUT`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path

from app.engine.records.layout import Field, Layout, SourceFormat
from app.engine.records.lookups import hs_vocabulary, vocabularies
from app.engine.records.options import ImportOptions
from app.engine.records.pipeline import import_files
from app.engine.records.rules import Profile, rule_book
from app.engine.store.ingest_plan import RuleAction
from app.engine.store.manifest import read_manifest

_NAMES = {"country": "贸易国家", "province": "商品注册地", "mode": "贸易方式", "unit": "单位"}
_TEXTS = ("商品编码", *_NAMES.values())
_COLUMNS = (*_TEXTS, "贸易数量", "金额", "单价")


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
        filters = " AND ".join(f"{column} IN (FROM accepted_{name})" for name, column in _NAMES.items())
        selects = " UNION ALL ".join(f"SELECT * FROM {_read_csv(path)}" for path in files(source))
        connection.execute(
            f"CREATE TABLE records AS SELECT * FROM ({selects}) WHERE 贸易数量 > 0 AND 金额 > 0"
            f" AND length(商品编码) IN (8, 10) AND left(商品编码, 6) IN (FROM accepted_hs6) AND {filters}"
        )


def _read_csv(path: Path) -> str:
    types = dict.fromkeys(_TEXTS, "VARCHAR") | {"贸易数量": "DOUBLE", "金额": "BIGINT", "单价": "DOUBLE"}
    columns = ", ".join(f"'{name}': '{types[name]}'" for name in (name.strip() for name in _header(path)))
    trimmed = [f"trim({name}) AS {name}" if name in _TEXTS else name for name in _COLUMNS]
    return (
        f"(SELECT {', '.join(trimmed)}, '{path.stem}' AS source FROM read_csv('{path}', auto_detect = false,"
        f" header = true, delim = ',', quote = '\"', columns = {{{columns}}}))"
    )


def polars_stream(source: Path, out: Path) -> None:
    """One streaming pass over all files into Parquet."""
    import polars as pl

    keep = accepted()
    types = {"贸易数量": pl.Float64, "金额": pl.Int64, "单价": pl.Float64}
    frames = []
    for path in files(source):
        schema = {name: types.get(name.strip(), pl.String) for name in _header(path)}
        frame = pl.scan_csv(path, schema=schema, ignore_errors=True)
        frames.append(frame.rename(lambda name: name.strip()).select(*_COLUMNS))
    code = pl.col("商品编码")
    kept = (
        pl.concat(frames)
        .filter(pl.col("贸易数量") > 0, pl.col("金额") > 0)
        .with_columns(pl.col(*_TEXTS).str.strip_chars())
        .filter(*(pl.col(column).is_in(keep[name]) for name, column in _NAMES.items()))
        .filter(code.str.len_bytes().is_in([8, 10]), code.str.head(6).is_in(keep["hs6"]))
    )
    kept.sink_parquet(out)


def pandas_six_passes(source: Path, out: Path) -> None:
    """The source system's way: read, filter, write again, once for each group of rules."""
    import pandas as pd

    def known(frame: pd.DataFrame, name: str) -> pd.Series[bool]:
        return frame[_NAMES[name]].str.strip().isin(keep[name])

    def has_code(frame: pd.DataFrame) -> pd.Series[bool]:
        codes = frame["商品编码"].str.strip()
        return codes.str.len().isin([8, 10]) & codes.str[:6].isin(keep["hs6"])

    keep = accepted()
    out.mkdir()
    passes: list[Callable[[pd.DataFrame], pd.Series[bool]]] = [
        lambda frame: known(frame, "country"),
        lambda frame: known(frame, "mode"),
        has_code,
        lambda frame: known(frame, "province"),
        lambda frame: (frame["贸易数量"] > 0) & (frame["金额"] > 0),
        lambda frame: known(frame, "unit"),
    ]
    for path in files(source):
        current = path
        for number, is_kept in enumerate(passes, start=1):
            codes = dict.fromkeys((name for name in _header(current) if name.strip() == "商品编码"), str)
            frame = pd.read_csv(current, dtype=codes).rename(columns=str.strip)
            current = out / f"{path.stem}-{number}.csv"
            frame[is_kept(frame)].to_csv(current, index=False)


def accepted() -> dict[str, list[str]]:
    """Trimmed texts of each dimension that the rules keep, as every contestant but ours filters by them.

    A code is kept where its six digits are known: ours marks one whose eighth digit no list holds, and keeps it.
    """
    fields = dict.fromkeys((Field.HS, Field.PARTNER, Field.PROVINCE, Field.MODE, Field.QUANTITY, Field.UNIT), 0)
    layout = Layout(SourceFormat.SEED, columns=(), fields=fields, hs_digits=8)
    present = {"hs", "country", "province", "mode", "unit", "quantity"}
    rules = rule_book().chosen(Profile.SOURCE_SYSTEM, layout, present)
    rejecting = {rule.id for rule in rules if rule.action is RuleAction.REJECT}
    texts = {
        name: [spelling.text for spelling in vocabulary.spellings if spelling.key and spelling.rule not in rejecting]
        for name, vocabulary in vocabularies(layout, rules, present).items()
    }
    return texts | {"hs6": [code for code in hs_vocabulary().codes if len(code) == 6]}


def kept(name: str, out: Path) -> tuple[int, Decimal]:
    """How many rows a contestant kept, and their value; read after its run, outside its time."""
    import duckdb

    if name == "ours":
        segments = read_manifest(out).segments
        return sum(segment.kept for segment in segments), sum((Decimal(s.value_kept) for s in segments), Decimal(0))
    with duckdb.connect(str(out) if name == "duckdb-table" else ":memory:") as connection:
        rows = _OUTPUTS[name].format(out=out)
        row = connection.execute(f"SELECT count(*), sum(金额::DECIMAL(18, 3)) FROM {rows}").fetchone()
    return (int(row[0]), Decimal(row[1])) if row else (0, Decimal(0))


# Where the rows of the others lie
_OUTPUTS = {
    "duckdb-table": "records",
    "polars-stream": "read_parquet('{out}')",
    "pandas-six-passes": "read_csv('{out}/*-6.csv', header = true, all_varchar = true, union_by_name = true)",
}


def _header(path: Path) -> list[str]:
    with path.open(encoding="utf-8") as stream:
        return stream.readline().rstrip("\n").split(",")


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
