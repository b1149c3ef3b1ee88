"""The commands by name; only the modules of those that are asked for are imported, which is most of a short start."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from app.cli.parsing import Subparsers

Adding: TypeAlias = Callable[[Subparsers, argparse.ArgumentParser], None]


def add_commands(arguments: Sequence[str], commands: Subparsers, common: argparse.ArgumentParser) -> None:
    """Declare the commands that the arguments name, or all where they name none, as for help."""
    named = [name for name in COMMANDS if name in arguments]
    for name in named or COMMANDS:
        COMMANDS[name]()(commands, common)


def _data() -> Adding:
    from app.cli import data

    return data.add_parser


def _demo() -> Adding:
    from app.cli import demo

    return demo.add_parser


def _query() -> Adding:
    from app.cli import query

    return query.add_parser


def _story() -> Adding:
    from app.cli import story

    return story.add_parser


def _watch() -> Adding:
    from app.cli import watch

    return watch.add_parser


def _cluster() -> Adding:
    from app.cli import cluster

    return cluster.add_parser


def _price() -> Adding:
    from app.cli import price

    return price.add_parser


def _screen() -> Adding:
    from app.cli import screen

    return screen.add_parser


def _vision() -> Adding:
    from app.cli import vision

    return vision.add_parser


def _codes() -> Adding:
    from app.cli import codes

    return codes.add_parser


def _doctor() -> Adding:
    from app.cli import doctor

    return doctor.add_parser


COMMANDS: Mapping[str, Callable[[], Adding]] = {
    "data": _data,
    "demo": _demo,
    "query": _query,
    "story": _story,
    "watch": _watch,
    "cluster": _cluster,
    "price": _price,
    "screen": _screen,
    "vision": _vision,
    "codes": _codes,
    "doctor": _doctor,
}
