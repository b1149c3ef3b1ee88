"""`tradescope query potential`: partners for a product by their potential, and how well that foretold the past."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from app.cli.parsing import Subparsers
from app.cli.query_documents import Document, context_document, filters_document, left_out_document, member_document
from app.cli.query_documents import rounded as shortened
from app.cli.query_options import add_options, limit_of, selection_of
from app.cli.query_tables import print_basis
from app.cli.tables import Align, Column, render
from app.cli.terminal import Terminal
from app.engine.analysis.potential import Candidate, Part, Scoring, Weights, rank_partners, read_weights, score_parts
from app.engine.analysis.potential_record import Spread, Target, TrackRecord, Verdict, track_record
from app.engine.analysis.potential_words import hits_sentence, record_sentence
from app.engine.jobs import CancelToken
from app.engine.messages import Language
from app.engine.reference.amounts import amount
from app.engine.store.dimensions import Dimension
from app.engine.store.generation_cube import DEMO
from app.engine.store.open_store import interruptible, open_store
from app.engine.store.questions.partner_panel import partner_panel
from app.engine.store.selection import Direction


def add_potential(verbs: Subparsers, common: argparse.ArgumentParser) -> None:
    """Declare the question."""
    verb = verbs.add_parser("potential", parents=[common], help="partners for a product by market potential")
    add_options(verb, by=(), limit=20)
    verb.add_argument(
        "--weight",
        action="append",
        default=[],
        metavar="PART=0..10",
        help=f"repeatable; parts: {', '.join(part.value for part in Part)}",
    )
    verb.set_defaults(run=_run)


def _run(arguments: argparse.Namespace, terminal: Terminal, token: CancelToken) -> int:
    """Exports unless imports are asked for."""
    selection = selection_of(arguments)
    selection = replace(selection, direction=selection.direction or Direction.EXPORT)
    weights, limit = read_weights(arguments.weight), limit_of(arguments)
    with open_store(Path(arguments.store)) as store, interruptible(token):
        scoring = score_parts(partner_panel(store, selection))
    ranked = rank_partners(scoring, weights)
    records = [track_record(scoring, weights, target) for target in Target]
    document = _document(scoring, weights, ranked[:limit], len(ranked), records, terminal.language)
    terminal.print_json(document)
    _print(ranked[:limit], scoring, records, terminal)
    print_basis(document, terminal)
    return 0


def _document(
    scoring: Scoring,
    weights: Weights,
    shown: list[Candidate],
    count: int,
    records: list[TrackRecord],
    language: Language,
) -> Document:
    panel = scoring.panel
    basis = panel.basis
    is_import = basis.selection.direction is Direction.IMPORT
    return {
        "rows": [_row(candidate, language, is_import=is_import) for candidate in shown],
        "partners": count,
        "year": panel.years[-1] if panel.years else None,
        "weights": {part.value: weight for part, weight in weights.items()},
        "track_record": {record.target.value: _record(record) for record in records},
        "unit": None,
        "currency": basis.context.currency if basis.context else None,
        "context": context_document(basis.context) if basis.context else None,
        "filters": filters_document(basis.selection),
        "left_out": [left_out_document(entry, language) for entry in basis.left_out],
    }


def _row(candidate: Candidate, language: Language, *, is_import: bool) -> Document:
    return {
        "rank": candidate.rank,
        **member_document(Dimension.COUNTRY, candidate.partner, language, is_import=is_import),
        "score": shortened(candidate.score),
        "value": candidate.value,
        "parts": {
            part.value: {"raw": shortened(candidate.raw[part]), "place": shortened(candidate.place[part])}
            for part in Part
        },
    }


def _record(record: TrackRecord) -> Document:
    return {
        "verdict": record.verdict.value,
        "years": len(record.trials),
        "better_years": record.better_years,
        "spearman": {"score": _spread(record.score_correlation), "size": _spread(record.size_correlation)},
        "hits": {"score": _spread(record.score_hits), "size": _spread(record.size_hits), "chance": record.chance},
        "trials": [
            {
                "year": trial.year,
                "partners": trial.partners,
                "top": trial.top,
                "spearman": {"score": shortened(trial.score_correlation), "size": shortened(trial.size_correlation)},
                "hits": {"score": shortened(trial.score_hits), "size": shortened(trial.size_hits)},
            }
            for trial in record.trials
        ],
    }


def _spread(spread: Spread | None) -> Document | None:
    return None if spread is None else {"mean": shortened(spread.mean), "deviation": shortened(spread.deviation)}


def _print(shown: list[Candidate], scoring: Scoring, records: list[TrackRecord], terminal: Terminal) -> None:
    context = scoring.panel.basis.context
    if context is not None and context.source == DEMO:
        terminal.print(terminal.say("demo.label"))
    if not shown:
        terminal.print(terminal.say("query.nothing_found"))
        return
    if len(scoring.panel.partners) == 1:
        terminal.print(terminal.say("potential.one_partner"))
    told = [terminal.say("potential.score"), terminal.say("query.column_value")]
    told += [terminal.say(f"potential.part_{part.value}") for part in Part]
    heads = [Column(terminal.say("potential.rank"), Align.RIGHT), Column(terminal.say("analysis.partner"))]
    heads += [Column(name, Align.RIGHT) for name in told]
    terminal.print(render(heads, [_cells(candidate, scoring, terminal) for candidate in shown]))
    terminal.print(terminal.say("potential.year", year=scoring.panel.years[-1]))
    for record in records:
        sentences = (record_sentence(record, terminal.language), hits_sentence(record, terminal.language))
        terminal.print(" ".join(sentences).rstrip())
    if not any(record.verdict is Verdict.BETTER for record in records):
        terminal.print(terminal.say("potential.no_forecast"))


def _cells(candidate: Candidate, scoring: Scoring, terminal: Terminal) -> list[str]:
    is_import = scoring.panel.basis.selection.direction is Direction.IMPORT
    named = member_document(Dimension.COUNTRY, candidate.partner, terminal.language, is_import=is_import)
    places = (candidate.place[part] for part in Part)
    return [
        str(candidate.rank),
        f"{named['key']} {named['name']}",
        f"{candidate.score * 100:.1f}",
        amount(candidate.value, terminal.language),
        *("-" if place is None else f"{place * 100:.0f}" for place in places),
    ]
