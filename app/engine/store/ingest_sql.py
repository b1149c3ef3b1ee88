"""The statements that type, judge, sort and write a file; assembled from our own names only.

A file is staged in one parallel pass that accepts texts exactly as the vocabularies spell them. Rows that do not
fit so (stray blanks, grouped digits, ten-digit codes, unknown names) keep their raw text and are staged again by
tolerant, slower expressions; then kept rows are sorted into the segment and rejected ones follow with their text.
Texts from outside are bound or come from the file; predicates come from the shipped rules.
"""

from __future__ import annotations

import glob

from app.engine.store.ingest_cells import Reading
from app.engine.store.ingest_columns import (
    OTHER_CELLS,
    Lookups,
    constant_columns,
    looked_up_dimensions,
    stored_columns,
    typed_columns,
    unmapped_cells,
    unpacked_members,
    varying_columns,
)
from app.engine.store.ingest_plan import IngestPlan, Rule, RuleAction

# Rule number of a staged row that the exact pass could not type
PENDING = 65_535
# Each thread that reads holds some of these; a line must fit
_CSV_BUFFER = 8 << 20
# What is told about rejected rows, so that totals can say what they leave out
_LEFT_OUT = frozenset({"value", "direction", "year", "currency", "reporter"})


def stage_statement(plan: IngestPlan, *, table: str, lookups: Lookups) -> str:
    """CREATE TABLE of the whole file; its parameters are `source_parameters`."""
    source = source_statement(plan)
    pending = " OR ".join(f"{name} IS NULL" for name in _required(plan))
    rule = (
        f"CASE WHEN {pending} THEN {PENDING} ELSE {first_rule(plan, lookups)} END"
        if pending
        else first_rule(plan, lookups)
    )
    return f"CREATE TABLE {table} AS {_judged(plan, source, lookups=lookups, reading=Reading.EXACT, rule=rule)}"


def source_statement(plan: IngestPlan, **before: str) -> str:
    """SELECT of the raw cells, after other columns of such types; its parameters are `source_parameters`."""
    types = before | {f"c{position}": "VARCHAR" for position in range(len(plan.columns))}
    columns = ", ".join(f"'{name}': '{kind}'" for name, kind in types.items())
    return (
        "SELECT * FROM read_csv(?, delim = ?, skip = ?, auto_detect = false, header = false, quote = '\"',"
        f" escape = '\"', strict_mode = true, compression = 'none', buffer_size = {_CSV_BUFFER},"
        f" columns = {{{columns}}})"
    )


def source_parameters(plan: IngestPlan) -> list[object]:
    """What `source_statement` needs; DuckDB takes a path for a pattern, so that `a*.csv` would read other files too."""
    return [glob.escape(str(plan.source.absolute())), plan.delimiter, plan.skip_lines]


def retry_statement(plan: IngestPlan, *, table: str, lookups: Lookups, pending_table: str) -> str:
    """CREATE TABLE of the rows that the exact pass left pending, read tolerantly."""
    cells = ", ".join(f"raw[{position + 1}] AS c{position}" for position in range(len(plan.columns)))
    source = f"SELECT {cells} FROM {pending_table} WHERE rule = {PENDING}"
    return _tolerant_statement(plan, source, table=table, lookups=lookups)


def odd_stage_statement(plan: IngestPlan, *, table: str, lookups: Lookups) -> str:
    """CREATE TABLE of a file of which nothing can be read exactly; its parameters are `source_parameters`."""
    return _tolerant_statement(plan, source_statement(plan), table=table, lookups=lookups)


def _tolerant_statement(plan: IngestPlan, source: str, *, table: str, lookups: Lookups) -> str:
    judged = _judged(plan, source, lookups=lookups, reading=Reading.TOLERANT, rule=first_rule(plan, lookups))
    return f"CREATE TABLE {table} AS {judged}"


def preview_statement(plan: IngestPlan, *, lookups: Lookups, limit: int) -> str:
    """SELECT of the first rows as they would be read, in their order; its parameters are `source_parameters`."""
    source = f"SELECT *, row_number() OVER () AS place FROM ({source_statement(plan)}) LIMIT {limit}"
    typed = typed_columns(plan, source, lookups=lookups, reading=Reading.TOLERANT)
    raw = ", ".join(f"c{position}" for position in range(len(plan.columns)))
    codes = ", ".join(f"{name}_code::BIGINT" for name in looked_up_dimensions(plan)) or "NULL"
    return (
        f"SELECT [{raw}], {first_rule(plan, lookups)}, {_hs_digits_text()}, hs_is_known, quantity, quantity_2, value,"
        f" year, month, direction, currency, [{codes}] FROM ({typed}) ORDER BY place"
    )


def kept_rows_statement(plan: IngestPlan, *, catalog: str, stage: str, lists: str) -> str:
    """CREATE TABLE of kept rows, sorted so that scans of one product or year skip the rest."""
    return f"CREATE TABLE {catalog}.kept_rows AS {kept_rows_query(plan, stage=stage, lists=lists)}"


def kept_rows_query(plan: IngestPlan, *, stage: str, lists: str, condition: str = "true") -> str:
    """SELECT of the kept rows of a stage as they are stored."""
    varying = varying_columns(plan)
    order = ", ".join(name for name in ("direction", "hs", "year", "members") if name in varying)
    stored = ", ".join(f"{expression} AS {name}" for name, expression in stored_columns(plan).items())
    kept = f"SELECT {', '.join(varying)} FROM {stage} WHERE rule IS NULL AND ({condition}) ORDER BY {order}"
    unpacked = ", ".join(["kept.*", *unpacked_members(plan)])
    return f"SELECT {stored} FROM (SELECT {unpacked} FROM ({kept}) AS kept CROSS JOIN {lists} AS lists)"


def records_view_statement(plan: IngestPlan, *, catalog: str) -> str:
    """CREATE VIEW of kept rows with the source's constants beside them, so that constants take no space."""
    constants = ", ".join(f"{expression} AS {name}" for name, expression in constant_columns(plan).items())
    return f"CREATE VIEW {catalog}.records AS SELECT *, {constants} FROM {catalog}.kept_rows"


def rejected_statement(plan: IngestPlan, *, catalog: str, stage: str) -> str:
    """CREATE TABLE of rejected rows: the rule's number, the cells as they stood, and what totals leave out."""
    varying = [name for name in varying_columns(plan) if name in _LEFT_OUT]
    columns = ", ".join(("rule", "NULL::UBIGINT AS line", "raw", *varying, *left_out_constants(plan)))
    return f"CREATE TABLE {catalog}.rejected AS SELECT {columns} FROM {stage} WHERE rule IS NOT NULL ORDER BY rule"


def left_out_constants(plan: IngestPlan) -> list[str]:
    """Of what is told about rejected rows, that which the source states for all."""
    return [f"{expression} AS {name}" for name, expression in constant_columns(plan).items() if name in _LEFT_OUT]


def flag_rules(rules: tuple[Rule, ...]) -> list[Rule]:
    """Rules that own a bit of `flags`, in bit order: all that do not reject and have a predicate."""
    return [rule for rule in rules if rule.action is not RuleAction.REJECT and rule.predicate]


def _judged(plan: IngestPlan, source: str, *, lookups: Lookups, reading: Reading, rule: str) -> str:
    """Typed columns with the number of the first rejecting rule, flag bits, and raw cells where a rule applies."""
    raw = ", ".join(f"c{position}" for position in range(len(plan.columns)))
    typed = typed_columns(plan, source, lookups=lookups, reading=reading)
    columns = [name for name in varying_columns(plan) if name != "flags"]
    cells = (
        f"[{raw}]"
        if plan.drops_duplicates or plan.keeps_deepest_level
        else f"CASE WHEN rule IS NOT NULL OR flags > 0 THEN [{raw}] END"
    )
    flags = flag_bits(plan.rules)
    others = unmapped_cells(plan)
    columns += [f"hash({', '.join(others)}) AS {OTHER_CELLS}"] if others else []
    judged = f"SELECT *, ({rule})::USMALLINT AS rule FROM ({typed})"
    return f"SELECT {', '.join(columns)}, {flags} AS flags, rule, {cells} AS raw FROM ({judged})"


def _hs_digits_text() -> str:
    """The code with its leading zeros; NULL for what is none."""
    return "lpad(hs::VARCHAR, hs_level::INTEGER, '0')"


def _required(plan: IngestPlan) -> list[str]:
    """Columns whose NULL after exact reading may be cured, or explained, by tolerant reading."""
    members = ["members"] if looked_up_dimensions(plan) else []
    quantity = ["quantity"] if "quantity" in plan.fields else []
    hs = ["hs"] if "hs" in plan.fields else []
    return [*hs, *members, *quantity, "value"]


def first_rule(plan: IngestPlan, lookups: Lookups) -> str:
    """Number of the first rejecting rule: by predicate, or because a text's code lies in the rule's range."""
    ranges = {
        rule: f"{dimension}_code BETWEEN {first} AND {last}"
        for dimension in looked_up_dimensions(plan)
        for rule, (first, last) in lookups.codings[dimension].rejecting.items()
    }
    branches = []
    for number, rule in enumerate(plan.rules, start=1):
        condition = ranges.get(rule.id, rule.predicate)
        if rule.action is RuleAction.REJECT and condition:
            branches.append(f"WHEN {condition} THEN {number}")
    return f"CASE {' '.join(branches)} END" if branches else "NULL"


def flag_bits(rules: tuple[Rule, ...]) -> str:
    """A number with the bit of each flag rule that a row falls under."""
    bits = [
        f"CASE WHEN {rule.predicate} THEN {1 << position} ELSE 0 END" for position, rule in enumerate(flag_rules(rules))
    ]
    return f"({' + '.join(bits)})::USMALLINT" if bits else "0::USMALLINT"
