"""A file of goods priced as a task."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.bridge.tasks import Call
from app.engine.jobs import CancelToken, Progress
from app.engine.messages import Language
from app.engine.price.answers import PriceQuestion
from app.engine.store.selection import Direction

if TYPE_CHECKING:
    from app.engine.price.pricer import Pricer
    from app.engine.reports.price_file import PriceFileReport

PATTERN = "CSV, XLSX (*.csv *.xlsx *.xls *.txt *.tsv *.zip)"
_WORKBOOKS = frozenset({".xlsx", ".xls", ".xlsm"})


def batch_call(pricer: Pricer, source: Path, target: Path, *, like: PriceQuestion | None, language: Language) -> Call:
    """Rows without a year or direction are priced for those of `like`, else for exports of the newest year."""

    def call(progress: Progress, token: CancelToken) -> PriceFileReport:
        from app.engine.price.batch_cells import BatchDefaults  # noqa: PLC0415  # readers take long to import
        from app.engine.reports.price_file import price_file  # noqa: PLC0415  # as above
        from app.engine.store.open_store import interruptible  # noqa: PLC0415  # as above

        defaults = BatchDefaults(
            year=like.year if like else pricer.years[-1], direction=like.direction if like else Direction.EXPORT
        )
        with interruptible(token):
            return price_file(
                pricer,
                source,
                target,
                defaults=defaults,
                language=language,
                made_at=datetime.now().astimezone(),
                progress=progress,
                token=token,
            )

    return call


def proposed_target(source: Path, suffix: str) -> Path:
    """Beside the source, of its kind where that can be written."""
    ending = ".xlsx" if source.suffix.lower() in _WORKBOOKS else ".csv"
    return source.with_name(f"{source.stem} {suffix}{ending}")
