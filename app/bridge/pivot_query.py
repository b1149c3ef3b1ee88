"""Asks the store for a cross table, as a call for the task runner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.bridge.pivot_arrange import arranged
from app.bridge.pivot_content import PivotFound
from app.bridge.pivot_layout import PivotLayout
from app.bridge.session import Session
from app.bridge.tasks import Call
from app.engine.messages import Language
from app.engine.store.dimensions import Dimension
from app.engine.store.questions.pivot_table import Measure
from app.engine.store.selection import Selection, Years

if TYPE_CHECKING:
    from app.engine.store.open_store import Store
    from app.engine.store.questions.pivot import PivotAnswer

_MOST_MEMBERS = 1_000


def pivot_call(session: Session, selection: Selection, layout: PivotLayout, language: Language) -> Call:
    """Answers with a PivotFound; names are sorted in the language."""

    def ask(store: Store) -> PivotFound:
        # The database takes longer to import than a window takes to appear
        from app.engine.store.questions.pivot import PivotRequest, pivot  # noqa: PLC0415  # on the worker thread

        request = PivotRequest(
            rows=layout.rows,
            columns=layout.columns,
            measure=layout.shown,
            row_limit=layout.row_limit,
            column_limit=layout.column_limit,
        )
        answer = pivot(store, selection, request)
        context = answer.basis.context
        missing = frozenset(d for d in Dimension if context is not None and not context.holds(d))
        content = None if answer.table is None else arranged(answer.table, layout, answer.basis, language)
        return PivotFound(content, answer.basis, missing, _compared(answer, layout))

    return session.question(ask)


def _compared(answer: PivotAnswer, layout: PivotLayout) -> tuple[Years, Years] | None:
    spans = answer.spans
    if layout.shown is not Measure.GROWTH or Dimension.YEAR in layout.dimensions or spans is None:
        return None
    return (spans.after, spans.before) if spans.before else None


def members_call(session: Session, selection: Selection, dimension: Dimension) -> Call:
    """Answers with the codes of all members of the dimension in the selection."""

    def ask(store: Store) -> list[int]:
        from app.engine.store.questions.top import top  # noqa: PLC0415  # as above

        return [row.member for row in top(store, selection, dimension, limit=_MOST_MEMBERS).rows]

    return session.question(ask)
