"""A screened file as one JSON object, and as people read it."""

from __future__ import annotations

from app.cli.tables import Align, Column, render
from app.cli.terminal import Terminal
from app.engine.messages import sentence
from app.engine.reports.screening_file import RowText, Screened, told, told_tail
from app.engine.screening.desk_tools import ScreeningDesk
from app.engine.screening.findings import Component, Finding, ScoredLine

Document = dict[str, object]
MOST_TOLD = 1_000
"""So many proposed lines and unreadable rows are told one by one; the written list holds them all."""
_SHOWN = 20


def screened_document(screened: Screened, desk: ScreeningDesk, shown: RowText) -> Document:
    """Counts, the proposed lines with every finding, and the rows that could not be read."""
    pricer = desk.pricer
    return {
        "rows": screened.lines + len(screened.unread),
        "lines": screened.lines,
        "components": {
            component.value: {"checked": screened.checked[component], "remarkable": screened.remarkable[component]}
            for component in Component
        },
        "not_checked": [each.value for each in screened.never_checked],
        "proposed_lines": screened.proposed,
        "proposed": [_line(line, shown) for line in screened.first],
        "unread_rows": len(screened.unread),
        "unread": [
            {"row": each.row, "code": each.problem.code, "message": sentence(each.problem, shown.language)}
            for each in screened.unread[:MOST_TOLD]
        ],
        "currency": shown.currency or None,
        "model_version": None if pricer is None else pricer.model_version,
        "is_demo": pricer is not None and pricer.is_demo,
    }


def print_screened(screened: Screened, desk: ScreeningDesk, shown: RowText, terminal: Terminal) -> None:
    """The first proposed lines, what was checked of how many, and the first rows that could not be read."""
    if desk.pricer is not None and desk.pricer.is_demo:
        terminal.print(terminal.say("demo.label"))
    counts = {"lines": screened.lines, "unread": len(screened.unread), "proposed": screened.proposed}
    terminal.print(terminal.say("screening.screened", **counts))
    if screened.first:
        titles = [Column(terminal.say("screening.column_row"), Align.RIGHT)]
        titles += [Column(terminal.say(f"screening.column_{key}")) for key in ("number", "hs")]
        titles += [Column(terminal.say("screening.column_risk"), Align.RIGHT)]
        titles += [Column(terminal.say("screening.column_reason"))]
        terminal.print(render(titles, [_row(line, shown) for line in screened.first[:_SHOWN]]))
    for each in screened.unread[:_SHOWN]:
        terminal.print(f"{each.row}  {sentence(each.problem, terminal.language)}")
    terminal.print(_components(screened, shown, terminal))
    if screened.never_checked:
        missing = ", ".join(shown.name(each) for each in screened.never_checked)
        terminal.print(terminal.say("screening.never_checked", components=missing))


def _line(line: ScoredLine, shown: RowText) -> Document:
    declaration, price = line.declaration, line.price
    found: Document = {"row": declaration.row, "number": declaration.number, "hs": declaration.hs}
    found |= {"risk": told(line.risk), "recovery": told(line.recovery)}
    found["value"] = None if line.value is None else told(line.value)
    if price is not None:
        found |= {"declared": told(float(price.declared.price)), "expected": told(price.expected)}
        found["unit"] = shown.unit(line)
    return found | {"findings": {each.component.value: _finding(each, shown) for each in line.findings}}


def _finding(finding: Finding, shown: RowText) -> Document:
    return {
        "tail": told_tail(finding),
        "codes": [reason.code for reason in finding.reasons],
        "message": shown.reason(finding),
    }


def _row(line: ScoredLine, shown: RowText) -> list[str]:
    """With the sentences of what is remarkable, else that of the price."""
    remarkable = [each for each in line.findings if each.is_remarkable] or [line.finding(Component.PRICE)]
    declaration = line.declaration
    reasons = " ".join(map(shown.reason, remarkable))
    if line.is_risk_of_file:
        reasons = f"{shown.say('screening.risk_of_file', risk=line.risk)} {reasons}"
    return [str(declaration.row), declaration.number, declaration.hs, f"{line.risk:.0%}", reasons]


def _components(screened: Screened, shown: RowText, terminal: Terminal) -> str:
    titles = [Column(terminal.say("screening.column_component"))]
    titles += [Column(terminal.say(f"screening.column_{key}"), Align.RIGHT) for key in ("checked", "remarkable")]
    return render(
        titles,
        [[shown.name(each), f"{screened.checked[each]:,}", f"{screened.remarkable[each]:,}"] for each in Component],
    )
