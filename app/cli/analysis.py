"""Indicators among the questions of `tradescope query`; `--explain` prints formula, source and caveat."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.cli import analysis_answers as answers
from app.cli.analysis_answers import Answered
from app.cli.parsing import Subparsers
from app.cli.query_options import add_options
from app.cli.query_tables import print_answer, print_rows
from app.cli.terminal import Terminal
from app.engine.jobs import CancelToken
from app.engine.store.dimensions import Dimension
from app.engine.store.generation_cube import DEMO
from app.engine.store.open_store import Store, open_store

Answering = Callable[[Store, argparse.Namespace, Terminal], Answered]
_D = Dimension
_MEMBERS = (_D.COUNTRY, _D.PROVINCE, _D.MODE, _D.HS2, _D.HS4, _D.HS6, _D.HS8)
_FEW = (_D.COUNTRY, _D.PROVINCE, _D.MODE, _D.HS2, _D.HS4)
_PRODUCTS = (_D.HS2, _D.HS4)


@dataclass(frozen=True, slots=True)
class _Verb:
    name: str
    answer: Answering
    about: str
    by: tuple[Dimension, ...] = ()
    limit: int | None = None
    has_years: bool = False
    has_product: bool = False


_VERBS = (
    _Verb("growth", answers.growth_answer, "growth and contribution to it", _MEMBERS, 20, has_years=True),
    _Verb("changes", answers.changes_answer, "what changed: members and relations", _MEMBERS, 20, has_years=True),
    _Verb("index", answers.index_answer, "price and volume: Laspeyres, Paasche, Fisher"),
    _Verb("theil", answers.inequality_answer, "Theil, HHI and effective number by year", _MEMBERS),
    _Verb("rca", answers.advantage_answer, "revealed advantage: provinces in China, China in the world", _PRODUCTS, 30),
    _Verb("eci", answers.complexity_answer, "complexity of provinces and products", _PRODUCTS, 30),
    _Verb("diversification", answers.margins_answer, "intensive and extensive margin", _FEW, 20, True, True),
    _Verb("survival", answers.survival_answer, "how long trade relations last", _FEW, has_product=True),
    _Verb("balance", answers.balance_answer, "trade balance by year and member", _MEMBERS, 20),
    _Verb("mode-shift", answers.shift_answer, "shift of shares between two years", _MEMBERS, 20, has_years=True),
    _Verb("breaks", answers.breaks_answer, "structural breaks with their dates", _MEMBERS, 12),
    _Verb("editions", answers.editions_answer, "one code's series over HS editions, breaks marked"),
)


def add_verbs(verbs: Subparsers, common: argparse.ArgumentParser) -> None:
    """Declare the indicators beside the other questions."""
    for verb in _VERBS:
        parser = verbs.add_parser(verb.name, parents=[common], help=verb.about)
        add_options(parser, by=verb.by, limit=verb.limit)
        parser.add_argument("--explain", action="store_true", help="formula, published source and caveat")
        if verb.has_years:
            parser.add_argument("--before", type=int, metavar="YEAR", help="base year")
            parser.add_argument("--after", type=int, metavar="YEAR", help="year compared with it")
        if verb.name == "rca":
            parser.add_argument("--reference", choices=("china", "world"), default="china", help="default: %(default)s")
        if verb.has_product:
            parser.add_argument("--products", choices=("hs2", "hs4", "hs6"), help="how fine a relation's product is")
        parser.set_defaults(run=_run, answer=verb.answer, allowed=verb.by)


def _run(arguments: argparse.Namespace, terminal: Terminal, _token: CancelToken) -> int:
    answer: Answering = arguments.answer
    with open_store(Path(arguments.store)) as store:
        answered = answer(store, arguments, terminal)
    terminal.print_json(answered.document)
    context = answered.document.get("context")
    if isinstance(context, dict) and context.get("source") == DEMO:
        terminal.print(terminal.say("demo.label"))
    if answered.summary:
        terminal.print(answered.summary)
    print_answer(answered.document, answered.columns, terminal)
    for key, columns in answered.more:
        rows: Sequence[dict[str, object]] = answered.document[key]  # type: ignore[assignment]  # lists of objects
        if rows:
            terminal.print(terminal.say(f"query.part_{key}"))
        print_rows(rows, columns, terminal)
    if arguments.explain:
        _explain(answered.document["explanation"], terminal)
    return 0


def _explain(explanation: object, terminal: Terminal) -> None:
    assert isinstance(explanation, dict)
    for part, sentence in explanation.items():
        terminal.print(f"{terminal.say(f'analysis.{part}')}: {sentence}")
