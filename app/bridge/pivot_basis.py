"""What a cross table rests on and leaves out, in sentences."""

from __future__ import annotations

from app.bridge import dashboard_amounts as amounts
from app.bridge.dashboard_basis import context_name
from app.engine.messages import Language, text
from app.engine.store.answers import Basis, LeftOut, Reason
from app.engine.store.selection import Years


def basis_line(basis: Basis, language: Language) -> str:
    """Source, reporter, currency and HS level of the figures; nothing where no record was found."""
    return text("dashboard.basis", language, basis=context_name(basis.context, language)) if basis.context else ""


def span_name(span: Years, language: Language) -> str:
    """A year, or the first and the last of several."""
    if span.first == span.last:
        return text("dashboard.one_year", language, year=span.first)
    return text("dashboard.year_span", language, first=span.first, last=span.last)


def left_out_lines(basis: Basis, language: Language) -> tuple[str, ...]:
    """One sentence for each group of records that the table does not hold."""
    return tuple(_line(loss, language) for loss in basis.left_out)


def left_out_summary(basis: Basis, language: Language) -> str:
    """How many records are left out in all; nothing where all of them are in the table."""
    records = sum(loss.figures.records for loss in basis.left_out)
    return text("explore.left_out", language, records=amounts.count(records, language)) if records else ""


def _line(loss: LeftOut, language: Language) -> str:
    value = f"{amounts.amount(loss.figures.value, language)} {amounts.currency_name(loss.currency, language)}".strip()
    return text(
        "dashboard.left_out_reason",
        language,
        reason=_reason(loss, language),
        records=amounts.count(loss.figures.records, language),
        value=value,
    )


def _reason(loss: LeftOut, language: Language) -> str:
    if loss.reason is Reason.CLEANING_RULE:
        return loss.zh if language is Language.ZH else loss.en
    dimension = text(f"explore.dimension_{loss.dimension.value}", language) if loss.dimension else ""
    context = context_name(loss.context, language) if loss.context else ""
    return text(f"query.reason_{loss.reason.value}", language, dimension=dimension, context=context)
