"""A screening desk with officers, and runs of lines whose figures a test knows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from app.engine.errors import NotInDataError
from app.engine.screening.case_blocks import block_of_lines
from app.engine.screening.case_desk import CaseDesk
from app.engine.screening.case_runs import Run, RunBasis, finish_run, keep_blocks, start_run
from app.engine.screening.findings import CodeMatch, Component, Finding, Reason, ScoredLine, reason_of
from app.engine.screening.officers import Session, add_officer
from app.engine.screening.photos import PhotoAnswer
from app.engine.screening.price_check import PricePlace
from app.engine.screening.valuing import ComparablePrice
from app.engine.store.cases.run_file import KeptBlock
from app.engine.vault import SessionSecrets
from tests.engine.screening.declarations import KILOGRAM, declaration

PIN = "246810"
BASIS = RunBasis("申报.csv", "ab" * 32, (("price_model", "price-7"), ("store", "cd" * 32)))
NOT_CHECKED = Finding(Component.PHOTO, None, (reason_of(NotInDataError("screening.unchecked_no_history")),))


def desk_in(folder: Path) -> CaseDesk:
    return CaseDesk(folder / "screening", SessionSecrets())


def officer(desk: CaseDesk, name: str = "李", *, by: Session | None = None) -> Session:
    """Somebody at work; that the PIN is asked for is not what most tests are about."""
    return Session(add_officer(desk, name, PIN, by=by), datetime.now(tz=UTC))


def scored(
    *, risk: float = 0.5, value: float | None = 1000.0, tails: Sequence[float | None] = (), **changes: Any
) -> ScoredLine:
    low = Reason("screening.reason_low", (("share", 0.01), ("times", "0.4")))
    told = [*tails, *([0.2, None, 0.3, 0.4, 0.9][len(tails) :])]
    findings = tuple(
        Finding(each, tail, (low,) if tail is not None else NOT_CHECKED.reasons)
        for each, tail in zip(Component, told, strict=True)
    )
    return ScoredLine(
        declaration(**changes),
        findings,
        risk=risk,
        value=value,
        recovery=0.0 if value is None else risk * value,
        price=PricePlace(ComparablePrice(Decimal("10.5"), KILOGRAM, Decimal(100), Decimal(1050)), 20.0, 0.005, 2.5),
        photo=PhotoAnswer((("87", 0.9), ("84", 0.05)), is_sure=True, model_version="light-1"),
        words=(CodeMatch("270900", 0.8),),
    )


def run_of_lines(desk: CaseDesk, session: Session, lines: Sequence[ScoredLine], *, basis: RunBasis = BASIS) -> Run:
    run = start_run(desk, session, basis)
    keep_blocks(desk, run, [block_of_lines(lines)])
    return finish_run(desk, session, run)


def blocks_of(lines: Sequence[ScoredLine], size: int) -> list[KeptBlock]:
    return [
        block_of_lines(lines[first : first + size], number=number)
        for number, first in enumerate(range(0, len(lines), size))
    ]


def numbered(count: int) -> list[ScoredLine]:
    """Lines whose risk rises with their place in the file."""
    return [
        scored(risk=place / count, row=place + 2, number=f"N{place:06d}", name=f"货物 {place}", value=100.0)
        for place in range(count)
    ]
