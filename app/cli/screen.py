"""`tradescope screen`: a file of declarations in the order in which they are worth a look."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from app.cli.parsing import Subparsers
from app.cli.query_options import add_choices, choices_of
from app.cli.screen_desk import add_desk_options, desk_outcomes, desk_verb
from app.cli.screen_documents import MOST_TOLD, print_screened, screened_document
from app.cli.screen_drill import add_drill_options, run_drill
from app.cli.screen_list import DeskExport, WrittenList, begin_list, desk_export, list_document, say_written, write_list
from app.cli.terminal import Terminal
from app.cli.vision_models import chosen_recogniser
from app.engine import paths
from app.engine.errors import NotInDataError, StoreError, UsageError
from app.engine.jobs import CancelToken
from app.engine.messages import sentence
from app.engine.price.opening import open_pricer
from app.engine.reports.delivery import place_held
from app.engine.reports.price_file import check_target
from app.engine.reports.screening_file import RowText, Screened, about_screened, gather, write_screened
from app.engine.reports.spilled_rows import SpilledRows
from app.engine.screening.blocks import ScoredBlock
from app.engine.screening.desk_facts import desk_facts
from app.engine.screening.desk_tools import ScreeningDesk, equipped, open_desk
from app.engine.screening.mapping import read_mapping
from app.engine.screening.photo_check import opened_classifier
from app.engine.screening.price_odds import Side
from app.engine.screening.ranking import check_budget
from app.engine.screening.rates import FILE_NAME, RateTable, read_rates, write_empty_rates
from app.engine.screening.running import screen_blocks
from app.engine.store.open_store import open_store
from app.engine.store.selection import Direction

_DRILL = "drill"  # a file of that name is ./drill
_EMPTY = "query.store_empty"


def add_parser(commands: Subparsers, common: argparse.ArgumentParser) -> None:
    """Declare `screen`."""
    screen = commands.add_parser("screen", parents=[common], help="declarations, those most worth a look first")
    screen.add_argument(
        "file", type=Path, help="CSV, XLSX, XLS or Parquet with the columns of the declaration form, or a word below"
    )
    screen.add_argument("--budget", type=float, default=0.05, metavar="SHARE", help="share to inspect (default: 0.05)")
    screen.add_argument("--out", type=Path, metavar="FILE", help="write the whole list as CSV or XLSX")
    screen.add_argument(
        "--photos", type=Path, metavar="FOLDER", help="named as declaration or row; for a drill, in folders NN_name"
    )
    screen.add_argument("--mapping", type=Path, metavar="FILE", help="which column is which, as the desk keeps it")
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
    if arguments.photos and not arguments.photos.is_dir():
        raise UsageError("screening.no_photo_folder", path=str(arguments.photos))
    return _screen(arguments, terminal, token)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the store knows, and the ids of the segments that it was read from."""

    desk: ScreeningDesk
    segments: tuple[str, ...] = ()


def _screen(arguments: argparse.Namespace, terminal: Terminal, token: CancelToken) -> int:
    with contextlib.ExitStack() as opened:
        if arguments.out:
            begin_list(opened.enter_context(place_held(arguments.out)), arguments.out, terminal)
        # A year that no kept file tells of is learned from the store's records when a line asks for it
        return _screen_with(_opened(arguments, terminal, token, opened), arguments, terminal, token)


def _screen_with(known: _Known, arguments: argparse.Namespace, terminal: Terminal, token: CancelToken) -> int:
    mapping = read_mapping(arguments.mapping) if arguments.mapping else None
    has_photos = arguments.photos is not None or bool(mapping and mapping.photo)
    rates, outcomes = _rates_file(arguments.rates), desk_outcomes()
    desk = equipped(
        known.desk,
        rates=read_rates(rates),
        outcomes=outcomes,
        photos=opened_classifier(lambda: chosen_recogniser(None)) if has_photos else None,
    )

    def facts() -> Mapping[str, str]:
        return desk_facts(desk, segments=known.segments, rates=rates, outcomes=outcomes)

    export = desk_export(arguments.file, facts, token=token) if arguments.out else None
    blocks = screen_blocks(
        arguments.file,
        desk,
        mapping=mapping,
        photo_folder=arguments.photos,
        direction=Direction(arguments.direction) if arguments.direction else None,
        progress=terminal.progress,
        token=token,
    )
    shown = RowText(terminal.language, (desk.pricer and desk.pricer.context.currency) or "")
    screened, written = _gathered(blocks, desk, export, shown, arguments, terminal, token)
    terminal.print_json(screened_document(screened, desk, shown) | list_document(written))
    print_screened(screened, desk, shown, terminal)
    if written is not None:
        say_written(written, export, terminal)
    return 0


def _gathered(
    blocks: Iterable[ScoredBlock],
    desk: ScreeningDesk,
    export: DeskExport | None,
    shown: RowText,
    arguments: argparse.Namespace,
    terminal: Terminal,
    token: CancelToken,
) -> tuple[Screened, WrittenList | None]:
    """What the file held, and the list of it where one was asked for."""
    budget, source, target = arguments.budget, arguments.file, arguments.out
    if target is None:
        return gather(blocks, budget=budget, most=MOST_TOLD, rows=None, shown=shown), None
    with SpilledRows() as rows:
        screened = gather(blocks, budget=budget, most=MOST_TOLD, rows=rows, shown=shown)
        about = about_screened(screened, desk, source, shown, made_at=datetime.now().astimezone())
        write = partial(write_screened, rows, shown, about, source, target, progress=terminal.progress, token=token)
        return screened, write_list(export, target, write, rows=len(rows))


def _opened(
    arguments: argparse.Namespace, terminal: Terminal, token: CancelToken, opened: contextlib.ExitStack
) -> _Known:
    """Without data to compare with, the other checks are made, and the reason is said."""
    side = Side(arguments.side) if arguments.side else Side.BOTH
    try:
        store = opened.enter_context(open_store(Path(arguments.store)))
        folder, choices = paths.user_data() / "prices", choices_of(arguments)
        pricer = open_pricer(store, folder=folder, choices=choices, progress=terminal.progress, token=token)
        segments = tuple(segment.id for segment in store.manifest.segments)
        return _Known(open_desk(store, pricer, RateTable(()), side=side, token=token), segments)
    except (NotInDataError, StoreError) as error:
        if isinstance(error, StoreError) and error.code != _EMPTY:
            raise
        terminal.print(sentence(error, terminal.language))
        return _Known(open_desk(None, None, RateTable(()), side=side, token=token))


def _rates_file(given: Path | None) -> Path:
    """The table asked for, else that of the desk, which is laid out for the user to fill."""
    if given is not None:
        return given
    own = paths.user_data() / FILE_NAME
    write_empty_rates(own)
    return own
