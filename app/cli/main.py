"""Parses the command line, runs one command, and turns its failure into a sentence and an exit status."""

from __future__ import annotations

import argparse
import io
import os
import signal
import sys
from collections.abc import Callable, Sequence
from typing import TextIO

from app import __version__
from app.cli import start
from app.cli.commands import add_commands
from app.cli.terminal import Terminal
from app.engine import messages, paths
from app.engine.errors import EngineError, UsageError
from app.engine.jobs import CancelToken
from app.engine.messages import Language

EXIT_OK, EXIT_FAILED, EXIT_USAGE = 0, 1, 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it succeeded, 1 when it failed, 2 when it was not understood."""
    given = sys.argv[1:] if argv is None else argv
    arguments = build_parser(given).parse_args(given)
    _make_encodable(sys.stdout, is_json=arguments.json)
    terminal = Terminal(language=Language(arguments.lang), is_json=arguments.json, stdout=sys.stdout, stderr=sys.stderr)
    token = CancelToken()
    _cancel_on_interrupt(token)
    try:
        status = _run(arguments, terminal, token)
        sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        return EXIT_FAILED
    except BrokenPipeError:
        # the reader of a pipe went away, as `| head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_OK


def build_parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    """The parser of the commands that the arguments name, or of all; each sets `run`."""
    common = _common_options(suppress=True)
    parser = argparse.ArgumentParser(
        prog="tradescope",
        description="Import, clean and query China's customs statistics, without a network.",
        parents=[_common_options(suppress=False)],
    )
    parser.add_argument("--version", action="version", version=f"tradescope {__version__}")
    parser.set_defaults(run=start.run, json=False)
    commands = parser.add_subparsers(metavar="COMMAND")
    add_commands(arguments, commands, common)
    return parser


def _run(arguments: argparse.Namespace, terminal: Terminal, token: CancelToken) -> int:
    run: Callable[[argparse.Namespace, Terminal, CancelToken], int] = arguments.run
    try:
        _require_folder(arguments.store)
        return run(arguments, terminal, token)
    except EngineError as error:
        terminal.fail(error.code, messages.sentence(error, terminal.language))
        return EXIT_USAGE if isinstance(error, UsageError) else EXIT_FAILED


def _require_folder(store: str) -> None:
    """Refuse addresses of servers; the sentence leaves out what may hold a password."""
    scheme, separator, _ = store.partition("://")
    if separator:
        raise UsageError("cli.store_is_address", scheme=scheme)


def _make_encodable(stream: TextIO, *, is_json: bool) -> None:
    """JSON is UTF-8 everywhere; readable text in a code page of Windows shows "?" for what that lacks."""
    if isinstance(stream, io.TextIOWrapper) and is_json:
        stream.reconfigure(encoding="utf-8")
    elif isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="replace")


def _common_options(*, suppress: bool) -> argparse.ArgumentParser:
    """Options that every command takes, before or after its name; a subcommand must not reset them."""
    options = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS if suppress else None)
    store = argparse.SUPPRESS if suppress else str(paths.default_store())
    options.add_argument("--store", metavar="PATH", help="folder of the data store", default=store)
    options.add_argument("--json", action="store_true", help="print one JSON object", default=argparse.SUPPRESS)
    language = argparse.SUPPRESS if suppress else _default_language()
    options.add_argument("--lang", choices=("zh", "en"), help="language of sentences", default=language)
    return options


def _default_language() -> str:
    language = os.environ.get("TRADESCOPE_LANG", "")
    return language if language in {"zh", "en"} else "zh"


def _cancel_on_interrupt(token: CancelToken) -> None:
    """The first Ctrl+C asks the work to stop cleanly, the second stops the program."""

    def stop(_number: int, _frame: object) -> None:
        if token.is_cancelled:
            raise KeyboardInterrupt
        token.cancel()

    signal.signal(signal.SIGINT, stop)
