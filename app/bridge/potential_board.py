"""Market potential on the page: what is asked of the store once, and what each move of a weight makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.bridge.analysis_inquiry import Findings
from app.bridge.analysis_words import named_member
from app.bridge.charts.cards import Chart, Format, Measure
from app.bridge.charts.options_ranks import stacked_ranks
from app.bridge.charts.options_series import Axis, Series, trend
from app.engine.analysis.potential import Candidate, Part, Scoring, Weights, rank_partners, score_parts
from app.engine.analysis.potential_record import AHEAD, Spread, Target, TrackRecord, Verdict, track_record
from app.engine.analysis.potential_words import record_sentence
from app.engine.messages import Language, text
from app.engine.reference.amounts import currency_name
from app.engine.reports.tables import Column, Kind, Table
from app.engine.store.dimensions import Dimension, member_key
from app.engine.store.questions.partner_panel import partner_panel
from app.engine.store.questions.top import top
from app.engine.store.selection import Direction, Selection

if TYPE_CHECKING:
    from app.engine.store.open_store import Store

_OFFERED = 40
_BARS = 10
_POINTS = 100
_RANKS, _RECORD = "ranks", "record"


@dataclass(frozen=True, slots=True)
class Outlook:
    """The parts of all partners, what each part alone would have foretold, and products to choose from."""

    product: str
    direction: Direction
    offered: tuple[str, ...]
    scoring: Scoring
    alone: Mapping[Part, Spread | None]


def ask_outlook(store: Store, selection: Selection, product: str, direction: Direction) -> Outlook | None:
    """The parts for the product, of the selection's own or the largest heading where none is named.

    None where the selection has no product at all.
    """
    own = product or (selection.hs[0] if len(selection.hs) == 1 else "")
    among = selection.hs if len(selection.hs) > 1 else ()
    offered = _offer_products(store, replace(selection, direction=direction, hs=among))
    chosen = own or next(iter(offered), "")
    if not chosen:
        return None
    panel = partner_panel(store, replace(selection, direction=direction, hs=(chosen,)))
    scoring = score_parts(panel)
    alone = {part: track_record(scoring, {part: 1.0}).score_correlation for part in Part}
    return Outlook(chosen, direction, offered if chosen in offered else (chosen, *offered), scoring, alone)


def show_outlook(outlook: Outlook, weights: Weights, language: Language) -> Findings:
    """The ranking with these weights: sentences on its record, two charts, two tables."""
    scoring = outlook.scoring
    basis = scoring.panel.basis
    if not scoring.panel.value.any():
        return Findings(basis, obstacle="query.nothing_found")
    ranked = rank_partners(scoring, weights)
    records = [track_record(scoring, weights, target) for target in Target]
    sentences = [record_sentence(record, language) for record in records]
    if not any(record.verdict is Verdict.BETTER for record in records):
        sentences.append(text("potential.no_forecast", language))
    if len(ranked) == 1:
        sentences.insert(0, text("potential.one_partner", language))
    charts = {
        _RANKS: _ranks_chart(ranked[:_BARS], weights, basis.selection, language, year=scoring.panel.years[-1]),
        _RECORD: _record_chart(records[0], language),
    }
    tables = (_ranking_table(ranked, scoring, language), _record_table(records, language))
    return Findings(basis, sentences=tuple(sentences), charts=charts, tables=tables)


def _offer_products(store: Store, selection: Selection) -> tuple[str, ...]:
    ranked = top(store, replace(selection, countries=(), provinces=()), Dimension.HS4, limit=_OFFERED)
    return tuple(member_key(Dimension.HS4, row.member) for row in ranked.rows)


def _ranks_chart(
    shown: list[Candidate], weights: Weights, selection: Selection, language: Language, *, year: int
) -> Chart:
    """What each part adds to the score, of 100; parts that the data do not tell add half of what they could."""
    whole = sum(weights.values())
    told = [part for part in Part if weights[part] and any(one.place[part] is not None for one in shown)]
    parts = [
        (
            text(f"potential.part_{part.value}", language),
            [_POINTS * weights[part] / whole * _place(candidate, part) for candidate in shown],
        )
        for part in told
    ]
    names = [named_member(Dimension.COUNTRY, candidate.partner, selection, language) for candidate in shown]
    keys = [member_key(Dimension.COUNTRY, candidate.partner) for candidate in shown]
    measure = Measure(Format.INDEX)
    caption = text("potential.caption_ranks", language, year=year, count=len(shown))
    return Chart(
        text("potential.chart_ranks", language),
        caption=caption,
        option=stacked_ranks(names, keys, parts, measure),
        measure=measure,
    )


def _place(candidate: Candidate, part: Part) -> float:
    place = candidate.place[part]
    return 0.5 if place is None else place


def _record_chart(record: TrackRecord, language: Language) -> Chart:
    title = text("potential.chart_record", language)
    told = [trial for trial in record.trials if trial.score_correlation is not None]
    if not told:
        return Chart(title, empty=record_sentence(record, language))
    names = [str(trial.year) for trial in told]
    series = [
        Series("score", text("potential.by_score", language), [one.score_correlation for one in told]),
        Series("size", text("potential.by_size", language), [one.size_correlation for one in told]),
    ]
    measure = Measure(Format.PRICE)
    caption = text("potential.caption_record", language, ahead=AHEAD)
    return Chart(title, caption=caption, option=trend(Axis(names, names), series, measure), measure=measure)


def _ranking_table(ranked: list[Candidate], scoring: Scoring, language: Language) -> Table:
    basis = scoring.panel.basis
    currency = currency_name(basis.context.currency, language) if basis.context else ""
    columns = (
        Column(text("potential.rank", language), Kind.INTEGER),
        Column(text("analysis.partner", language)),
        Column(text("potential.score", language), Kind.NUMBER),
        Column(text("potential.value", language, currency=currency), Kind.MONEY),
        *(Column(text(f"potential.part_{part.value}", language), _KINDS[part]) for part in _TOLD_PARTS),
    )
    rows = [
        (
            candidate.rank,
            named_member(Dimension.COUNTRY, candidate.partner, basis.selection, language),
            round(candidate.score * _POINTS, 1),
            candidate.value,
            *(_cell(part, candidate.raw[part]) for part in _TOLD_PARTS),
        )
        for candidate in ranked
    ]
    return Table(text("potential.table_ranks", language), columns, rows)


def _record_table(records: list[TrackRecord], language: Language) -> Table:
    columns = (
        Column(text("potential.column_target", language)),
        Column(text("potential.column_year", language)),
        Column(text("potential.column_partners", language), Kind.INTEGER),
        Column(text("potential.column_score_correlation", language)),
        Column(text("potential.column_size_correlation", language)),
        Column(text("potential.column_score_hits", language), Kind.SHARE),
        Column(text("potential.column_size_hits", language), Kind.SHARE),
        Column(text("potential.column_chance", language), Kind.SHARE),
    )
    rows = [
        (
            text(f"potential.target_{record.target.value}", language),
            str(trial.year),
            trial.partners,
            _signed(trial.score_correlation),
            _signed(trial.size_correlation),
            trial.score_hits,
            trial.size_hits,
            trial.chance,
        )
        for record in records
        for trial in record.trials
    ]
    return Table(text("potential.table_record", language), columns, rows)


def _signed(value: float | None) -> str:
    return "–" if value is None else f"{value:+.2f}"


def _cell(part: Part, value: float | None) -> float | None:
    if value is None:
        return None
    return value * 10_000 if part is Part.BREADTH else round(value, 3)


# Size is the value, which stands before them
_TOLD_PARTS = tuple(part for part in Part if part is not Part.SIZE)
_KINDS = dict.fromkeys(_TOLD_PARTS, Kind.NUMBER) | {Part.GROWTH: Kind.SHARE, Part.BREADTH: Kind.INTEGER}
