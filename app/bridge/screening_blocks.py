"""Lines scored on their prices alone, in the blocks that a run keeps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from app.engine.errors import NotInDataError
from app.engine.jobs import CancelToken, no_progress
from app.engine.price.pricer import Pricer
from app.engine.records.whole_tables import read_whole_table
from app.engine.screening.case_blocks import block_of_lines
from app.engine.screening.declaration import Declaration
from app.engine.screening.findings import Component, Finding, Reason, ScoredLine, reason_of
from app.engine.screening.mapping import DeclarationMapping, mapped_table
from app.engine.screening.price_check import PriceCheck, PricePlace, check_prices
from app.engine.screening.rates import RateTable
from app.engine.screening.reading import read_declarations
from app.engine.store.cases.run_file import KeptBlock

_BLOCK = 20_000
_USUAL_SHARE = 0.05  # of declarations in which something is found, until the desk knows better


def blocks_of(
    source: Path,
    mapping: DeclarationMapping,
    pricer: Pricer | None,
    rates: RateTable,
    *,
    first: int,
    token: CancelToken,
) -> Iterator[KeptBlock]:
    """From a block on."""
    table = mapped_table(read_whole_table(source, token=token), mapping)
    file = read_declarations(table, direction=None, progress=no_progress, token=token)
    for number, place in enumerate(range(0, len(file.declarations), _BLOCK)):
        if number >= first:
            lines = score(pricer, file.declarations[place : place + _BLOCK], rates, token=token)
            yield block_of_lines(lines, number=number, unread=file.unread if number == 0 else ())


def score(
    pricer: Pricer | None, declarations: Sequence[Declaration], rates: RateTable, *, token: CancelToken
) -> list[ScoredLine]:
    """Each by its price; all else is not checked, and says so."""
    if pricer is None:
        return [_line(each, NotInDataError("screening_desk.no_prices")) for each in declarations]
    checks = check_prices(pricer, declarations, rates, progress=no_progress, token=token)
    return [_line(*pair) for pair in zip(declarations, checks, strict=True)]


def _line(declaration: Declaration, check: PriceCheck) -> ScoredLine:
    reason = Reason("screening_desk.not_checked_yet")
    others = [Finding(component, None, (reason,)) for component in Component if component is not Component.PRICE]
    if not isinstance(check, PricePlace):
        price = Finding(Component.PRICE, None, (reason_of(check),))
        return ScoredLine(declaration, (price, *others), _USUAL_SHARE, None, 0.0, None, None, ())
    side = "low" if check.percentile <= 1 / 2 else "high"
    times = float(check.declared.price) / check.expected
    said = Reason(f"screening.reason_{side}", (("share", check.tail), ("times", f"{times:.3g}")))
    odds = _USUAL_SHARE / max(check.tail, 1e-6)
    risk, value = odds / (1 + odds), float(check.declared.total)
    recovery = risk * abs(1 / times - 1) * value
    price = Finding(Component.PRICE, check.tail, (said,))
    return ScoredLine(declaration, (price, *others), risk, value, recovery, check, None, ())
