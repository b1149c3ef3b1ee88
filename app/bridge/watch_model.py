"""The watch list and its history as tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.bridge.dashboard_names import described
from app.engine.analysis.watch_words import crossing_sentence, thresholds_line
from app.engine.messages import Language, sentence, text
from app.engine.reports.tables import Column, Table

if TYPE_CHECKING:
    from app.engine.analysis.watching import Checked
    from app.engine.store.selection import Selection
    from app.engine.store.watch_list import Crossing, Watch


def watch_table(watches: Sequence[Watch], states: Sequence[Checked], language: Language) -> Table:
    """An entry for each row: what it watches, its thresholds, and what the last check found."""
    by_id = {state.watch.id: state for state in states}
    columns = tuple(
        Column(text(f"watch.column_{name}", language)) for name in ("name", "watched", "thresholds", "state")
    )
    rows = [
        (
            watch.name,
            selection_line(watch.selection, language),
            thresholds_line(watch.thresholds, language),
            state_line(by_id.get(watch.id), language),
        )
        for watch in watches
    ]
    return Table(text("watch.list", language), columns, rows)


def history_table(crossings: Sequence[Crossing], language: Language) -> Table:
    """A crossing for each row, the newest first."""
    columns = tuple(Column(text(f"watch.column_{name}", language)) for name in ("found_at", "name", "what", "standing"))
    rows = [
        (
            f"{one.found_at.astimezone():%Y-%m-%d %H:%M}",
            one.name,
            crossing_sentence(one.finding, language),
            text("watch.ended" if one.ended_at else "watch.still", language),
        )
        for one in crossings
    ]
    return Table(text("watch.history", language), columns, rows)


def state_line(state: Checked | None, language: Language) -> str:
    """What the last check found of an entry; a dash where it was not checked."""
    if state is None:
        return "–"
    if state.problem is not None:
        return sentence(state.problem, language)
    if state.compared is None:
        return text("watch.no_records", language)
    if not state.findings:
        return text("watch.nothing_crossed", language, year=state.compared.year)
    return " ".join(crossing_sentence(finding, language) for finding in state.findings)


def selection_line(selection: Selection, language: Language) -> str:
    """All filters in one line; that there are none, where there are none."""
    filters = described(selection, language)
    return ("；" if language is Language.ZH else "; ").join(filters) or text("watch.everything", language)
