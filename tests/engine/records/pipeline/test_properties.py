"""Whatever the rows: none vanishes, no value changes, and neither order nor repetition of imports matters."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine.records.pipeline import ImportOptions, import_files
from app.engine.records.report import FileStatus
from app.engine.records.rules import Profile
from app.engine.store.cube_sql import FACETS
from app.engine.store.folder import StoreFolder
from app.engine.store.manifest import read_manifest
from tests.engine.records.pipeline.tables import AS_FOUND, Row, import_one, quarantine, records, total, write_seed

# An import takes a good part of a second
FEW = settings(max_examples=settings().max_examples // 6)
VALUES: dict[str, Decimal | None] = {
    "1": Decimal(1),
    "12.5": Decimal("12.5"),
    "0.001": Decimal("0.001"),
    " 7 ": Decimal(7),
    "1,234,567": Decimal(1234567),
    "1e5": Decimal(100000),
    "999999999999999.999": Decimal("999999999999999.999"),
    "０.５": Decimal("0.5"),
    "0": Decimal(0),
    "-3.25": Decimal("-3.25"),
    "1,5": None,
    "": None,
    "-": None,
    "万": None,
    "1000000000000000": None,
}
ROWS = st.builds(
    Row,
    hs=st.sampled_from(["01012100", "85171210", "0101210010", "85171299", "98765432", "0101", "", "x", " 01012100"]),
    partner=st.sampled_from(["美国", "日本", "中国", "香港", "马其顿", "国(地)别不详", "某地", "", " 德国 ", "新加坡"]),
    province=st.sampled_from(["北京市", "广东省", "内蒙古", "火星", "上海市"]),
    mode=st.sampled_from(["一般贸易", "其他", "来料加工装配贸易", "免税品", "?"]),
    quantity=st.sampled_from(["1", "2.5", "0", "-1", "", "1,000", "9007199254740993"]),
    unit=st.sampled_from(["千克", "公斤", "-", "", "个", "筐"]),
    value=st.sampled_from(list(VALUES)),
)
TABLES = st.lists(ROWS, min_size=1, max_size=30)


def cube(store: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every table of the current cube with contexts spelled out, sorted."""
    path = StoreFolder(store).cube_path(read_manifest(store).cube or "")
    told = "source, dimensions, reporter, currency, hs_level"
    with duckdb.connect(str(path), read_only=True) as connection:
        return {
            facet.name: connection.execute(
                f"SELECT {told}, facts.* EXCLUDE (context) FROM {facet.table} AS facts"
                " JOIN contexts ON contexts.id = context ORDER BY ALL"
            ).fetchall()
            for facet in FACETS
        }


@FEW
@given(rows=TABLES, profile=st.sampled_from(Profile), drops=st.booleans())
def test_no_row_vanishes_and_no_value_changes(rows: Sequence[Row], profile: Profile, drops: bool) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        options = ImportOptions(profile=profile, drops_duplicates=drops)
        facts = import_one(folder / "store", write_seed(folder, rows), options).facts[0]
        kept, rejected = records(folder / "store"), quarantine(folder / "store")

    seen = total(value for row in rows if (value := VALUES[row.value]) is not None)
    assert facts.rows == len(rows) == len(kept) + len(rejected)
    assert (facts.kept, facts.rejected) == (len(kept), len(rejected))
    assert Decimal(facts.value_seen) == seen
    assert Decimal(facts.value_kept) == total(row.value for row in kept)
    refused = total(VALUES[row.cells[6] or ""] or Decimal(0) for row in rejected)
    assert total(row.value for row in kept) + refused == seen


@FEW
@given(
    tables=st.lists(TABLES, min_size=2, max_size=3),
    order=st.permutations([0, 1, 2]),
    is_one_batch=st.booleans(),
)
def test_the_order_of_rows_and_files_does_not_matter(
    tables: list[list[Row]], order: list[int], is_one_batch: bool
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "other").mkdir()
        files = [write_seed(folder, rows, year=2018 + number) for number, rows in enumerate(tables)]
        turned = [write_seed(folder / "other", rows[::-1], year=2018 + n) for n, rows in enumerate(tables)]
        again = [turned[number] for number in order if number < len(turned)]
        import_files(folder / "a", files, AS_FOUND)
        for batch in [again] if is_one_batch else [[path] for path in again]:
            import_files(folder / "b", batch, AS_FOUND)

        assert records(folder / "a") == records(folder / "b")
        assert cube(folder / "a") == cube(folder / "b")
        assert len(quarantine(folder / "a")) == len(quarantine(folder / "b"))


@FEW
@given(tables=st.lists(TABLES, min_size=1, max_size=2), copies=st.integers(1, 2))
def test_importing_again_is_harmless(tables: list[list[Row]], copies: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = [write_seed(folder, rows, year=2018 + number) for number, rows in enumerate(tables)]
        import_files(folder / "store", files, AS_FOUND)
        before = read_manifest(folder / "store")

        for _ in range(copies):
            report = import_files(folder / "store", files, AS_FOUND)

            assert {outcome.status for outcome in report.files} == {FileStatus.ALREADY_PRESENT}
        assert read_manifest(folder / "store") == before


@FEW
@given(rows=TABLES)
def test_the_cube_sums_to_the_records(rows: Sequence[Row]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        kept_for_certain = replace(Row(), value="5")
        import_one(folder / "store", write_seed(folder, [*rows, kept_for_certain]))
        value = total(record.value for record in records(folder / "store"))
        count = len(records(folder / "store"))
        tables = cube(folder / "store")

    at = {facet.name: 7 + len(facet.members) for facet in FACETS}
    assert {
        name: total(Decimal(str(row[at[name]])) for row in found) for name, found in tables.items()
    } == dict.fromkeys(tables, value)
    assert all(sum(int(str(row[at[name] + 1])) for row in found) == count for name, found in tables.items())
