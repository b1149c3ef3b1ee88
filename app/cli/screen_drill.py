"""`tradescope screen drill`: known fraud is planted in a copy of the newest year, and it is counted who finds it."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from app.cli.query_options import choices_of
from app.cli.tables import Align, Column, render
from app.cli.terminal import Terminal
from app.cli.vision_models import chosen_recogniser
from app.engine import paths
from app.engine.demo.truth import truth_folder
from app.engine.jobs import CancelToken
from app.engine.price.opening import open_pricer
from app.engine.screening.drill import BUDGETS, Contestant, DrillReport, drill, prepare_drill
from app.engine.screening.drill_evidence import PhotoPool, photo_pool
from app.engine.screening.photo_check import PhotoClassifier
from app.engine.screening.planting import Fraud, Kind
from app.engine.screening.price_odds import Side
from app.engine.store.open_store import open_store

Document = dict[str, object]


def add_drill_options(screen: argparse.ArgumentParser) -> None:
    """Options that `screen drill` has beside those of `screen FILE`."""
    group = screen.add_argument_group("screen drill", "plant fraud in a copy of the newest year and count who finds it")
    group.add_argument("--multiplier", type=float, default=0.5, help="declared over true price (default: 0.5)")
    group.add_argument("--share", type=float, default=0.05, help="of rows that are planted (default: 0.05)")
    group.add_argument("--kind", choices=[each.value for each in Kind], default=Kind.PRICE.value)
    group.add_argument("--names", action="store_true", help="names take part, which for --kind name they always do")
    group.add_argument("--seed", type=int, default=0)
    group.add_argument("--side", choices=[each.value for each in Side], help="look for these (default: those planted)")


def run_drill(arguments: argparse.Namespace, terminal: Terminal, token: CancelToken) -> int:
    """One round, printed; nothing is written to the store."""
    kind = Kind(arguments.kind)
    fraud = Fraud(kind, arguments.share, arguments.multiplier if kind is Kind.PRICE else None)
    with open_store(Path(arguments.store)) as store:
        folder, choices = paths.user_data() / "prices", choices_of(arguments)
        pricer = open_pricer(store, folder=folder, choices=choices, progress=terminal.progress, token=token)
        ground = prepare_drill(store, pricer, truth_files=truth_folder(Path(arguments.store)), token=token)
        side = Side(arguments.side) if arguments.side else None
        photos = _photos(arguments, terminal, token)
        report = drill(
            ground,
            fraud,
            seed=arguments.seed,
            side=side,
            with_names=arguments.names,
            photos=photos,
            progress=terminal.progress,
            token=token,
        )
    terminal.print_json(drill_document(report))
    _print(report, terminal)
    return 0


def _photos(arguments: argparse.Namespace, terminal: Terminal, token: CancelToken) -> PhotoPool | None:
    if arguments.photos is None:
        return None
    reader = PhotoClassifier(chosen_recogniser(None))
    return photo_pool(arguments.photos, reader, seed=arguments.seed, progress=terminal.progress, token=token)


def drill_document(report: DrillReport) -> Document:
    """Precision and recall in the order of risk, value in that of expected recovery."""
    return {
        "model": _contestant(report.model),
        "baselines": {name: _contestant(each) for name, each in report.baselines.items()},
        "oracle": None if report.oracle is None else _contestant(report.oracle),
        "price_alone": None if report.by_price is None else _contestant(report.by_price),
        "with_names": report.with_names,
        "photos": report.photos,
        "tails": _by_share(report.tails),
        "kind": report.fraud.kind.value,
        "multiplier": report.fraud.multiplier,
        "share": report.fraud.share,
        "side": report.side.value,
        "seed": report.seed,
        "year": report.year,
        "rows": report.rows,
        "planted": report.planted,
        "unpriced": report.unpriced,
        "model_version": report.model_version,
        "is_demo": report.is_demo,
    }


def _contestant(contestant: Contestant) -> Document:
    risk, recovery = contestant.by_risk, contestant.by_recovery
    return {
        "recall": _by_share(risk.recall),
        "precision": _by_share(risk.precision),
        "value_recovered": _by_share(recovery.value_recovered),
        "by_recovery": {"recall": _by_share(recovery.recall), "precision": _by_share(recovery.precision)},
        "by_risk": {"value_recovered": _by_share(risk.value_recovered)},
    }


def _by_share(found: Mapping[float, float]) -> dict[str, float]:
    return {f"{share:g}": round(figure, 6) for share, figure in found.items()}


def _print(report: DrillReport, terminal: Terminal) -> None:
    if report.is_demo:
        terminal.print(terminal.say("demo.label"))
    told = {"planted": report.planted, "rows": report.rows, "year": report.year}
    terminal.print(terminal.say(f"screening.drilled_{report.fraud.kind.value}", **told, times=report.fraud.multiplier))
    contestants = {"model": report.model}
    if report.by_price is not None:
        contestants["price_alone"] = report.by_price
    contestants |= report.baselines
    if report.oracle is not None:
        contestants["oracle"] = report.oracle
    for measure in ("precision", "recall", "value_recovered"):
        terminal.print(terminal.say(f"screening.drill_{measure}"))
        titles = [Column(""), *(Column(f"{budget:.0%}", Align.RIGHT) for budget in BUDGETS)]
        terminal.print(render(titles, [_row(name, each, measure, terminal) for name, each in contestants.items()]))
    terminal.print(
        terminal.say("screening.drill_tails", **{f"at_{round(at * 100)}": of for at, of in report.tails.items()})
    )


def _row(name: str, contestant: Contestant, measure: str, terminal: Terminal) -> list[str]:
    ranking = contestant.by_recovery if measure == "value_recovered" else contestant.by_risk
    figures: Mapping[float, float] = getattr(ranking, measure)
    return [terminal.say(f"screening.ranked_by_{name}"), *(f"{figures[budget]:.1%}" for budget in BUDGETS)]
