"""`tradescope watch`: the watch list, and what of it crossed its thresholds in a store."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.cli.parsing import Subparsers
from app.cli.query_documents import filters_document
from app.cli.query_options import add_options, selection_of
from app.cli.terminal import Terminal
from app.engine import messages, paths
from app.engine.analysis.watch_words import crossing_sentence, thresholds_line
from app.engine.analysis.watching import Checked, check_watches
from app.engine.errors import UsageError
from app.engine.jobs import CancelToken
from app.engine.store.desk_file import FILE_NAME, DeskFile
from app.engine.store.open_store import interruptible, open_store
from app.engine.store.watch_list import Crossing, Kind, Thresholds, Watch, WatchList

_ABOUT = {
    Kind.VALUE_UP: "rise of the value against the year before, in per cent",
    Kind.VALUE_DOWN: "fall of the value, in per cent",
    Kind.PRICE_UP: "rise of the unit value, in per cent",
    Kind.PRICE_DOWN: "fall of the unit value, in per cent",
    Kind.NEW_PARTNER: "a partner without trade the year before, of at least this share in per cent",
    Kind.CONCENTRATION: "HHI over partners, 0 to 10000",
}
_HHI = 10_000
_HISTORY = 200


def add_parser(commands: Subparsers, common: argparse.ArgumentParser) -> None:
    """Declare `watch` and its verbs."""
    verbs = commands.add_parser("watch", help="selections with thresholds").add_subparsers(
        metavar="VERB", required=True
    )
    verbs.add_parser("list", parents=[common], help="what is watched").set_defaults(run=_list)
    add = verbs.add_parser("add", parents=[common], help="watch a selection")
    add.add_argument("name", metavar="NAME")
    for kind, about in _ABOUT.items():
        add.add_argument(f"--{kind.value.replace('_', '-')}", type=float, metavar="N", help=about)
    add_options(add, by=(), limit=None)
    add.set_defaults(run=_add)
    remove = verbs.add_parser("remove", parents=[common], help="watch it no longer")
    remove.add_argument("name", metavar="NAME")
    remove.set_defaults(run=_remove)
    verbs.add_parser("check", parents=[common], help="what crossed its thresholds").set_defaults(run=_check)
    verbs.add_parser("history", parents=[common], help="what crossed before").set_defaults(run=_history)


def _watches() -> WatchList:
    return WatchList(DeskFile(paths.user_data() / FILE_NAME))


def _list(_arguments: argparse.Namespace, terminal: Terminal, _token: CancelToken) -> int:
    entries = _watches().all()
    terminal.print_json({"watches": [_document(watch) for watch in entries]})
    for watch in entries:
        terminal.print(f"{watch.name}: {thresholds_line(watch.thresholds, terminal.language)}")
    if not entries:
        terminal.print(terminal.say("watch.empty"))
    return 0


def _add(arguments: argparse.Namespace, terminal: Terminal, _token: CancelToken) -> int:
    watch = _watches().add(arguments.name, selection_of(arguments), _thresholds(arguments))
    terminal.print_json({"watch": _document(watch)})
    terminal.print(terminal.say("watch.added", name=watch.name))
    return 0


def _remove(arguments: argparse.Namespace, terminal: Terminal, _token: CancelToken) -> int:
    watches = _watches()
    wanted = arguments.name.strip().casefold()
    found = next((watch for watch in watches.all() if watch.name.casefold() == wanted), None)
    if found is None:
        raise UsageError("watch.unknown", name=arguments.name)
    watches.remove(found.id)
    terminal.print_json({"removed": _document(found)})
    terminal.print(terminal.say("watch.removed", name=found.name))
    return 0


def _check(arguments: argparse.Namespace, terminal: Terminal, token: CancelToken) -> int:
    path = Path(arguments.store)
    with open_store(path) as store, interruptible(token):
        checked = check_watches(
            store, _watches(), store_name=str(path.resolve()), progress=terminal.progress, token=token
        )
    terminal.print_json({"watches": [_checked_document(one, terminal) for one in checked]})
    for one in checked:
        for line in _checked_lines(one, terminal):
            terminal.print(line)
    if not checked:
        terminal.print(terminal.say("watch.empty"))
    return 0


def _history(_arguments: argparse.Namespace, terminal: Terminal, _token: CancelToken) -> int:
    crossings = _watches().history(limit=_HISTORY)
    terminal.print_json({"crossings": [_crossing_document(one, terminal) for one in crossings]})
    for one in crossings:
        sentence = crossing_sentence(one.finding, terminal.language)
        terminal.print(f"{one.found_at.astimezone():%Y-%m-%d %H:%M}  {one.name}: {sentence}")
    if not crossings:
        terminal.print(terminal.say("watch.no_history"))
    return 0


def _thresholds(arguments: argparse.Namespace) -> Thresholds:
    given = {kind: getattr(arguments, kind.value) for kind in Kind}
    scaled = {
        kind.value: None if number is None else number / (_HHI if kind is Kind.CONCENTRATION else 100)
        for kind, number in given.items()
    }
    return Thresholds(**scaled)


def _document(watch: Watch) -> dict[str, object]:
    return {
        "name": watch.name,
        "filters": filters_document(watch.selection),
        "thresholds": {kind.value: watch.thresholds.of(kind) for kind in Kind},
    }


def _checked_document(one: Checked, terminal: Terminal) -> dict[str, object]:
    fresh = [crossing.finding for crossing in one.fresh]
    return {
        "name": one.watch.name,
        "year": one.compared.year if one.compared else None,
        "problem": messages.sentence(one.problem, terminal.language) if one.problem else None,
        "crossed": [
            {
                "kind": finding.kind.value,
                "year": finding.year,
                "earlier": finding.earlier,
                "later": finding.later,
                "threshold": finding.threshold,
                "is_new": finding in fresh,
                "sentence": crossing_sentence(finding, terminal.language),
            }
            for finding in one.findings
        ],
    }


def _checked_lines(one: Checked, terminal: Terminal) -> list[str]:
    if one.problem:
        return [f"{one.watch.name}: {messages.sentence(one.problem, terminal.language)}"]
    if one.compared is None:
        return [f"{one.watch.name}: {terminal.say('query.nothing_found')}"]
    if not one.findings:
        return [f"{one.watch.name}: {terminal.say('watch.nothing_crossed', year=one.compared.year)}"]
    fresh = [crossing.finding for crossing in one.fresh]
    new = terminal.say("watch.new")
    return [
        f"{one.watch.name}: {crossing_sentence(finding, terminal.language)}{f' [{new}]' if finding in fresh else ''}"
        for finding in one.findings
    ]


def _crossing_document(one: Crossing, terminal: Terminal) -> dict[str, object]:
    return {
        "name": one.name,
        "kind": one.finding.kind.value,
        "year": one.finding.year,
        "found_at": one.found_at.isoformat(),
        "ended_at": one.ended_at.isoformat() if one.ended_at else None,
        "sentence": crossing_sentence(one.finding, terminal.language),
    }
