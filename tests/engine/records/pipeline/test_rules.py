"""Every cleaning rule in both profiles, for imports and exports: what stays, what goes, what is changed or marked."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from pathlib import Path

import pytest

from app.engine.records.pipeline import ImportOptions
from app.engine.records.report import FileOutcome
from app.engine.records.rules import Profile
from app.engine.store.ingest_plan import RuleAction
from tests.engine.records.pipeline.cases import AMOUNTS, Case, numbered
from tests.engine.records.pipeline.tables import (
    Record,
    Row,
    counts,
    import_one,
    quarantine,
    records,
    write_lines,
    write_seed,
)

CASES = [*numbered(), *AMOUNTS]
RUNS = list(itertools.product(Profile, ("import", "export")))
CLEAN = Row(quantity="7777", value="7778")


def _run_name(run: tuple[Profile, str]) -> str:
    return f"{run[0].value} {run[1]}"


def _rule_of(run: tuple[Profile, str], case: Case) -> str:
    """The rule that rejects the case in this run; "" where it stays."""
    return case.source_system if run[0] is Profile.SOURCE_SYSTEM else case.statistics


def _named(pairs: Iterable[tuple[tuple[Profile, str], Case]]) -> list[object]:
    return [pytest.param(run, case, id=f"{_run_name(run)} {case.name}") for run, case in pairs]


PAIRS = list(itertools.product(RUNS, CASES))
KEPT_PAIRS = [(run, case) for run, case in PAIRS if not _rule_of(run, case)]


@dataclass(frozen=True, slots=True)
class Imported:
    """All cases imported under one profile in one direction."""

    outcome: FileOutcome
    kept: Mapping[tuple[int, int], Record]
    rejected: Mapping[tuple[str, ...], str]

    def record_of(self, case: Case) -> Record:
        """The kept record, found by the number that only this case bears."""
        found = [record for key, record in self.kept.items() if {key[0], key[1]} & _numbers(case)]
        assert len(found) == 1
        return found[0]


Imports = Mapping[tuple[Profile, str], Imported]


@pytest.fixture(scope="module")
def imports(tmp_path_factory: pytest.TempPathFactory) -> Imports:
    return {run: _import_cases(*run, tmp_path_factory.mktemp("rules")) for run in RUNS}


def _import_cases(profile: Profile, direction: str, folder: Path) -> Imported:
    path = write_seed(folder, [CLEAN, *(case.row for case in CASES)], direction=direction)
    outcome = import_one(folder / "store", path, ImportOptions(profile=profile))
    kept = {(int(row.quantity or 0), int(row.value)): row for row in records(folder / "store")}
    rejected = {tuple(cell or "" for cell in row.cells): row.rule for row in quarantine(folder / "store")}
    return Imported(outcome, kept, rejected)


def _numbers(case: Case) -> set[int]:
    """Quantity and value, where they are numbers that no other case bears."""
    texts = [text.strip() for text in (case.row.quantity, case.row.value)]
    return {int(text) for text in texts if text.isascii() and text.isdigit() and 1000 < int(text) < 10**6}


@pytest.mark.parametrize(("run", "case"), _named(PAIRS))
def test_each_case_is_rejected_by_its_rule_or_kept(imports: Imports, run: tuple[Profile, str], case: Case) -> None:
    rule = imports[run].rejected.get(astuple(case.row), "")

    assert rule == _rule_of(run, case)


@pytest.mark.parametrize(("run", "case"), _named(KEPT_PAIRS))
def test_a_kept_row_has_the_member_that_its_text_means(imports: Imports, run: tuple[Profile, str], case: Case) -> None:
    record = imports[run].record_of(case)

    assert {name: int(getattr(record, name)) for name in case.kept} == case.kept
    assert record.direction == (1 if run[1] == "import" else 2)


@pytest.mark.parametrize("run", RUNS, ids=_run_name)
def test_what_rules_change_or_flag_is_counted(imports: Imports, run: tuple[Profile, str]) -> None:
    imported = imports[run]
    kept = [case for case in CASES if not _rule_of(run, case)]
    changed = Counter(case.changed_by for case in kept if case.changed_by)
    flagged = Counter(case.flagged_by for case in kept if case.flagged_by)

    assert counts(imported.outcome, RuleAction.MAP) == dict(changed)
    assert counts(imported.outcome, RuleAction.FLAG) == dict(flagged)


@pytest.mark.parametrize("run", RUNS, ids=_run_name)
def test_rejections_are_counted_by_rule_and_add_up(imports: Imports, run: tuple[Profile, str]) -> None:
    imported = imports[run]
    rejected = Counter(rule for case in CASES if (rule := _rule_of(run, case)))
    facts = imported.outcome.facts[0]

    assert counts(imported.outcome, RuleAction.REJECT) == dict(rejected)
    assert facts.rows == len(CASES) + 1 == facts.kept + facts.rejected
    assert facts.rejected == sum(rejected.values())


def test_quoted_and_bare_empty_cells_are_the_same(tmp_path: Path) -> None:
    header = "商品编码,贸易国家,商品注册地,贸易方式,贸易数量,单位,金额"
    path = write_lines(
        tmp_path / "2020年进口.csv",
        header,
        '01012100,美国,北京市,一般贸易,1,"",1',
        "01012100,美国,北京市,一般贸易,1,,2",
        '01012100,美国,北京市,一般贸易,"",千克,4',
        "01012100,美国,北京市,一般贸易,,千克,8",
        '01012100,美国,北京市,一般贸易,1,千克,""',
        "01012100,美国,北京市,一般贸易,1,千克,",
        '"",美国,北京市,一般贸易,1,千克,16',
        '01012100,"",北京市,一般贸易,1,千克,32',
    )

    outcome = import_one(tmp_path / "store", path)

    assert counts(outcome, RuleAction.REJECT) == {
        "unit_absent": 2,
        "quantity_not_positive": 2,
        "value_unreadable": 2,
        "hs_length": 1,
        "partner_unknown": 1,
    }


def test_values_from_unit_prices_where_there_is_no_amount(tmp_path: Path) -> None:
    path = write_lines(
        tmp_path / "2020年出口.csv",
        "商品编码,贸易国家,商品注册地,贸易方式,贸易数量,单位,单价",
        "01012100,美国,北京市,一般贸易,2.5,千克,10.04",
        '01012100,日本,北京市,一般贸易,"1,000",千克,"1,000"',
        "01012100,德国,北京市,一般贸易,10,千克,",
        "01012100,法国,北京市,一般贸易,99999999999999999999,千克,999999999999",
    )

    outcome = import_one(tmp_path / "store", path)

    assert [str(record.value) for record in records(tmp_path / "store")] == ["1000000.000", "25.100"]
    assert counts(outcome, RuleAction.REJECT) == {"value_unreadable": 2}


def test_duplicates_are_counted_and_kept(tmp_path: Path) -> None:
    path = write_seed(tmp_path, [Row(), Row(), Row(), Row(value="2"), Row(value="3"), Row(value="3")])

    facts = import_one(tmp_path / "store", path).facts[0]

    assert (facts.rows, facts.kept, facts.duplicates) == (6, 6, 3)


def test_duplicates_are_removed_when_asked(tmp_path: Path) -> None:
    path = write_seed(tmp_path, [Row(), Row(), Row(), Row(value="2"), Row(value="3"), Row(value="3")])

    outcome = import_one(tmp_path / "store", path, ImportOptions(drops_duplicates=True))

    assert (outcome.facts[0].kept, outcome.facts[0].duplicates) == (3, 0)
    assert counts(outcome, RuleAction.REJECT) == {"duplicate_removed": 3}
    assert {row.cells for row in quarantine(tmp_path / "store")} == {astuple(Row()), astuple(Row(value="3"))}
