"""What becomes of a damaged file of declarations when it is screened or priced, and what must not."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from app.engine.errors import EngineError
from app.engine.jobs import CancelToken
from app.engine.messages import Language, sentence
from app.engine.price.batch_cells import BatchDefaults
from app.engine.price.pricer import Pricer
from app.engine.reports.price_file import price_file
from app.engine.screening.blocks import ScoredBlock
from app.engine.screening.desk_tools import ScreeningDesk
from app.engine.screening.findings import ScoredLine
from app.engine.screening.running import screen_blocks
from benchmarks.declaration_damage import DamagedFile
from benchmarks.declaration_draft import ROWS
from benchmarks.declaration_rows import HEADER, number_of

_LONGEST_SENTENCE = 3_000


class BrokenPromiseError(Exception):
    """A damaged file did more harm than it may."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What is told of each row, by the number of its declaration, and how many rows were not read."""

    rows: Mapping[str, str]
    unread: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """`refusal` is the code of the sentence by which a file was not read."""

    rows: int = 0
    unread: int = 0
    refusal: str | None = None


def screened(path: Path, desk: ScreeningDesk) -> Answers:
    """Every finding of every line."""
    blocks = list(screen_blocks(path, desk, token=CancelToken()))
    unread = [row.problem for block in blocks for row in block.unread]
    for problem in unread:
        _require_sentence(problem)
    lines = {line.declaration.number: line for block in blocks for line in _lines_of(block)}
    return Answers({number: _told(line) for number, line in lines.items()}, len(unread))


def priced(path: Path, pricer: Pricer) -> Answers:
    """Every cell of the file with prices."""
    target, defaults = path.with_name("priced.csv"), BatchDefaults(pricer.years[-1])
    made_at = datetime(2026, 1, 1, tzinfo=UTC)
    report = price_file(pricer, path, target, defaults=defaults, language=Language.EN, made_at=made_at)
    with target.open(encoding="utf-8-sig", newline="") as stream:
        table = csv.DictReader(stream)
        # What a heading is called may differ where the table is wider
        rows = {
            row.get(HEADER[0], ""): repr([row.get(name) for name in HEADER] + list(row.values())[-4:]) for row in table
        }
    return Answers(rows, report.problems)


def check_damaged(file: DamagedFile, path: Path, read: Callable[[Path], Answers], sound: Answers) -> Outcome:
    """Read the file at `path`; BrokenPromiseError where a row that is not hurt is not told as in the sound file."""
    path.write_bytes(file.content)
    try:
        answers = read(path)
    except EngineError as error:
        _require_sentence(error)
        if file.hurt is not None:
            raise BrokenPromiseError(f"refused: {error.code}") from error
        return Outcome(refusal=error.code)
    for place in [] if file.hurt is None else range(ROWS):
        number = number_of(place)
        if place not in (file.hurt or ()) and answers.rows.get(number) != sound.rows[number]:
            raise BrokenPromiseError(f"row {place + 1} is {'told otherwise' if number in answers.rows else 'lost'}")
    return Outcome(len(answers.rows), answers.unread)


def _told(line: ScoredLine) -> str:
    """All but its place in the file and the risk, for which the habits of all lines count."""
    return repr(replace(line, declaration=replace(line.declaration, row=0), risk=0.0, recovery=0.0))


def _lines_of(block: ScoredBlock) -> Iterator[ScoredLine]:
    block.kept()
    for place in range(len(block.lines)):
        line = block.line(place)
        for reason in (reason for finding in line.findings for reason in finding.reasons):
            if not all(reason.text(language) for language in Language):
                raise BrokenPromiseError(f"{reason.code} says nothing")
        yield line


def _require_sentence(error: EngineError) -> None:
    for language in Language:
        said = sentence(error, language)
        if not said or len(said) > _LONGEST_SENTENCE:
            raise BrokenPromiseError(f"{error.code} takes {len(said)} characters")
