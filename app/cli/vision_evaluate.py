"""`tradescope vision evaluate`: how well the network in use recognises photos whose chapters are known."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from app.cli.parsing import Subparsers
from app.cli.tables import Align, Column, render
from app.cli.terminal import Terminal
from app.cli.vision_models import chosen_recogniser
from app.engine.jobs import CancelToken
from app.engine.reference import hs_codes
from app.engine.vision.evaluation import Evaluation, evaluate_folder
from app.engine.vision.measures import Counted
from app.engine.vision.recogniser import Recogniser
from app.engine.vision.sources import manifest_hash

_NAME_WIDTH = 40


def add_evaluate(verbs: Subparsers, common: argparse.ArgumentParser) -> None:
    """Declare `vision evaluate`."""
    evaluate = verbs.add_parser("evaluate", parents=[common], help="right answers on photos whose chapters are known")
    evaluate.add_argument("folder", type=Path, help="photos in folders NN_name, or listed in MANIFEST.csv")
    evaluate.add_argument("--model", type=Path, metavar="FILE", help="an ONNX file with its card (default: in use)")
    evaluate.set_defaults(run=_run)


def _run(arguments: argparse.Namespace, terminal: Terminal, token: CancelToken) -> int:
    recogniser = chosen_recogniser(arguments.model)
    evaluation = evaluate_folder(recogniser, arguments.folder, progress=terminal.progress, token=token)
    was_trained_on = recogniser.network.trained_on == manifest_hash(arguments.folder) != ""
    terminal.print_json(_document(evaluation, recogniser, was_trained_on=was_trained_on))
    _print(evaluation, recogniser, terminal)
    if was_trained_on:
        terminal.print(terminal.say("vision.evaluated_trained"))
    return 0


def _document(evaluation: Evaluation, recogniser: Recogniser, *, was_trained_on: bool) -> dict[str, object]:
    score = evaluation.score
    return {
        "n": score.n,
        "top1": score.top1,
        "top3": score.top3,
        "macro_top1": score.macro_top1,
        "coverage_at_threshold": score.coverage,
        "accuracy_at_threshold": score.accuracy,
        "ece": score.ece,
        "not_covered": list(evaluation.not_covered),
        "chapters": _counted(evaluation.chapters),
        "sources": _counted(evaluation.sources),
        "foreign": {"n": evaluation.foreign, "told": evaluation.foreign_told},
        "refused": evaluation.refused,
        "model": recogniser.network.model,
        "version": recogniser.network.version,
        "was_trained_on": was_trained_on,
    }


def _counted(groups: Mapping[str, Counted]) -> dict[str, object]:
    return {name: {"n": each.n, "top1": each.top1, "top3": each.top3} for name, each in groups.items()}


def _print(evaluation: Evaluation, recogniser: Recogniser, terminal: Terminal) -> None:
    score, network = evaluation.score, recogniser.network
    shares = {"top1": f"{score.top1:.1%}", "top3": f"{score.top3:.1%}", "macro": f"{score.macro_top1:.1%}"}
    terminal.print(terminal.say("vision.evaluated", model=network.model, version=network.version, n=score.n, **shares))
    answered = {"coverage": f"{score.coverage:.1%}", "accuracy": f"{score.accuracy:.1%}", "ece": f"{score.ece:.1%}"}
    terminal.print(terminal.say("vision.evaluated_threshold", **answered))
    if evaluation.foreign:
        terminal.print(terminal.say("vision.evaluated_foreign", n=evaluation.foreign, told=evaluation.foreign_told))
    if evaluation.refused:
        terminal.print(terminal.say("vision.evaluated_refused", n=evaluation.refused))
    names = {code: f"{code} {hs_codes.table().title(code, terminal.language)}" for code in evaluation.chapters}
    _print_table("vision.column_chapter", {names[code]: each for code, each in evaluation.chapters.items()}, terminal)
    if evaluation.sources:
        _print_table("vision.column_source", evaluation.sources, terminal)


def _print_table(title: str, groups: Mapping[str, Counted], terminal: Terminal) -> None:
    columns = [Column(terminal.say(title))]
    columns += [Column(terminal.say(f"vision.column_{name}"), Align.RIGHT) for name in ("photos", "top1", "top3")]
    rows = [
        [name[:_NAME_WIDTH], f"{each.n:,}", f"{each.top1:.1%}", f"{each.top3:.1%}"] for name, each in groups.items()
    ]
    terminal.print(render(columns, rows))
