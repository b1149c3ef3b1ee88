"""`tradescope price`: the fair price of one product, and of all rows of a file."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

from app.cli.parsing import Subparsers
from app.cli.price_documents import answer_document, print_answer
from app.cli.price_evaluate import add_evaluate
from app.cli.query_options import add_choices, choices_of
from app.cli.terminal import Terminal
from app.engine import paths
from app.engine.errors import UsageError
from app.engine.jobs import CancelToken
from app.engine.price.answers import PriceQuestion
from app.engine.price.asking import find_unit
from app.engine.price.batch_cells import BatchDefaults
from app.engine.price.opening import open_pricer
from app.engine.price.pricer import Pricer
from app.engine.reports.price_file import price_file
from app.engine.store.dimensions import Dimension
from app.engine.store.members import find_member
from app.engine.store.open_store import open_store
from app.engine.store.selection import Direction


def add_parser(commands: Subparsers, common: argparse.ArgumentParser) -> None:
    """Declare `price` and its verbs."""
    verbs = commands.add_parser("price", help="fair prices with intervals").add_subparsers(
        metavar="VERB", required=True
    )
    predict = verbs.add_parser("predict", parents=[common], help="one price, from the history of the store")
    _add_direction(predict, default=Direction.IMPORT.value)
    predict.add_argument("--hs", required=True, metavar="CODE", help="2, 4, 6 or 8 digits with leading zeros")
    predict.add_argument("--country", metavar="ISO3", help="partner: ISO code, customs code or name")
    predict.add_argument("--province", metavar="CODE", help="code or name")
    predict.add_argument("--mode", metavar="CODE", help="trade mode: code or name")
    predict.add_argument("--unit", metavar="NAME", help="name or declaration code (default: that of most records)")
    predict.add_argument("--year", type=int, metavar="Y", help="up to three years ahead (default: newest of the data)")
    predict.add_argument("--quantity", metavar="N", help="in the unit: larger lots are cheaper")
    predict.add_argument("--quote", metavar="PRICE", help="a price per unit, to be placed among comparable trades")
    add_choices(predict)
    predict.set_defaults(run=_run_predict)
    batch = verbs.add_parser("batch", parents=[common], help="a file of goods in, the same file with prices out")
    batch.add_argument("file", type=Path, help="CSV, XLSX, XLS or Parquet with a column of HS codes")
    batch.add_argument("--out", type=Path, required=True, metavar="FILE", help="CSV or XLSX")
    _add_direction(batch, default=None)
    batch.add_argument("--year", type=int, metavar="Y", help="for rows without one (default: newest of the data)")
    add_choices(batch)
    batch.set_defaults(run=_run_batch)
    add_evaluate(verbs, common)


def _add_direction(verb: argparse.ArgumentParser, *, default: str | None) -> None:
    shown = "default: import" if default else "where the file does not say"
    verb.add_argument("--direction", choices=[entry.value for entry in Direction], default=default, help=shown)


@contextlib.contextmanager
def _pricer(arguments: argparse.Namespace, terminal: Terminal, token: CancelToken) -> Iterator[Pricer]:
    with open_store(Path(arguments.store)) as store:
        folder = paths.user_data() / "prices"
        yield open_pricer(store, folder=folder, choices=choices_of(arguments), progress=terminal.progress, token=token)


def _run_predict(arguments: argparse.Namespace, terminal: Terminal, token: CancelToken) -> int:
    quote = _number(arguments.quote)
    with _pricer(arguments, terminal, token) as pricer:
        question = _question(arguments, newest=pricer.years[-1])
        (answer,) = pricer.price([question])
        place = pricer.place(answer, float(quote)) if quote is not None else None
    terminal.print_json(answer_document(answer, place, terminal.language))
    print_answer(answer, place, terminal)
    return 0


def _run_batch(arguments: argparse.Namespace, terminal: Terminal, token: CancelToken) -> int:
    direction = Direction(arguments.direction) if arguments.direction else None
    with _pricer(arguments, terminal, token) as pricer:
        defaults = BatchDefaults(pricer.years[-1] if arguments.year is None else arguments.year, direction)
        report = price_file(
            pricer,
            arguments.file,
            arguments.out,
            defaults=defaults,
            language=terminal.language,
            made_at=datetime.now().astimezone(),
            progress=terminal.progress,
            token=token,
        )
    counts = {"rows": report.rows, "priced": report.priced, "problems": report.problems}
    terminal.print_json({**counts, "out": str(report.target), "is_demo": pricer.is_demo})
    if pricer.is_demo:
        terminal.print(terminal.say("demo.label"))
    terminal.print(terminal.say("price.batch_written", path=report.target, **counts))
    return 0


def _question(arguments: argparse.Namespace, *, newest: int) -> PriceQuestion:
    def member(dimension: Dimension, text: str | None) -> int | None:
        return None if text is None else find_member(dimension, text)

    return PriceQuestion(
        direction=Direction(arguments.direction),
        hs=arguments.hs.strip(),
        year=newest if arguments.year is None else arguments.year,
        unit=None if arguments.unit is None else find_unit(arguments.unit),
        country=member(Dimension.COUNTRY, arguments.country),
        province=member(Dimension.PROVINCE, arguments.province),
        mode=member(Dimension.MODE, arguments.mode),
        quantity=_number(arguments.quantity),
    )


def _number(text: str | None) -> Decimal | None:
    if text is None:
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        raise UsageError("price.number_unreadable", given=text) from None
