"""Rows read as numbers and rows staged by the database: both ways make the same segment of the same file."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import astuple, replace
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine.demo.generate import LEAST_ROWS, generate_demo
from app.engine.jobs import CancelToken
from app.engine.records.planning import make_plan
from app.engine.records.recognition import recognise
from app.engine.records.rules import Profile
from app.engine.records.sources import open_tables
from app.engine.store import ingest, ingest_blocks, ingest_coded
from app.engine.store.ingest import open_workshop
from app.engine.store.ingest_plan import IngestPlan, Rule, RuleAction, SegmentFacts
from tests.engine.records.pipeline.cases import AMOUNTS, numbered
from tests.engine.records.pipeline.tables import HEADER, Row, import_one, records, write_seed
from tests.engine.records.pipeline.test_properties import ROWS

FEW = settings(max_examples=settings().max_examples // 6)
TABLES = ("kept_rows", "rejected", "examples", "report", "spellings", "left_out", "rules", "header")
PLAIN = st.builds(
    Row,
    hs=st.sampled_from(["01012100", "85171210", "09024090"]),
    partner=st.sampled_from(["美国", "日本", "韩国"]),
    province=st.sampled_from(["北京市", "广东省"]),
    mode=st.sampled_from(["一般贸易", "来料加工贸易"]),
    quantity=st.sampled_from(["1", "2.5", "77777777", "0.0001"]),
    unit=st.sampled_from(["千克", "个"]),
    value=st.sampled_from(["1", "12.5", "999999999"]),
)


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even small files have several blocks and chunks."""
    monkeypatch.setattr(ingest_blocks, "BLOCK", 1 << 11)
    monkeypatch.setattr(ingest_coded, "CHUNK_ROWS", 100)


def plan_of(path: Path, profile: Profile = Profile.SOURCE_SYSTEM) -> IngestPlan:
    found = recognise(path)
    (table, layout), *_ = open_tables(found, workdir=path.parent, progress=lambda *_: None, token=CancelToken())
    return make_plan(table, layout, file_name=path.name, profile=profile, drops_duplicates=False)


@contextmanager
def only(way: str) -> Iterator[None]:
    """Only coded rows, or only staged ones; a file for which the other way is tried fails."""
    with pytest.MonkeyPatch.context() as patch:
        if way == "staged":
            patch.setattr(ingest, "can_read_coded", lambda plan: False)
        else:
            patch.delattr(ingest._Build, "_load_staged")
        yield


def built(plan: IngestPlan, folder: Path, way: str | None = None) -> tuple[SegmentFacts, dict[str, list[object]]]:
    """Facts of the segment and what its tables hold, sorted; of rows that are only marked, how many are shown."""
    path = folder / f"{way}.duckdb"
    path.unlink(missing_ok=True)
    with open_workshop(folder, threads=2) as workshop, only(way) if way else nullcontext():
        facts = workshop.build_segment(plan, path, on_share=lambda share: None, token=CancelToken())
    marking = {number for number, rule in enumerate(plan.rules, start=1) if rule.action is RuleAction.FLAG}
    with duckdb.connect(str(path), read_only=True) as connection:
        tables = {name: connection.execute(f"FROM {name}").fetchall() for name in TABLES}
    tables["examples"] = [row if row[0] not in marking else (row[0], None) for row in tables["examples"]]
    return facts, {name: sorted(rows, key=repr) for name, rows in tables.items()}


def is_regular(row: Row) -> bool:
    """Whether its line can be cut without looking into the cells."""
    return not set(",\t").intersection("".join(astuple(row)))


def in_order(facts: SegmentFacts) -> SegmentFacts:
    return replace(
        facts, rule_counts=tuple(sorted(facts.rule_counts, key=lambda count: (count.action.value, count.rule)))
    )


def assert_alike(path: Path, folder: Path, profile: Profile = Profile.SOURCE_SYSTEM) -> None:
    plan = plan_of(path, profile)
    (coded, coded_tables), (staged, staged_tables) = built(plan, folder, "coded"), built(plan, folder, "staged")
    assert in_order(coded) == in_order(staged)
    assert coded_tables == staged_tables


@pytest.mark.parametrize("profile", list(Profile))
def test_dirty_demo_files_become_the_same_segments(tmp_path: Path, profile: Profile) -> None:
    files = generate_demo(tmp_path / "demo", rows=LEAST_ROWS).files

    for file in files[::3]:
        assert_alike(file.path, tmp_path, profile)


@pytest.mark.parametrize("profile", list(Profile))
def test_rows_for_every_rule_become_the_same_segments(tmp_path: Path, profile: Profile) -> None:
    rows = [case.row for case in (*numbered(), *AMOUNTS) if is_regular(case.row)]

    assert_alike(write_seed(tmp_path, rows), tmp_path, profile)


@FEW
@given(rows=st.lists(st.one_of(PLAIN, PLAIN, ROWS), min_size=1, max_size=300), profile=st.sampled_from(Profile))
def test_any_rows_become_the_same_segments(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Row], profile: Profile
) -> None:
    folder = tmp_path_factory.mktemp("coded")
    regular = [row for row in rows if is_regular(row)]
    if regular:
        assert_alike(write_seed(folder, regular), folder, profile)


def test_quotes_and_other_irregular_text_leave_the_file_to_the_database(tmp_path: Path) -> None:
    path = write_seed(tmp_path, [*[Row(value=str(n)) for n in range(1, 400)], Row(value="1,234")])

    assert built(plan_of(path), tmp_path) == built(plan_of(path), tmp_path, "staged")


def test_bad_bytes_in_a_column_that_nothing_reads_are_not_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "2020年进口.csv"
    lines = [f"{','.join(astuple(Row()))},1.0".encode() for _ in range(50)]
    lines[30] = lines[30].replace(b"1.0", b"1\xff0")
    path.write_bytes(b"\n".join([f"{','.join(HEADER)},单价".encode(), *lines, b""]))

    outcome = import_one(tmp_path / "store", path)

    assert [(count.rule, count.rows) for facts in outcome.facts for count in facts.rule_counts] == [
        ("row_bad_bytes", 1)
    ]
    assert len(records(tmp_path / "store")) == 49


def test_a_rule_that_takes_rows_which_look_plain_still_applies(tmp_path: Path) -> None:
    plan = plan_of(write_seed(tmp_path, [Row(value=str(n)) for n in range(1, 400)]))
    strict = Rule("value_is_even", RuleAction.REJECT, "value::BIGINT % 2 = 0", "偶数", "even")

    facts, tables = built(replace(plan, rules=(*plan.rules, strict)), tmp_path)

    assert (facts.kept, facts.rejected) == (200, 199)
    assert len(tables["kept_rows"]) == 200


def test_kept_rows_are_sorted_by_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest_coded, "CHUNK_ROWS", 1_000)
    chosen = random.Random(5)
    codes, partners = ["85171210", "01012100", "0901110010", "28500090"], ["日本", "美国", " 德国", "香港"]
    rows = [Row(hs=chosen.choice(codes), partner=chosen.choice(partners), value=str(n)) for n in range(1, 99)]
    path = tmp_path / "sorted.duckdb"
    with open_workshop(tmp_path, threads=2) as workshop, only("coded"):
        workshop.build_segment(
            plan_of(write_seed(tmp_path, rows)), path, on_share=lambda share: None, token=CancelToken()
        )

    with duckdb.connect(str(path), read_only=True) as connection:
        found = [hs for (hs,) in connection.execute("SELECT hs FROM kept_rows ORDER BY rowid").fetchall()]

    assert found == sorted(found)
