"""What the dashboard's figures rest on and what they leave out, as sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.bridge import dashboard_amounts as amounts
from app.bridge.dashboard_content import DashboardContent
from app.bridge.dashboard_names import years_name
from app.bridge.named import Named
from app.engine.messages import Language, text
from app.engine.reports.tables import Column, Kind, Table
from app.engine.store.answers import LeftOut, Reason
from app.engine.store.contexts import Context
from app.engine.store.dimensions import Dimension
from app.engine.store.manifest import Manifest
from app.engine.store.members import member_name
from app.engine.store.selection import Selection, Years

_DEMO_SOURCE = "demo"


@dataclass(frozen=True, slots=True)
class BasisWords:
    """One line for what answers, one for how much is left out ("" for nothing), and each reason as line and row."""

    basis: str
    left_out: str
    reasons: tuple[str, ...]
    losses: Table


NO_WORDS = BasisWords("", "", (), Table("", (), ()))


def basis_words(content: DashboardContent, manifest: Manifest, language: Language) -> BasisWords:
    """Source, reporter, currency, HS level, cleaning profile and years of the answer, and its losses."""
    context = content.basis.context
    if context is None:
        return NO_WORDS
    losses = content.basis.left_out
    return BasisWords(
        basis=_basis_line(context, content, manifest, language),
        left_out=_left_out_line(losses, language),
        reasons=tuple(_reason_line(loss, language) for loss in losses),
        losses=_loss_table(losses, language),
    )


def is_demo(content: DashboardContent) -> bool:
    """True if the figures shown are demonstration data."""
    return is_of_demo(content.basis.context)


def is_of_demo(context: Context | None) -> bool:
    """True for the context of demonstration data."""
    return context is not None and context.source == _DEMO_SOURCE


def source_name(source: str, language: Language) -> str:
    """The source as people call it; its own name where the catalogue has none."""
    code = f"dashboard.source_{source.replace('-', '_')}"
    try:
        return text(code, language)
    except KeyError:
        return source


def context_choices(content: DashboardContent, language: Language) -> tuple[Named, ...]:
    """The contexts that might answer, each with the selection that chooses it."""
    contexts = sorted(content.contexts, key=lambda context: context.id)
    return tuple(
        Named(context_name(context, language), context_name(context, language), _chosen(content, context))
        for context in contexts
    )


def _chosen(content: DashboardContent, context: Context) -> Selection:
    return replace(
        content.basis.selection,
        currency=context.currency,
        reporter=context.reporter,
        hs_level=context.hs_level,
        source=context.source,
    )


def context_name(context: Context, language: Language) -> str:
    """Source, reporter, currency and HS level, as a line."""
    parts = [source_name(context.source, language)]
    if context.reporter is not None:
        parts.append(member_name(Dimension.COUNTRY, context.reporter, language))
    if context.currency:
        parts.append(amounts.currency_name(context.currency, language))
    if context.hs_level:
        parts.append(text("dashboard.hs_digits", language, digits=context.hs_level))
    return " · ".join(parts)


def _basis_line(context: Context, content: DashboardContent, manifest: Manifest, language: Language) -> str:
    segments = [one for one in manifest.segments if one.format == context.source or _is_demo_of(one.is_demo, context)]
    profiles = sorted({one.profile for one in segments})
    named = [text(f"dashboard.profile_{profile.replace('-', '_')}", language) for profile in profiles]
    said = text("dashboard.basis", language, basis=context_name(context, language))
    if named:
        said += text("dashboard.basis_profile", language, profile="、".join(named))
    if content.all_years:
        first, last = content.all_years[0], content.all_years[-1]
        said += text("dashboard.basis_years", language, years=years_name(Years(first, last), language))
    return said


def _is_demo_of(is_demo_segment: bool, context: Context) -> bool:
    return is_demo_segment and context.source == _DEMO_SOURCE


def _left_out_line(losses: Sequence[LeftOut], language: Language) -> str:
    if not losses:
        return ""
    records = sum(loss.figures.records for loss in losses)
    worth: dict[str | None, float] = {}
    for loss in losses:
        worth[loss.currency] = worth.get(loss.currency, 0.0) + float(loss.figures.value)
    said = [_money(value, currency, language) for currency, value in worth.items()]
    return text(
        "dashboard.left_out",
        language,
        records=amounts.count(records, language),
        value=("、" if language is Language.ZH else ", ").join(said),
        reasons=len(losses),
    )


def _title(name: str, language: Language) -> str:
    """As the command line has it, which begins its headings in small letters."""
    said = text(f"query.column_{name}", language)
    return said[:1].upper() + said[1:]


def _loss_table(losses: Sequence[LeftOut], language: Language) -> Table:
    columns = (
        Column(text("dashboard.left_out_because", language)),
        Column(_title("records", language), Kind.INTEGER),
        Column(_title("value", language), Kind.MONEY),
        Column(_title("currency", language)),
    )
    rows = [
        (
            _reason(loss, language),
            loss.figures.records,
            loss.figures.value,
            amounts.currency_name(loss.currency, language),
        )
        for loss in losses
    ]
    return Table("", columns, rows)


def _reason_line(loss: LeftOut, language: Language) -> str:
    return text(
        "dashboard.left_out_reason",
        language,
        reason=_reason(loss, language),
        records=amounts.count(loss.figures.records, language),
        value=_money(float(loss.figures.value), loss.currency, language),
    )


def _reason(loss: LeftOut, language: Language) -> str:
    context = context_name(loss.context, language) if loss.context else ""
    match loss.reason:
        case Reason.CLEANING_RULE:
            return loss.zh if language is Language.ZH else loss.en
        case Reason.OTHER_CONTEXT:
            return text("query.reason_other_context", language, context=context)
        case Reason.DIMENSION_ABSENT:
            dimension = text(f"query.column_{loss.dimension.value}", language) if loss.dimension else ""
            return text("query.reason_dimension_absent", language, dimension=dimension, context=context)
        case _:
            return text(f"query.reason_{loss.reason.value}", language)


def _money(value: float, currency: str | None, language: Language) -> str:
    return f"{amounts.amount(value, language)} {amounts.currency_name(currency, language)}".strip()
