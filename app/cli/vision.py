"""`tradescope vision`: photos of goods to chapters."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from app.cli.parsing import Subparsers
from app.cli.terminal import Terminal
from app.cli.vision_documents import recognition_document
from app.cli.vision_evaluate import add_evaluate
from app.cli.vision_models import chosen_recogniser
from app.engine.errors import EngineError
from app.engine.jobs import CancelToken
from app.engine.messages import sentence
from app.engine.reference import hs_codes
from app.engine.vision.answers import Candidate, Recognition
from app.engine.vision.comparing import Match, compare
from app.engine.vision.recogniser import Recogniser


def add_parser(commands: Subparsers, common: argparse.ArgumentParser) -> None:
    """Declare `vision` and its verbs."""
    verbs = commands.add_parser("vision", help="photos of goods to chapters").add_subparsers(
        metavar="VERB", required=True
    )
    recognise = verbs.add_parser("recognise", parents=[common], help="the chapters that photos show")
    recognise.add_argument("images", nargs="+", type=Path, metavar="IMAGE", help="a photo")
    recognise.add_argument("--declared", metavar="CODE", help="a declared code to compare each photo with")
    recognise.add_argument("--model", type=Path, metavar="FILE", help="an ONNX file with its card (default: in use)")
    recognise.set_defaults(run=_recognise)
    add_evaluate(verbs, common)


def _recognise(arguments: argparse.Namespace, terminal: Terminal, token: CancelToken) -> int:
    paths: list[Path] = arguments.images
    recogniser = chosen_recogniser(arguments.model)
    rows: list[dict[str, object]] = []
    lines: list[str] = []
    for done, path in enumerate(paths):
        token.check()
        terminal.progress(done, len(paths), path.name)
        try:
            told = _tell(recogniser, path)
        except EngineError as error:
            message = sentence(error, terminal.language)
            rows.append({"file": str(path), "error": {"code": error.code, "message": message}})
            lines.append(message)
            continue
        rows.append({"file": str(path), **recognition_document(told, arguments.declared)})
        lines += _lines(path, told, arguments.declared, terminal)
    terminal.print_json({"rows": rows})
    terminal.print("\n".join(lines))
    return 1 if any("error" in row for row in rows) else 0


def _tell(recogniser: Recogniser, path: Path) -> Recognition:
    return recogniser.recognise_file(path, with_goods=True)


def _lines(path: Path, told: Recognition, declared: str | None, terminal: Terminal) -> Iterable[str]:
    yield f"{path}  {terminal.say(f'vision.verdict_{told.ranking.verdict().value}')}"
    yield from (_candidate(each, terminal) for each in told.ranking.shown)
    if declared is not None:
        match: Match = compare(told.ranking, declared).match
        yield f"    {terminal.say(f'vision.{match.value}', declared=declared)}"
    for number, good in enumerate(told.goods, 1):
        best = good.ranking.best
        yield f"    {terminal.say('vision.good', number=number)}{_candidate(best, terminal)}"


def _candidate(candidate: Candidate, terminal: Terminal) -> str:
    title = hs_codes.table().title(candidate.chapter, terminal.language)
    return f"    {candidate.chapter}  {candidate.probability:6.1%}  {title}"
