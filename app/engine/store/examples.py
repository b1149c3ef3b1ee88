"""Kept rows that a rule changed or marked, as they stood in the file: all that were changed, a few that were marked."""

from __future__ import annotations

from app.engine.store.ingest_plan import IngestPlan, RuleAction
from app.engine.store.ingest_sql import flag_rules

SHOWN_MARKED = 5


def examples_statement(plan: IngestPlan, *, catalog: str, stage: str) -> str:
    """CREATE TABLE of rule numbers and original cells; spellings that rules unified are remembered per row instead."""
    numbers = {rule.id: number for number, rule in enumerate(plan.rules, start=1)}
    selects = ["SELECT NULL::USMALLINT AS rule, NULL::VARCHAR[] AS raw WHERE false"]
    for position, rule in enumerate(flag_rules(plan.rules)):
        limit = "" if rule.action is RuleAction.MAP else f" LIMIT {SHOWN_MARKED}"
        selects.append(
            f"(SELECT {numbers[rule.id]}::USMALLINT, raw FROM {stage}"
            f" WHERE rule IS NULL AND flags & {1 << position} > 0{limit})"
        )
    return f"CREATE TABLE {catalog}.examples AS {' UNION ALL '.join(selects)}"
