"""The demo's own counts against what the ordinary import makes of its files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from app.engine.demo.dirt import Dirt
from app.engine.demo.files import DemoFiles
from app.engine.demo.generate import generate_demo
from app.engine.records.pipeline import ImportOptions, import_files
from app.engine.records.report import FileOutcome
from app.engine.store.ingest_plan import RuleAction
from app.engine.store.manifest import Segment, read_manifest
from tests.engine.records.pipeline.tables import counts

RULES: Mapping[Dirt, str] = {
    Dirt.NON_COUNTRY: "partner_not_country",
    Dirt.TERRITORY: "partner_territory",
    Dirt.CATCH_ALL: "partner_catch_all",
    Dirt.MARKER: "partner_marker",
    Dirt.MODE_GENERAL: "mode_too_general",
    Dirt.MODE_IN_ZONE: "mode_state_in_zone",
    Dirt.MODE_RETAIL: "mode_retail",
    Dirt.MODE_DONATION: "mode_one_way",
    Dirt.MODE_INVESTMENT: "mode_investment",
    Dirt.HS_LENGTH: "hs_length",
    Dirt.HS_UNKNOWN: "hs_unknown",
    Dirt.QUANTITY: "quantity_not_positive",
    Dirt.VALUE: "value_not_positive",
    Dirt.UNIT: "unit_absent",
}
CHANGES: Mapping[Dirt, str] = {
    Dirt.EARLIER_MODE: "mode_renamed",
    Dirt.HS_TEN_DIGITS: "hs_reduced",
    Dirt.PROVINCE_SPELLING: "province_spelling",
    Dirt.STRAY_BLANK: "stray_blanks",
}


@dataclass(frozen=True, slots=True)
class Imported:
    """A small demo, and the outcome and segment of each of its files by name."""

    demo: DemoFiles
    outcomes: dict[str, FileOutcome]
    segments: dict[str, Segment]


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Imported:
    folder = tmp_path_factory.mktemp("demo")
    demo = generate_demo(folder / "files", rows=20_000)
    report = import_files(folder / "store", [file.path for file in demo.files], ImportOptions(is_demo=True))
    segments = {segment.source_name: segment for segment in read_manifest(folder / "store").segments}
    return Imported(demo, {outcome.name: outcome for outcome in report.files}, segments)


def test_every_file_imports(imported: Imported) -> None:
    assert [outcome.error for outcome in imported.outcomes.values()] == [None] * 20
    assert all(segment.is_demo for segment in imported.segments.values())


def test_rows_and_values_are_those_that_the_generator_kept(imported: Imported) -> None:
    expected = {
        file.path.name: ((file.direction,), (file.year,), file.rows, file.kept_rows, Decimal(file.kept_value_usd))
        for file in imported.demo.files
    }

    found = {
        name: (segment.directions, segment.years, segment.rows, segment.kept, Decimal(segment.value_kept))
        for name, segment in imported.segments.items()
    }

    assert found == expected


def test_each_kind_of_dirt_is_rejected_by_its_rule(imported: Imported) -> None:
    for file in imported.demo.files:
        expected: Counter[str] = Counter()
        for kind, rule in RULES.items():
            expected[rule] += file.dirt.get(kind, 0)

        assert counts(imported.outcomes[file.path.name], RuleAction.REJECT) == {k: n for k, n in expected.items() if n}


def test_each_kind_of_drift_is_unified_by_its_rule(imported: Imported) -> None:
    for file in imported.demo.files:
        changed = counts(imported.outcomes[file.path.name], RuleAction.MAP)

        expected = {rule: file.dirt[kind] for kind, rule in CHANGES.items() if file.dirt.get(kind)}

        assert {rule: changed.get(rule, 0) for rule in expected} == expected
        names = changed.get("partner_renamed", 0) + changed.get("partner_spelling", 0)
        assert names >= file.dirt[Dirt.RENAMED_COUNTRY]


def test_unlisted_codes_are_flagged_and_duplicates_counted(imported: Imported) -> None:
    for file in imported.demo.files:
        outcome = imported.outcomes[file.path.name]

        assert counts(outcome, RuleAction.FLAG).get("hs_edition_unknown", 0) == file.dirt.get(Dirt.HS_UNLISTED, 0)
        assert outcome.facts[0].duplicates == file.dirt[Dirt.DUPLICATE]


def test_progress_reaches_the_end_only_when_all_is_published(tmp_path: Path) -> None:
    files = [file.path for file in generate_demo(tmp_path / "files", rows=10_000).files]
    told: list[tuple[float, bool]] = []

    def note(done: int, total: int | None, _note: str = "", /) -> None:
        told.append((done / (total or 1), bool(read_manifest(tmp_path / "store").segments)))

    import_files(tmp_path / "store", files, ImportOptions(is_demo=True), progress=note)

    assert told == sorted(told)
    assert told[-1] == (1.0, True)
    assert not any(is_published for share, is_published in told if share < 1)
