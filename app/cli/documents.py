"""What `tradescope data` prints: JSON documents and readable text of imports, reports, quarantine and batches."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TextIO

from app.cli.tables import Align, Column, render
from app.cli.terminal import Terminal
from app.engine import messages
from app.engine.errors import InputError
from app.engine.messages import Language
from app.engine.records.report import FileOutcome, FileStatus, ImportReport
from app.engine.store.ingest_plan import RuleAction, SegmentFacts
from app.engine.store.manifest import Segment
from app.engine.store.quarantine import RejectedRow, RuleReport

_CELL_WIDTH = 100


def import_report(report: ImportReport, language: Language) -> dict[str, object]:
    """The JSON object of an import."""
    return {"batch": report.batch or None, "files": [_outcome(entry, language) for entry in report.files]}


def import_text(report: ImportReport, terminal: Terminal) -> str:
    """One paragraph for each file."""
    return "\n".join(_outcome_text(outcome, terminal) for outcome in report.files)


def report(segment: Segment, rules: Sequence[RuleReport], language: Language) -> dict[str, object]:
    """The JSON object of one source file's cleaning report."""
    return {
        **_segment(segment),
        "value_before": _before(segment, rules),
        "value_after": Decimal(segment.value_kept),
        "rules": [
            {
                "rule": rule.rule,
                "action": rule.action,
                "reason": _reason(rule, language),
                "rows": rule.rows,
                "value": Decimal(rule.value),
                "samples": rule.samples,
            }
            for rule in rules
        ],
    }


def report_text(segment: Segment, rules: Sequence[RuleReport], terminal: Terminal) -> str:
    """What each rule did in one source file, as a table."""
    title = terminal.say(
        "cli.report_title",
        name=segment.source_name,
        profile=segment.profile,
        rows=segment.rows,
        kept=segment.kept,
        rejected=segment.rejected,
        before=_amount(str(_before(segment, rules))),
        after=_amount(segment.value_kept),
        currency="/".join(segment.currencies),
    )
    if not rules:
        return f"{title}\n  {terminal.say('cli.report_clean')}"
    columns = [
        Column(terminal.say("cli.column_rule")),
        Column(terminal.say("cli.column_action")),
        Column(terminal.say("cli.column_rows"), Align.RIGHT),
        Column(terminal.say("cli.column_value"), Align.RIGHT),
        Column(terminal.say("cli.column_reason")),
    ]
    cells = [
        [
            rule.rule,
            terminal.say(f"cli.action_{rule.action}"),
            f"{rule.rows:,}",
            f"{Decimal(rule.value):,.0f}",
            _reason(rule, terminal.language),
        ]
        for rule in rules
    ]
    return f"{title}\n{render(columns, cells)}\n"


def rejected(row: RejectedRow, language: Language) -> dict[str, object]:
    """The JSON object of one rejected row."""
    named = len(row.cells) == len(row.header)
    cells: object = dict(zip(row.header, row.cells, strict=True)) if named else list(row.cells)
    return {
        "file": row.source_name,
        "rule": row.rule,
        "reason": _reason(row, language),
        "line": row.line,
        "cells": cells,
    }


def rejected_text(rows: Sequence[RejectedRow], terminal: Terminal) -> str:
    """Rejected rows as a table of file, rule and original cells."""
    if not rows:
        return terminal.say("cli.rejected_none")
    columns = [Column(terminal.say(f"cli.column_{name}")) for name in ("file", "rule", "cells")]
    cells = [[row.source_name, row.rule, _shortened(" | ".join(cell or "" for cell in row.cells))] for row in rows]
    return render(columns, cells)


def write_rejected(path: Path, rows: Iterable[RejectedRow], language: Language) -> int:
    """Write rejected rows as CSV, one block of original columns per header; returns how many rows."""
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            return _write_blocks(stream, rows, language)
    except OSError as error:
        raise InputError("cli.cannot_write", path=str(path), reason=error.strerror or str(error)) from error


def batches(segments: Sequence[Segment]) -> list[dict[str, object]]:
    """The JSON list of imports, oldest first."""
    groups = itertools.groupby(segments, key=lambda segment: segment.batch)
    return [{"batch": batch, "files": [_segment(segment) for segment in group]} for batch, group in groups]


def batches_text(segments: Sequence[Segment], terminal: Terminal) -> str:
    """One line for each imported file."""
    if not segments:
        return terminal.say("cli.store_empty")
    names = ("batch", "file", "source", "profile", "years", "direction", "kept", "rejected")
    right = {"kept", "rejected"}
    columns = [Column(terminal.say(f"cli.column_{n}"), Align.RIGHT if n in right else Align.LEFT) for n in names]
    cells = [
        [
            segment.batch,
            segment.source_name,
            segment.format,
            segment.profile,
            _span(segment.years),
            ", ".join(segment.directions),
            f"{segment.kept:,}",
            f"{segment.rejected:,}",
        ]
        for segment in segments
    ]
    return render(columns, cells)


def _before(segment: Segment, rules: Sequence[RuleReport]) -> Decimal:
    """The value of all rows read: what was kept and what rules rejected."""
    rejected_value = sum((Decimal(rule.value) for rule in rules if rule.action == RuleAction.REJECT.value), Decimal(0))
    return Decimal(segment.value_kept) + rejected_value


def _outcome(outcome: FileOutcome, language: Language) -> dict[str, object]:
    document: dict[str, object] = {"name": outcome.name, "status": outcome.status.value}
    if outcome.error is not None:
        document["error"] = {"code": outcome.error.code, "message": messages.sentence(outcome.error, language)}
    if outcome.mapping_draft:
        document["mapping"] = outcome.mapping_draft
    if outcome.facts:
        document |= {"format": outcome.format, "encoding": outcome.encoding, "profile": outcome.profile}
        document["tables"] = [_facts(facts) for facts in outcome.facts]
    if outcome.replaced:
        document["replaced"] = outcome.replaced
    document["evidence"] = [messages.text(entry.code, language, **entry.params) for entry in outcome.evidence]
    return document


def _facts(facts: SegmentFacts) -> dict[str, object]:
    return {
        "rows": facts.rows,
        "kept": facts.kept,
        "rejected": facts.rejected,
        "value_before": Decimal(facts.value_seen),
        "value_after": Decimal(facts.value_kept),
        "duplicates": facts.duplicates,
        "directions": facts.directions,
        "years": facts.years,
        "currencies": facts.currencies,
        "rules": [
            {"rule": count.rule, "action": count.action.value, "rows": count.rows, "value": Decimal(count.value)}
            for count in facts.rule_counts
        ],
    }


def _outcome_text(outcome: FileOutcome, terminal: Terminal) -> str:
    if outcome.error is not None:
        lines = [f"✗ {messages.sentence(outcome.error, terminal.language)}"]
        lines += [f"    {messages.text(e.code, terminal.language, **e.params)}" for e in outcome.evidence]
        return "\n".join([*lines, *outcome.mapping_draft.splitlines()])
    if outcome.status is FileStatus.ALREADY_PRESENT:
        return "= " + terminal.say("cli.already_present", name=outcome.name)
    lines = []
    for facts in outcome.facts:
        lines.append(
            "✓ "
            + terminal.say(
                "cli.imported",
                name=outcome.name,
                format=outcome.format,
                encoding=outcome.encoding,
                profile=outcome.profile,
                rows=facts.rows,
                kept=facts.kept,
                rejected=facts.rejected,
                before=_amount(facts.value_seen),
                after=_amount(facts.value_kept),
                currency="/".join(facts.currencies),
            )
        )
        if facts.duplicates:
            lines.append("    " + terminal.say("cli.duplicates", count=facts.duplicates))
    if outcome.replaced:
        lines.append("    " + terminal.say("cli.replaced", names=", ".join(outcome.replaced)))
    return "\n".join(lines)


def _segment(segment: Segment) -> dict[str, object]:
    return {
        "id": segment.id,
        "name": segment.source_name,
        "batch": segment.batch,
        "format": segment.format,
        "profile": segment.profile,
        "encoding": segment.encoding,
        "sha256": segment.source_sha256,
        "imported_at": segment.imported_at,
        "directions": segment.directions,
        "years": segment.years,
        "currencies": segment.currencies,
        "hs_levels": segment.hs_levels,
        "dimensions": segment.dimensions,
        "rows": segment.rows,
        "kept": segment.kept,
        "rejected": segment.rejected,
        "value": Decimal(segment.value_kept),
        "is_demo": segment.is_demo,
    }


def _write_blocks(stream: TextIO, rows: Iterable[RejectedRow], language: Language) -> int:
    count = 0
    writer = csv.writer(stream)
    for header, group in itertools.groupby(rows, key=lambda row: row.header):
        writer.writerow(["file", "rule", "reason", "line", *header])
        for row in group:
            writer.writerow([row.source_name, row.rule, _reason(row, language), row.line or "", *row.cells])
            count += 1
    return count


def _reason(entry: RuleReport | RejectedRow, language: Language) -> str:
    return entry.zh if language is Language.ZH else entry.en


def _amount(text: str) -> int | Decimal:
    value = Decimal(text)
    return int(value) if value == value.to_integral_value() else value.normalize()


def _span(years: Sequence[int]) -> str:
    return "" if not years else str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"


def _shortened(text: str) -> str:
    return text if len(text) <= _CELL_WIDTH else text[: _CELL_WIDTH - 1] + "…"
