"""Each indicator's question with the options of the command line, and its answer as document and columns."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.cli.analysis_documents import indicator_document, row_document
from app.cli.query_documents import Document
from app.cli.query_options import limit_of, only_dimension, selection_of
from app.cli.terminal import Terminal
from app.engine import paths
from app.engine.analysis.indicators.across_editions import Link, across_editions
from app.engine.analysis.indicators.balance import balance
from app.engine.analysis.indicators.break_points import break_points
from app.engine.analysis.indicators.complexity import complexity
from app.engine.analysis.indicators.growth import GrowthAnswer, growth
from app.engine.analysis.indicators.index_numbers import price_volume
from app.engine.analysis.indicators.inequality import inequality
from app.engine.analysis.indicators.margins import margins
from app.engine.analysis.indicators.relation_pairs import relation_pair
from app.engine.analysis.indicators.shift import structural_shift
from app.engine.analysis.indicators.specialisation import advantage
from app.engine.analysis.indicators.survival import survival
from app.engine.analysis.indicators.world_advantage import world_advantage
from app.engine.messages import Language
from app.engine.reference.concordances import read_concordances
from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Store
from app.engine.store.questions.compared import Compared
from app.engine.store.questions.relations import Pair, RelationsAnswer, relation_changes

_GROWTH = ("member", "before", "after", "change", "growth", "yearly_growth", "contribution", "share_of_change", "kind")
_RELATION = ("first", "second", "before", "after")


@dataclass(frozen=True, slots=True)
class Answered:
    """A document with the columns that are printed of its rows, and of further lists in it."""

    document: Document
    columns: Sequence[str]
    more: tuple[tuple[str, Sequence[str]], ...] = ()
    summary: str = ""


def growth_answer(store: Store, arguments: argparse.Namespace, terminal: Terminal) -> Answered:
    """Growth, and what each member contributed."""
    answer = growth(store, selection_of(arguments), _dimension(arguments), _years(arguments))
    return Answered(_growth_document("growth", answer, arguments, terminal), _GROWTH)


def changes_answer(store: Store, arguments: argparse.Namespace, terminal: Terminal) -> Answered:
    """The same, with the relations that came and went."""
    selection, dimension, years = selection_of(arguments), _dimension(arguments), _years(arguments)
    answer = growth(store, selection, dimension, years)
    pair = relation_pair(selection, dimension)
    found = relation_changes(store, selection, pair, years, limit=limit_of(arguments))
    document = _growth_document("changes", answer, arguments, terminal) | _relations(found, terminal.language)
    return Answered(document, _GROWTH, (("new", _RELATION), ("vanished", _RELATION)))


def index_answer(store: Store, arguments: argparse.Namespace, terminal: Terminal) -> Answered:
    """Price and volume of each year over the one before."""
    answer = price_volume(store, selection_of(arguments))
    document = indicator_document("index", answer.basis, answer.rows, {}, terminal.language) | {"level": answer.level}
    columns = (
        "direction", "base_year", "year", "laspeyres_price", "paasche_price", "fisher_price", "fisher_volume",
        "value_index", "chained_price", "chained_volume", "items", "covered_before", "covered_after",
    )  # fmt: skip
    return Answered(document, columns)


def inequality_answer(store: Store, arguments: argparse.Namespace, terminal: Terminal) -> Answered:
    """Theil's T with the other measures of concentration."""
    answer = inequality(store, selection_of(arguments), _dimension(arguments))
    members = {"largest": answer.dimension}
    document = indicator_document("concentration", answer.basis, answer.rows, members, terminal.language)
    columns = ("year", "members", "theil", "theil_share", "hhi", "effective_number", "largest", "largest_share")
    return Answered(document, columns)


def advantage_answer(store: Store, arguments: argparse.Namespace, terminal: Terminal) -> Answered:
    """Provinces' advantage, measured against China, or China's against the reporters in the data."""
    if arguments.reference == "world":
        return _world_answer(store, arguments, terminal)
    answer = advantage(store, selection_of(arguments), _dimension(arguments, Dimension.HS2), limit=limit_of(arguments))
    members = {"province": Dimension.PROVINCE, "product": answer.dimension}
    document = indicator_document("rca", answer.basis, answer.rows, members, terminal.language)
    document |= {"reference": "china", "advantages": answer.advantages, "pairs": answer.pairs}
    columns = ("province", "product", "value", "share", "national_share", "rca", "symmetric", "excess")
    return Answered(document, columns, summary=terminal.say("analysis.reference_china"))


def _world_answer(store: Store, arguments: argparse.Namespace, terminal: Terminal) -> Answered:
    answer = world_advantage(store, selection_of(arguments), _dimension(arguments, Dimension.HS2))
    rows = answer.rows[: limit_of(arguments)]
    document = indicator_document("rca_world", answer.basis, rows, {"product": answer.dimension}, terminal.language)
    document |= {"reference": "world", "reporters": answer.reporters}
    said = terminal.say("analysis.reference_world", reporters=answer.reporters)
    return Answered(document, ("product", "value", "share", "world_share", "rca", "symmetric"), summary=said)


def complexity_answer(store: Store, arguments: argparse.Namespace, terminal: Terminal) -> Answered:
    """Provinces as rows, products in a list of their own."""
    answer = complexity(store, selection_of(arguments), _dimension(arguments, Dimension.HS4))
    members = {"province": Dimension.PROVINCE, "product": answer.dimension, "nearest": answer.dimension}
    document = indicator_document("complexity", answer.basis, answer.provinces, members, terminal.language)
    limit = limit_of(arguments)
    document["products"] = [row_document(row, members, terminal.language) for row in answer.products[:limit]]
    columns = ("province", "eci", "diversity")
    return Answered(document, columns, (("products", ("product", "pci", "ubiquity", "nearest_proximity")),))


def margins_answer(store: Store, arguments: argparse.Namespace, terminal: Terminal) -> Answered:
    """Relations of each year as rows, the margins and the relations that came and went beside them."""
    selection, pair = selection_of(arguments), _pair(arguments)
    answer = margins(store, selection, pair, _years(arguments), limit=limit_of(arguments))
    document = indicator_document("diversification", answer.basis, answer.rows, {}, terminal.language)
    document |= {"intensive": answer.intensive, "entry": answer.entry, "exit": answer.exit, "change": answer.change}
    document |= _relations(answer.relations, terminal.language)
    more = (("new", _RELATION), ("vanished", _RELATION))
    summary = terminal.say(
        "analysis.margins_said",
        before=answer.relations.before,
        after=answer.relations.after,
        intensive=f"{answer.intensive:+,.0f}",
        entry=f"{answer.entry:+,.0f}",
        exit=f"{answer.exit:+,.0f}",
        change=f"{answer.change:+,.0f}",
    )
    columns = ("year", "active", "new", "vanished")
    return Answered(document, columns, more, summary if answer.rows else "")


def survival_answer(store: Store, arguments: argparse.Namespace, terminal: Terminal) -> Answered:
    """The share of relations that outlast each duration."""
    answer = survival(store, selection_of(arguments), _pair(arguments))
    document = indicator_document("survival", answer.basis, answer.rows, {}, terminal.language)
    document |= {"spells": answer.spells, "unknown_start": answer.unknown_start, "median": answer.median}
    document |= {"still_running": answer.still_running, "relation": [one.value for one in answer.dimensions]}
    return Answered(document, ("duration", "at_risk", "ended", "censored", "survival", "low", "high"))


def balance_answer(store: Store, arguments: argparse.Namespace, terminal: Terminal) -> Answered:
    """Years as rows, members of the last year in a list of their own."""
    answer = balance(store, selection_of(arguments), _dimension(arguments))
    members = {"member": answer.dimension}
    document = indicator_document("balance", answer.basis, answer.years, {}, terminal.language)
    rows = answer.members
    limit = limit_of(arguments)
    # The largest surpluses and the largest deficits
    shown = rows if len(rows) <= limit else (*rows[: limit - limit // 2], *rows[len(rows) - limit // 2 :])
    document["by_member"] = [row_document(row, members, terminal.language) for row in shown]
    columns = ("exports", "imports", "balance", "cover", "normalised")
    return Answered(document, ("year", *columns), (("by_member", ("member", *columns)),))


def shift_answer(store: Store, arguments: argparse.Namespace, terminal: Terminal) -> Answered:
    """Shares of trade modes, or of another dimension's members, in two years."""
    dimension = _dimension(arguments, Dimension.MODE)
    answer = structural_shift(store, selection_of(arguments), dimension, _years(arguments))
    rows = answer.rows[: limit_of(arguments)]
    document = indicator_document("shift", answer.basis, rows, {"member": dimension}, terminal.language)
    document |= {"before": answer.before, "after": answer.after, "moved": answer.moved}
    said = terminal.say("analysis.moved", before=answer.before, after=answer.after, share=f"{answer.moved:.1%}")
    return Answered(document, ("member", "share_before", "share_after", "shift"), summary=said if rows else "")


def breaks_answer(store: Store, arguments: argparse.Namespace, terminal: Terminal) -> Answered:
    """The whole selection, then its largest members."""
    answer = break_points(store, selection_of(arguments), _dimension(arguments), limit=limit_of(arguments))
    members = {"member": answer.dimension}
    document = indicator_document("breaks", answer.basis, (), members, terminal.language)
    rows: list[Document] = []
    for row in answer.rows:
        shown = row_document(_BreakLine(row.member), members, terminal.language)
        if row.member is None:
            shown["member"] = {"key": None, "name": terminal.say("query.whole_selection")}
        if row.found is not None and row.at is not None:
            shown["at"] = f"{row.at.year}-{row.at.month:02}" if row.at.month else str(row.at.year)
            shown |= row_document(row.found, {}, terminal.language) | {"adjusted_p": row.adjusted_p}
        if row.obstacle:
            shown["kind"] = terminal.say(row.obstacle)
        rows.append(shown)
    document |= {"rows": rows, "is_monthly": answer.is_monthly}
    columns = ("member", "at", "level_change", "statistic", "p_value", "adjusted_p", "correlation", "kind")
    return Answered(document, columns)


def editions_answer(store: Store, arguments: argparse.Namespace, terminal: Terminal) -> Answered:
    """Years of one code, joined by imported concordances where there are any."""
    answer = across_editions(store, selection_of(arguments), read_concordances(paths.user_data()))
    document = indicator_document("editions", answer.basis, answer.rows, {}, terminal.language)
    document |= {"code": answer.code, "steps": [row_document(step, {}, terminal.language) for step in answer.steps]}
    broken = [step for step in answer.steps if step.link is Link.BREAK]
    said = [
        terminal.say("analysis.edition_break", code=answer.code, earlier=step.earlier, later=step.later)
        for step in broken
    ]
    return Answered(document, ("year", "edition", "codes", "value", "growth", "link"), summary="\n".join(said))


@dataclass(frozen=True, slots=True)
class _BreakLine:
    member: int | None = field(default=None)


def _growth_document(name: str, answer: GrowthAnswer, arguments: argparse.Namespace, terminal: Terminal) -> Document:
    """The largest changes; what they leave is in a row of its own, so that the rows still add up."""
    members = {"member": answer.dimension}
    rows = answer.rows[: limit_of(arguments)]
    document = indicator_document(name, answer.basis, rows, members, terminal.language)
    changed = answer.changed_codes
    for row, shown in zip(rows, _listed(document), strict=True):
        if row.member in changed:
            shown |= {"edition_break": True, "kind": terminal.say("analysis.edition_mark")}
    document |= {"before": answer.before, "after": answer.after, "by": answer.dimension.value}
    if answer.total is not None:
        total = row_document(answer.total, {}, terminal.language)
        rest = answer.total.change - sum(row.change for row in rows)
        document |= {"total": total, "rest": {"members": len(answer.rows) - len(rows), "change": rest}}
    return document


def _listed(document: Document) -> list[Document]:
    rows = document["rows"]
    assert isinstance(rows, list)
    return rows


def _relations(found: RelationsAnswer, language: Language) -> Document:
    first, second = found.dimensions
    members = {"first": first, "second": second}
    lists = {"new": found.largest_new, "vanished": found.largest_vanished}
    document: Document = {
        name: [row_document(_RelationLine(*one.members, one.before, one.after), members, language) for one in listed]
        for name, listed in lists.items()
    }
    for name in ("continuing", "new", "vanished"):
        margin = getattr(found, name)
        document[f"{name}_sums"] = row_document(margin, {}, language)
    return document | {"relation": [first.value, second.value]}


@dataclass(frozen=True, slots=True)
class _RelationLine:
    first: int
    second: int
    before: object
    after: object


def _dimension(arguments: argparse.Namespace, usual: Dimension = Dimension.COUNTRY) -> Dimension:
    return only_dimension(arguments, arguments.allowed) or usual


def _pair(arguments: argparse.Namespace) -> Pair:
    product = Dimension(arguments.products) if arguments.products else None
    return relation_pair(selection_of(arguments), _dimension(arguments), product=product)


def _years(arguments: argparse.Namespace) -> Compared:
    return Compared(arguments.before, arguments.after)
