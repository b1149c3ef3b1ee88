"""Answers as tables for people, with what they rest on and leave out below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from app.cli.tables import Align, Column, render
from app.cli.terminal import Terminal

_SHOWN_LEFT_OUT = 6
_TEXT_COLUMNS = frozenset(
    "key name unit quantity_unit direction currency source reporter largest"
    " country province mode hs2 hs4 hs6 hs8 product nearest at kind member first second codes link".split()
)
_RATIOS = frozenset(
    "share growth largest_share yearly_growth share_of_change share_before share_after survival low high"
    " covered_before covered_after theil_share national_share world_share level_change".split()
)
_POINTS = frozenset({"contribution", "shift"})
_PLAIN = frozenset({"year", "edition", "base_year", "month", "key"})
_LONGEST_NAME = 36
_PRICE_DIGITS = 4
_HHI_DIGITS = 4
_LARGE = 100_000


def print_answer(document: Mapping[str, object], columns: Sequence[str], terminal: Terminal) -> None:
    """The rows of a document, its basis and the largest of what is left out."""
    rows: Sequence[Mapping[str, object]] = document["rows"]  # type: ignore[assignment]  # documents are JSON objects
    if rows:
        terminal.print(_table(rows, columns, terminal))
    else:
        terminal.print(terminal.say("query.nothing_found"))
    print_basis(document, terminal)


def print_basis(document: Mapping[str, object], terminal: Terminal) -> None:
    """What the rows rest on, and the largest of what is left out."""
    if sentence := basis_sentence(document, terminal):
        terminal.print(sentence)
    _print_left_out(document["left_out"], terminal)  # type: ignore[arg-type]  # documents are JSON objects


def print_rows(rows: Sequence[Mapping[str, object]], columns: Sequence[str], terminal: Terminal) -> None:
    """A further table of an answer."""
    if rows:
        terminal.print(_table(rows, columns, terminal))


def basis_sentence(document: Mapping[str, object], terminal: Terminal) -> str:
    """Source, reporter, currency and HS level of the figures; nothing where no record was found."""
    context = document.get("context")
    if not isinstance(context, Mapping):
        return ""
    return terminal.say("query.basis", **_context_words(context, document["currency"]))


def _table(rows: Sequence[Mapping[str, object]], columns: Sequence[str], terminal: Terminal) -> str:
    used = [name for name in columns if any(row.get(name) is not None for row in rows)]
    heads = [
        Column(terminal.say(f"query.column_{name}"), Align.LEFT if name in _TEXT_COLUMNS else Align.RIGHT)
        for name in used
    ]
    return render(heads, [[_cell(name, row.get(name), terminal) for name in used] for row in rows])


def _cell(name: str, value: object, terminal: Terminal) -> str:
    if isinstance(value, Mapping):
        return _shortened(f"{value['key'] or ''} {value['name']}".strip())
    if isinstance(value, list | tuple):
        return "-".join(dict.fromkeys(str(member) for member in value))
    if value is None:
        return terminal.say("query.all_years") if name == "year" else "-"
    if isinstance(value, float) and abs(value) >= _LARGE:
        return f"{value:,.0f}"
    if isinstance(value, float) and name in _POINTS:
        return f"{value * 100:.1f}"
    if isinstance(value, float):
        return f"{value:.1%}" if name in _RATIOS else f"{value:,.{_PRICE_DIGITS if name != 'hhi' else _HHI_DIGITS}f}"
    if name in _PLAIN:
        return str(value)
    if isinstance(value, Decimal):
        return f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) else _shortened(str(value))


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_NAME else f"{text[: _LONGEST_NAME - 1]}…"


def _print_left_out(entries: Sequence[Mapping[str, object]], terminal: Terminal) -> None:
    if not entries:
        return
    terminal.print(terminal.say("query.left_out_title"))
    for entry in entries[:_SHOWN_LEFT_OUT]:
        reason = terminal.say(f"query.reason_{entry['reason']}", **_reason_words(entry))
        words = {"records": entry["records"], "value": f"{entry['value']:,.0f}", "currency": entry["currency"] or ""}
        terminal.print(terminal.say("query.left_out_line", **words, reason=reason))
    if len(entries) > _SHOWN_LEFT_OUT:
        terminal.print("  …")


def _reason_words(entry: Mapping[str, object]) -> dict[str, object]:
    words = {name: entry[name] for name in ("rule", "profile", "sentence", "dimension") if name in entry}
    if "source" in entry:
        described = (entry["source"], entry["reporter"], entry["currency"], f"HS{entry['hs_level'] or ''}")
        words["context"] = ", ".join(str(part) for part in described if part)
    return words


def _context_words(context: Mapping[str, object], currency: object) -> dict[str, object]:
    names = ("source", "reporter", "hs_level")
    return {name: context[name] or "-" for name in names} | {"currency": currency or "-"}
