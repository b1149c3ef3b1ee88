"""`tradescope query`: totals, rankings, series, cross tables, unit prices, concentration; indicators stand apart."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from app.cli import analysis
from app.cli import query_documents as documents
from app.cli.parsing import Subparsers
from app.cli.potential import add_potential
from app.cli.query_options import add_options, dimensions_of, limit_of, only_dimension, selection_of
from app.cli.query_tables import print_answer
from app.cli.terminal import Terminal
from app.engine.jobs import CancelToken
from app.engine.store.dimensions import Dimension
from app.engine.store.generation_cube import DEMO
from app.engine.store.open_store import Store, open_store
from app.engine.store.questions.concentration import concentration
from app.engine.store.questions.cross import cross
from app.engine.store.questions.series import series
from app.engine.store.questions.top import top
from app.engine.store.questions.totals import totals
from app.engine.store.questions.unit_prices import unit_prices
from app.engine.store.selection import Selection

Answering = Callable[[Store, argparse.Namespace, Terminal], tuple[documents.Document, Sequence[str]]]

_BY = tuple(entry for entry in Dimension if entry not in {Dimension.MONTH, Dimension.DIRECTION})
_CROSSED = tuple(Dimension)
_SPLIT = tuple(entry for entry in Dimension if entry not in {Dimension.YEAR, Dimension.MONTH})
_FIGURES = ("value", "records", "quantity", "quantity_unit", "share", "growth")
_TOTALS = ("direction", "currency", "value", "records", "years", "source", "reporter", "hs_level")
_DISTRIBUTION = ("direction", "unit", "median", "lower_quartile", "upper_quartile", "mean", "records")


def add_parser(commands: Subparsers, common: argparse.ArgumentParser) -> None:
    """Declare `query` and its questions."""
    verbs = commands.add_parser("query", help="ask the store").add_subparsers(metavar="QUESTION", required=True)
    _add(verbs, common, "totals", _totals, "value and records by direction, never adding what cannot be added")
    _add(verbs, common, "top", _top, "the largest members of a dimension", by=_BY, limit=10)
    line = _add(verbs, common, "series", _series, "figures over years or months", by=_SPLIT, limit=5)
    line.add_argument("--monthly", action="store_true", help="by month, where the data hold months")
    _add(verbs, common, "cross", _cross, "figures by two or more dimensions", by=_CROSSED, limit=50)
    _add(verbs, common, "unit-price", _unit_price, "distribution of value per unit", by=_BY, limit=10)
    add_potential(verbs, common)
    _add(verbs, common, "hhi", _hhi, "concentration, 0 to 1, by year", by=_BY)
    analysis.add_verbs(verbs, common)


def print_totals(store: Path, terminal: Terminal) -> int:
    """The totals of a whole store, as a greeting."""
    with open_store(store) as opened:
        document = documents.totals_document(totals(opened, Selection()), Selection(), terminal.language)
    terminal.print_json(document)
    print_answer(document, _TOTALS, terminal)
    return 0


def _add(
    verbs: Subparsers,
    common: argparse.ArgumentParser,
    name: str,
    answer: Answering,
    about: str,
    *,
    by: Sequence[Dimension] = (),
    limit: int | None = None,
) -> argparse.ArgumentParser:
    verb = verbs.add_parser(name, parents=[common], help=about)
    add_options(verb, by=by, limit=limit)
    verb.set_defaults(run=_run, answer=answer)
    return verb


def _run(arguments: argparse.Namespace, terminal: Terminal, _token: CancelToken) -> int:
    answer: Answering = arguments.answer
    with open_store(Path(arguments.store)) as store:
        document, columns = answer(store, arguments, terminal)
    terminal.print_json(document)
    if _is_demo(document):
        terminal.print(terminal.say("demo.label"))
    print_answer(document, columns, terminal)
    return 0


def _totals(
    store: Store, arguments: argparse.Namespace, terminal: Terminal
) -> tuple[documents.Document, Sequence[str]]:
    selection = selection_of(arguments)
    return documents.totals_document(totals(store, selection), selection, terminal.language), _TOTALS


def _top(store: Store, arguments: argparse.Namespace, terminal: Terminal) -> tuple[documents.Document, Sequence[str]]:
    dimension = only_dimension(arguments, _BY) or Dimension.COUNTRY
    answer = top(store, selection_of(arguments), dimension, limit=limit_of(arguments))
    return documents.top_document(answer, terminal.language), ("rank", "key", "name", *_FIGURES)


def _series(
    store: Store, arguments: argparse.Namespace, terminal: Terminal
) -> tuple[documents.Document, Sequence[str]]:
    answer = series(
        store,
        selection_of(arguments),
        by=only_dimension(arguments, _SPLIT),
        monthly=arguments.monthly,
        limit=limit_of(arguments),
    )
    return documents.series_document(answer, terminal.language), ("key", "name", "year", "month", *_FIGURES)


def _cross(store: Store, arguments: argparse.Namespace, terminal: Terminal) -> tuple[documents.Document, Sequence[str]]:
    dimensions = dimensions_of(arguments, _CROSSED)
    answer = cross(store, selection_of(arguments), dimensions, limit=limit_of(arguments))
    columns = [dimension.value for dimension in dimensions]
    return documents.cross_document(answer, terminal.language), (*columns, *_FIGURES)


def _unit_price(
    store: Store, arguments: argparse.Namespace, terminal: Terminal
) -> tuple[documents.Document, Sequence[str]]:
    dimension = only_dimension(arguments, _BY)
    answer = unit_prices(store, selection_of(arguments), by=dimension, limit=limit_of(arguments))
    return documents.unit_price_document(answer, terminal.language), ("key", "name", *_DISTRIBUTION)


def _hhi(store: Store, arguments: argparse.Namespace, terminal: Terminal) -> tuple[documents.Document, Sequence[str]]:
    dimension = only_dimension(arguments, _BY) or Dimension.COUNTRY
    answer = concentration(store, selection_of(arguments), dimension)
    columns = ("year", "hhi", "members", "largest", "largest_share", "value", "records")
    return documents.concentration_document(answer, terminal.language), columns


def _is_demo(document: documents.Document) -> bool:
    context = document.get("context")
    rows = document["rows"]
    contexts = [context] if isinstance(context, dict) else rows if isinstance(rows, list) else []
    return any(entry.get("source") == DEMO for entry in contexts)
