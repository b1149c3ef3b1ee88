"""`tradescope price evaluate`: how well the model prices the newest year of the store in use."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from app.cli.parsing import Subparsers
from app.cli.query_options import add_choices, choices_of
from app.cli.tables import Align, Column, render
from app.cli.terminal import Terminal
from app.engine import paths
from app.engine.jobs import CancelToken
from app.engine.price.accuracy import PriceErrors
from app.engine.price.answers import LEVELS
from app.engine.price.calibration import CoverageReport, MeasuredCoverage
from app.engine.price.evaluation import Evaluation, evaluate_network
from app.engine.price.network import default_network, load_price_network
from app.engine.price.opening import open_with
from app.engine.store.dimensions import Dimension, member_key
from app.engine.store.members import member_name
from app.engine.store.open_store import open_store

Document = dict[str, object]
_MODEL = "model"
_NAME_WIDTH = 40


def add_evaluate(verbs: Subparsers, common: argparse.ArgumentParser) -> None:
    """Declare `price evaluate`."""
    evaluate = verbs.add_parser("evaluate", parents=[common], help="errors and coverage on the newest year of the data")
    evaluate.add_argument("--model", type=Path, metavar="FILE", help="an ONNX file with its card (default: ours)")
    add_choices(evaluate)
    evaluate.set_defaults(run=_run)


def _run(arguments: argparse.Namespace, terminal: Terminal, token: CancelToken) -> int:
    network = load_price_network(arguments.model or default_network())
    choices, folder = choices_of(arguments), paths.user_data() / "prices"
    with open_store(Path(arguments.store)) as store:
        pricer = open_with(store, network, folder=folder, choices=choices, progress=terminal.progress, token=token)
        evaluation = evaluate_network(store, network, choices, pricer.history, progress=terminal.progress, token=token)
    terminal.print_json(_document(evaluation, pricer.coverage, is_demo=pricer.is_demo))
    _print(evaluation, pricer.coverage, terminal)
    return 0


def _document(evaluation: Evaluation, coverage: CoverageReport | None, *, is_demo: bool) -> Document:
    return {
        **_errors(evaluation.errors),
        "pinball": evaluation.pinball,
        "coverage": _shares(coverage.overall) if coverage else {},
        "peers": {name: _errors(errors) for name, errors in evaluation.peers.items()},
        "year": evaluation.year,
        "records": evaluation.errors.rows,
        "unpriced": evaluation.unpriced,
        "chapters": _members(Dimension.HS2, coverage.chapters if coverage else ()),
        "countries": _members(Dimension.COUNTRY, coverage.countries if coverage else ()),
        "model": evaluation.model_version,
        "is_demo": is_demo,
    }


def _errors(errors: PriceErrors) -> Document:
    return {
        "mape": errors.mape,
        "median_ape": errors.median_ape,
        "wape": errors.wape,
        "rmse_ln": errors.rmse_ln,
    }


def _shares(measured: MeasuredCoverage) -> dict[str, float]:
    return {str(level): share for level, share in zip(LEVELS, measured.shares, strict=True)}


def _members(dimension: Dimension, members: Sequence[MeasuredCoverage]) -> dict[str, object]:
    return {
        str(member_key(dimension, member.key)): {"records": member.rows, **_shares(member), **_moved(member)}
        for member in members
    }


def _moved(measured: MeasuredCoverage) -> dict[str, object]:
    """In ln price; see MeasuredCoverage."""
    return {"moved": measured.moved, "moved_before": measured.moved_before}


def _print(evaluation: Evaluation, coverage: CoverageReport | None, terminal: Terminal) -> None:
    terminal.print(
        terminal.say(
            "price.evaluated", year=evaluation.year, rows=evaluation.errors.rows, model=evaluation.model_version
        )
    )
    if evaluation.unpriced:
        terminal.print(terminal.say("price.evaluated_without_history", rows=evaluation.unpriced))
    heads = [Column(terminal.say("price.evaluated_peer"))]
    heads += [Column(title, Align.RIGHT) for title in ("MAPE", "median APE", "WAPE", "RMSE ln")]
    told = {_MODEL: evaluation.errors, **evaluation.peers}
    rows = [
        [
            terminal.say(f"price.peer_{name}"),
            *(f"{share:.2%}" for share in (each.mape, each.median_ape, each.wape)),
            f"{each.rmse_ln:.4f}",
        ]
        for name, each in told.items()
    ]
    terminal.print(render(heads, rows))
    if coverage:
        _print_coverage(coverage, terminal)


def _print_coverage(coverage: CoverageReport, terminal: Terminal) -> None:
    terminal.print(terminal.say("price.evaluated_coverage", year=coverage.year))
    columns = [Column(terminal.say("price.evaluated_group")), Column(terminal.say("price.evaluated_rows"), Align.RIGHT)]
    columns += [Column(f"{level} %", Align.RIGHT) for level in LEVELS]
    lines = [_line(terminal.say("price.evaluated_all"), coverage.overall)]
    lines += [_line(_chapter(member.key, terminal), member) for member in coverage.chapters]
    lines += [
        _line(member_name(Dimension.COUNTRY, member.key, terminal.language), member) for member in coverage.countries
    ]
    terminal.print(render(columns, lines))


def _line(name: str, measured: MeasuredCoverage) -> list[str]:
    return [name, f"{measured.rows:,}", *(f"{share:.1%}" for share in measured.shares)]


def _chapter(key: int, terminal: Terminal) -> str:
    return f"{key:02d} {member_name(Dimension.HS2, key, terminal.language)}"[:_NAME_WIDTH]
