"""`tradescope screen`: a file of declarations in the order in which they are worth a look."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path

from app.cli.parsing import Subparsers
from app.cli.query_options import add_choices, choices_of
from app.cli.screen_desk import add_desk_options, desk_verb
from app.cli.screen_drill import add_drill_options, run_drill
from app.cli.tables import Align, Column, render
from app.cli.terminal import Terminal
from app.engine import paths
from app.engine.errors import UsageError
from app.engine.jobs import CancelToken
from app.engine.messages import Language
from app.engine.price.opening import open_pricer
from app.engine.price.pricer import Pricer
from app.engine.reports.price_file import check_target
from app.engine.reports.screening_file import Screened, reason, screen_file, told, unit_name, write_screened
from app.engine.screening.price_check import PricePlace
from app.engine.screening.ranking import RankedLine, check_budget
from app.engine.screening.rates import FILE_NAME, read_rates, write_empty_rates
from app.engine.store.open_store import open_store
from app.engine.store.selection import Direction

Document = dict[str, object]
_SHOWN = 20
_DRILL = "drill"  # a file of that name is ./drill


def add_parser(commands: Subparsers, common: argparse.ArgumentParser) -> None:
    """Declare `screen`."""
    screen = commands.add_parser("screen", parents=[common], help="declarations, the most remarkable prices first")
    screen.add_argument(
        "file", type=Path, help="CSV, XLSX, XLS or Parquet with the columns of the declaration form, or a word below"
    )
    screen.add_argument("--budget", type=float, default=0.05, metavar="SHARE", help="share to inspect (default: 0.05)")
    screen.add_argument("--out", type=Path, metavar="FILE", help="write the whole list as CSV or XLSX")
    screen.add_argument("--rates", type=Path, metavar="FILE", help="rates of exchange (default: those of the desk)")
    screen.add_argument("--direction", choices=[each.value for each in Direction], help="where the file does not say")
    add_choices(screen)
    add_desk_options(screen)
    add_drill_options(screen)
    screen.set_defaults(run=_run)


def _run(arguments: argparse.Namespace, terminal: Terminal, token: CancelToken) -> int:
    verb = desk_verb(str(arguments.file))
    if verb is not None:
        return verb(arguments, terminal, token)
    if arguments.given is not None:
        raise UsageError("cases.one_file", given=arguments.given)
    if str(arguments.file) == _DRILL:
        return run_drill(arguments, terminal, token)
    check_budget(arguments.budget)
    if arguments.out:
        check_target(arguments.file, arguments.out)
    rates = read_rates(_rates_file(arguments.rates))
    with open_store(Path(arguments.store)) as store:
        folder = paths.user_data() / "prices"
        pricer = open_pricer(
            store, folder=folder, choices=choices_of(arguments), progress=terminal.progress, token=token
        )
        screened = screen_file(
            pricer,
            arguments.file,
            rates,
            budget=arguments.budget,
            direction=Direction(arguments.direction) if arguments.direction else None,
            progress=terminal.progress,
            token=token,
        )
    if arguments.out:
        write_screened(
            screened,
            pricer,
            arguments.file,
            arguments.out,
            language=terminal.language,
            made_at=datetime.now().astimezone(),
            progress=terminal.progress,
            token=token,
        )
    terminal.print_json(_document(screened, pricer, arguments.out, terminal.language))
    _print(screened, pricer, arguments.out, terminal)
    return 0


def _rates_file(given: Path | None) -> Path:
    """The table asked for, else that of the desk, which is laid out for the user to fill."""
    if given is not None:
        return given
    own = paths.user_data() / FILE_NAME
    write_empty_rates(own)
    return own


def _document(screened: Screened, pricer: Pricer, out: Path | None, language: Language) -> Document:
    return {
        "rows": len(screened.lines) + len(screened.unread),
        "checked": screened.checked,
        "unchecked": len(screened.lines) - screened.checked,
        "unread": [
            {"row": each.row, "code": each.problem.code, "message": reason(each.problem, language)}
            for each in screened.unread
        ],
        "proposed": [_line(line, language) for line in screened.proposed],
        "currency": pricer.context.currency,
        "not_checked": ["words", "rules", "photo"],
        "model_version": pricer.model_version,
        "is_demo": pricer.is_demo,
        "out": None if out is None else str(out),
    }


def _line(line: RankedLine, language: Language) -> Document:
    declaration, price = line.declaration, line.price
    found: Document = {"row": declaration.row, "number": declaration.number, "hs": declaration.hs}
    if isinstance(price, PricePlace):
        found |= {
            "tail": told(price.tail),
            "percentile": told(price.percentile),
            "declared": told(float(price.declared.price)),
            "expected": told(price.expected),
            "unit": unit_name(price, language),
        }
    return found | {"reason": reason(price, language)}


def _print(screened: Screened, pricer: Pricer, out: Path | None, terminal: Terminal) -> None:
    if pricer.is_demo:
        terminal.print(terminal.say("demo.label"))
    proposed = screened.proposed
    counts = {"checked": screened.checked, "unchecked": len(screened.lines) - screened.checked}
    terminal.print(terminal.say("screening.screened", proposed=len(proposed), unread=len(screened.unread), **counts))
    titles = [Column(terminal.say("screening.column_row"), Align.RIGHT)]
    titles += [Column(terminal.say(f"screening.column_{key}")) for key in ("number", "hs", "reason")]
    rows = [
        [str(line.declaration.row), line.declaration.number, line.declaration.hs, reason(line.price, terminal.language)]
        for line in proposed[:_SHOWN]
    ]
    if rows:
        terminal.print(render(titles, rows))
    for each in screened.unread[:_SHOWN]:
        terminal.print(f"{each.row}  {reason(each.problem, terminal.language)}")
    terminal.print(terminal.say("screening.parts_not_checked"))
    if out:
        terminal.print(terminal.say("screening.written", path=out))
