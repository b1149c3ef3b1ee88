"""Counts of a finished segment, and the tables that let it explain itself later."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

import duckdb

from app.engine.store.ingest_columns import DIRECTION_IDS, Lookups, looked_up_dimensions, spelling_of
from app.engine.store.ingest_plan import IngestPlan, RuleAction, RuleCount, SegmentFacts
from app.engine.store.ingest_sql import flag_rules

_Member = TypeVar("_Member", int, str)
_DIRECTION_NAMES = {number: name for name, number in DIRECTION_IDS.items()}


def read_facts(
    cursor: duckdb.DuckDBPyConnection, plan: IngestPlan, lookups: Lookups, *, catalog: str, duplicates: int
) -> SegmentFacts:
    """Rows, values and members of `records`, and what each rule did."""
    rejected = _reject_counts(cursor, plan, catalog)
    kept_rows, kept_value = _count_and_sum(cursor, f"{catalog}.records")
    rejected_rows, rejected_value = _count_and_sum(cursor, f"{catalog}.rejected")
    return SegmentFacts(
        rows=kept_rows + rejected_rows,
        kept=kept_rows,
        rejected=rejected_rows,
        value_seen=str(kept_value + rejected_value),
        value_kept=str(kept_value),
        duplicates=duplicates,
        directions=tuple(_DIRECTION_NAMES[number] for number in _numbers(cursor, catalog, "direction"))
        or _stated(plan, "direction", str),
        years=tuple(_numbers(cursor, catalog, "year")) or _stated(plan, "year", int),
        reporters=tuple(_numbers(cursor, catalog, "reporter")),
        currencies=tuple(str(code) for code in _members(cursor, catalog, "currency")),
        hs_levels=tuple(_numbers(cursor, catalog, "hs_level")),
        dimensions=_dimensions(cursor, plan, catalog),
        rule_counts=(
            *rejected,
            *_mapped_counts(cursor, plan, lookups, catalog),
            *_flag_counts(cursor, plan, catalog),
            *_member_counts(cursor, plan, catalog),
        ),
    )


def write_report_tables(
    cursor: duckdb.DuckDBPyConnection, plan: IngestPlan, lookups: Lookups, facts: SegmentFacts, *, catalog: str
) -> None:
    """Rules with their sentences, header texts, spellings that were mapped, and what totals leave out."""
    cursor.execute(
        f"CREATE TABLE {catalog}.rules (number USMALLINT, id VARCHAR, action VARCHAR, zh VARCHAR, en VARCHAR)"
    )
    texts = [[getattr(rule, name) for rule in plan.rules] for name in ("id", "zh", "en")]
    actions = [rule.action.value for rule in plan.rules]
    cursor.execute(
        f"INSERT INTO {catalog}.rules SELECT unnest(range(1, ?)), unnest(?::VARCHAR[]), unnest(?::VARCHAR[]),"
        " unnest(?::VARCHAR[]), unnest(?::VARCHAR[])",
        [len(plan.rules) + 1, texts[0], actions, texts[1], texts[2]],
    )
    cursor.execute(f"CREATE TABLE {catalog}.report (rule VARCHAR, action VARCHAR, rows BIGINT, value DECIMAL(38, 3))")
    counts = facts.rule_counts
    cursor.execute(
        f"INSERT INTO {catalog}.report SELECT unnest(?::VARCHAR[]), unnest(?::VARCHAR[]), unnest(?::BIGINT[]),"
        " unnest(?::VARCHAR[])::DECIMAL(38, 3)",
        [
            [count.rule for count in counts],
            [count.action.value for count in counts],
            [count.rows for count in counts],
            [count.value for count in counts],
        ],
    )
    cursor.execute(
        f"CREATE TABLE {catalog}.header AS SELECT unnest(?::VARCHAR[]) AS name, unnest(range(?)) AS position",
        [list(plan.columns), len(plan.columns)],
    )
    _write_spellings(cursor, plan, lookups, catalog)
    cursor.execute(
        f"""CREATE TABLE {catalog}.left_out AS
            SELECT reporter, direction, currency, year, r.id AS rule, count(*) AS records,
                coalesce(sum(value), 0) AS value
            FROM {catalog}.rejected JOIN {catalog}.rules AS r ON r.number = rule GROUP BY ALL"""
    )


def _reject_counts(cursor: duckdb.DuckDBPyConnection, plan: IngestPlan, catalog: str) -> list[RuleCount]:
    rows = cursor.execute(
        f"SELECT rule, count(*), coalesce(sum(value), 0) FROM {catalog}.rejected GROUP BY rule ORDER BY rule"
    ).fetchall()
    return [RuleCount(plan.rules[number - 1].id, RuleAction.REJECT, count, str(value)) for number, count, value in rows]


def _mapped_counts(
    cursor: duckdb.DuckDBPyConnection, plan: IngestPlan, lookups: Lookups, catalog: str
) -> list[RuleCount]:
    """Spellings that a mapping rule unified, in kept rows."""
    actions = {rule.id: rule.action for rule in plan.rules}
    counts: dict[str, tuple[int, object]] = {}
    for dimension in looked_up_dimensions(plan):
        coding, spelling_id = lookups.codings[dimension], spelling_of(plan, dimension)
        rows = cursor.execute(
            f"SELECT {spelling_id}, count(*), coalesce(sum(value), 0) FROM {catalog}.records"
            f" WHERE spellings > 0 AND {spelling_id} > 0 GROUP BY 1 ORDER BY 1"
        ).fetchall()
        for position, count, value in rows:
            rule = coding.spellings[position - 1].rule
            if rule and actions.get(rule) is RuleAction.MAP:
                before = counts.get(rule, (0, 0 * value))
                counts[rule] = (before[0] + count, before[1] + value)
    return [RuleCount(rule, RuleAction.MAP, count, str(value)) for rule, (count, value) in counts.items()]


def _flag_counts(cursor: duckdb.DuckDBPyConnection, plan: IngestPlan, catalog: str) -> list[RuleCount]:
    rules = flag_rules(plan.rules)
    rows = cursor.execute(
        f"SELECT flags, count(*), coalesce(sum(value), 0) FROM {catalog}.records WHERE flags > 0 GROUP BY flags"
    ).fetchall()
    counts = []
    for position, rule in enumerate(rules):
        hit = [(count, value) for flags, count, value in rows if flags >> position & 1]
        if hit:
            counts.append(RuleCount(rule.id, rule.action, sum(c for c, _ in hit), str(sum(v for _, v in hit))))
    return counts


def _member_counts(cursor: duckdb.DuckDBPyConnection, plan: IngestPlan, catalog: str) -> list[RuleCount]:
    """Kept rows of members that a rule marks as a whole: special partners, special modes."""
    rules = [rule for rule in plan.rules if rule.members]
    sums: dict[str, dict[int, tuple[int, Decimal]]] = {}
    for dimension in {rule.dimension for rule in rules}:
        rows = cursor.execute(
            f"SELECT {dimension}, count(*), sum(value) FROM {catalog}.records WHERE {dimension} IS NOT NULL GROUP BY 1"
        ).fetchall()
        sums[dimension] = {key: (count, Decimal(value)) for key, count, value in rows}
    counts = []
    for rule in rules:
        hit = [figures for key, figures in sums[rule.dimension].items() if key in rule.members]
        if hit:
            counts.append(RuleCount(rule.id, rule.action, sum(n for n, _ in hit), str(sum(v for _, v in hit))))
    return counts


def _write_spellings(cursor: duckdb.DuckDBPyConnection, plan: IngestPlan, lookups: Lookups, catalog: str) -> None:
    """Texts that kept rows remember, because they were not the canonical ones."""
    found: list[tuple[str, int, str, int, str]] = []
    for dimension in looked_up_dimensions(plan):
        coding, spelling_id = lookups.codings[dimension], spelling_of(plan, dimension)
        used = cursor.execute(
            f"SELECT DISTINCT {spelling_id} FROM {catalog}.kept_rows WHERE spellings > 0 AND {spelling_id} > 0"
        ).fetchall()
        spellings = [(code, coding.spellings[code - 1]) for (code,) in used]
        found += [(dimension, code, one.text, one.key, one.rule or "") for code, one in spellings]
    columns = [list(column) for column in zip(*found, strict=True)] or [[], [], [], [], []]
    cursor.execute(
        f"CREATE TABLE {catalog}.spellings AS SELECT unnest(?::VARCHAR[]) AS dimension, unnest(?::USMALLINT[]) AS id,"
        " unnest(?::VARCHAR[]) AS text, unnest(?::INTEGER[]) AS key, unnest(?::VARCHAR[]) AS rule",
        columns,
    )


def _stated(plan: IngestPlan, name: str, make: Callable[[int | str], _Member]) -> tuple[_Member, ...]:
    """What the source states for all its rows: the only answer where every row was rejected."""
    constant = plan.constants.get(name)
    return () if constant is None else (make(constant),)


def _dimensions(cursor: duckdb.DuckDBPyConnection, plan: IngestPlan, catalog: str) -> tuple[str, ...]:
    known = {*looked_up_dimensions(plan), *plan.constants}
    given = [name for name in ("country", "province", "mode", "unit") if name in known]
    has_months = any(month > 0 for month in _numbers(cursor, catalog, "month"))
    return (*given, "month") if has_months else tuple(given)


def _members(cursor: duckdb.DuckDBPyConnection, catalog: str, column: str) -> list[object]:
    rows = cursor.execute(f"SELECT DISTINCT {column} FROM {catalog}.cube_period WHERE {column} IS NOT NULL ORDER BY 1")
    return [row[0] for row in rows.fetchall()]


def _numbers(cursor: duckdb.DuckDBPyConnection, catalog: str, column: str) -> list[int]:
    return [int(str(member)) for member in _members(cursor, catalog, column)]


def _count_and_sum(cursor: duckdb.DuckDBPyConnection, table: str) -> tuple[int, Decimal]:
    row = cursor.execute(f"SELECT count(*), coalesce(sum(value), 0) FROM {table}").fetchone()
    return (int(row[0]), Decimal(row[1])) if row else (0, Decimal(0))
