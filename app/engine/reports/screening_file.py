"""A scored file of declarations out: a list in the order in which its lines are worth a look, as CSV or XLSX."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np

from app.engine import messages
from app.engine.jobs import CancelToken, Progress, no_progress
from app.engine.messages import Language
from app.engine.reference import units
from app.engine.reports.about import About
from app.engine.reports.csv import write_csv
from app.engine.reports.price_file import check_target
from app.engine.reports.spilled_rows import SpilledRows
from app.engine.reports.tables import Cell, Column, Kind, Table
from app.engine.reports.workbook import write_workbook
from app.engine.screening.blocks import ScoredBlock
from app.engine.screening.desk_tools import ScreeningDesk
from app.engine.screening.findings import REMARKABLE, Component, Finding, ScoredLine
from app.engine.screening.ranking import order_of_worth, within_budget
from app.engine.screening.reading import UnreadRow

_COLUMNS = (
    ("row", Kind.INTEGER),
    ("number", Kind.TEXT),
    ("hs", Kind.TEXT),
    ("name", Kind.TEXT),
    ("proposed", Kind.TEXT),
    ("risk", Kind.NUMBER),
    ("recovery", Kind.NUMBER),
    ("value", Kind.NUMBER),
    ("currency", Kind.TEXT),
    ("declared", Kind.NUMBER),
    ("expected", Kind.NUMBER),
    ("unit", Kind.TEXT),
    ("unchecked", Kind.TEXT),
)


@dataclass(frozen=True, slots=True)
class Screened:
    """What a file held: counts by component, the first of the proposed lines, and rows that could not be read."""

    lines: int
    proposed: int
    first: tuple[ScoredLine, ...]
    unread: tuple[UnreadRow, ...]
    checked: Mapping[Component, int]
    remarkable: Mapping[Component, int]

    @property
    def never_checked(self) -> list[Component]:
        """Components that no line could be held against."""
        return [component for component, lines in self.checked.items() if not lines]


def gather(
    blocks: Iterable[ScoredBlock], *, budget: float, most: int, rows: SpilledRows | None, shown: RowText
) -> Screened:
    """Go through the blocks of a file once; every line is added to `rows`, where there are any, which are then sorted.

    `most` is how many of the proposed lines are told whole.
    """
    tails: list[np.ndarray] = []
    unread: list[UnreadRow] = []
    first: dict[int, ScoredLine] = {}
    rank = np.zeros(0, dtype=np.int64)
    proposed = 0
    for block in blocks:
        if not block.first:
            order = order_of_worth(block.scores)
            rank = np.argsort(order, kind="stable")
            proposed = within_budget(budget, len(order))
            if rows is not None:
                rows.sort(order)
        tails.append(block.tails)
        unread += block.unread
        own = rank[block.first : block.first + len(block.lines)].tolist()
        for place, at in enumerate(own):
            is_told = at < min(proposed, most)
            if rows is None and not is_told:
                continue
            line = block.line(place)
            if is_told:
                first[at] = line
            if rows is not None:
                rows.add(shown.row(line, is_proposed=at < proposed))
    if rows is not None:
        for each in unread:
            rows.add(shown.unread_row(each))
    return _told(len(rank), proposed, first, unread, tails)


def _told(
    lines: int, proposed: int, first: Mapping[int, ScoredLine], unread: Sequence[UnreadRow], tails: list[np.ndarray]
) -> Screened:
    every = np.concatenate(tails) if tails else np.zeros((0, len(Component)), dtype=np.float32)
    return Screened(
        lines,
        proposed,
        tuple(first[at] for at in sorted(first)),
        tuple(unread),
        dict(zip(Component, map(int, np.isfinite(every).sum(axis=0)), strict=True)),
        dict(zip(Component, map(int, (every <= np.float32(REMARKABLE)).sum(axis=0)), strict=True)),
    )


@dataclass(frozen=True, slots=True)
class RowText:
    """How the list tells a line, in one language; `currency` is that of the data."""

    language: Language
    currency: str

    def say(self, code: str, **words: object) -> str:
        """A text of the catalogue."""
        return messages.text(code, self.language, **words)

    def columns(self) -> tuple[Column, ...]:
        """Of the list: the line, then two of each component."""
        own = (Column(self.say(f"screening.column_{key}"), kind) for key, kind in _COLUMNS)
        found = (
            Column(self.say(f"screening.column_{key}", component=self.name(component)), kind)
            for component in Component
            for key, kind in (("component_tail", Kind.NUMBER), ("component_reason", Kind.TEXT))
        )
        return (*own, *found)

    def name(self, component: Component) -> str:
        """Of a component."""
        return self.say(f"cases.component_{component.value}")

    def reason(self, finding: Finding) -> str:
        """All sentences of a finding."""
        return finding.text(self.language)

    def row(self, line: ScoredLine, *, is_proposed: bool) -> tuple[Cell, ...]:
        """One line of the list."""
        declaration, price = line.declaration, line.price
        declared = None if price is None else told(float(price.declared.price))
        return (
            *(declaration.row, declaration.number, declaration.hs, declaration.name),
            self.say("screening.is_proposed") if is_proposed else "",
            told(line.risk),
            told(line.recovery),
            None if line.value is None else told(line.value),
            "" if line.value is None else self.currency,
            declared,
            None if price is None else told(price.expected),
            self.unit(line),
            ", ".join(self.name(each.component) for each in line.findings if not each.is_checked),
            *(cell for each in line.findings for cell in (told_tail(each), self.reason(each))),
        )

    def unread_row(self, unread: UnreadRow) -> tuple[Cell, ...]:
        """A row of the file that could not be read; its sentence stands for what was not checked."""
        blank: list[Cell] = [None] * (len(_COLUMNS) + 2 * len(Component))
        blank[0], blank[len(_COLUMNS) - 1] = unread.row, messages.sentence(unread.problem, self.language)
        return tuple(blank)

    def unit(self, line: ScoredLine) -> str:
        """The unit that the prices of a line are told in."""
        unit = None if line.price is None else line.price.declared.unit
        return "" if unit is None else units.table().by_id(unit).name(self.language)


def write_screened(
    rows: SpilledRows,
    shown: RowText,
    about: About,
    source: Path,
    target: Path,
    *,
    progress: Progress = no_progress,
    token: CancelToken,
) -> None:
    """Write the list whole or not at all; UsageError for another kind of file or the source itself."""
    check_target(source, target)
    table = Table(source.stem, shown.columns(), rows)
    if target.suffix.lower() == ".csv":
        write_csv(target, table, progress=progress, token=token)
    else:
        write_workbook(target, about, [table], progress=progress, token=token)


def about_screened(
    screened: Screened, desk: ScreeningDesk, source: Path, shown: RowText, *, made_at: datetime
) -> About:
    """What a workbook says of itself."""
    pricer = desk.pricer
    demo = [shown.say("demo.label")] if pricer is not None and pricer.is_demo else []
    missing = ", ".join(shown.name(each) for each in screened.never_checked)
    return About(
        title=shown.say("screening.about_title", file=source.name),
        made_at=made_at,
        language=shown.language,
        basis=() if pricer is None else (shown.say("price.about_model", model=pricer.model_version),),
        left_out=(shown.say("screening.never_checked", components=missing),) if missing else (),
        note=" ".join([*demo, shown.say("screening.about_note")]),
    )


def told(figure: float) -> float:
    """Six digits that count: more would pretend."""
    return float(f"{figure:.6g}")


def told_tail(finding: Finding) -> float | None:
    """None for what was not checked."""
    return None if finding.tail is None else told(finding.tail)
