"""Work that writes documents and pictures, for the task runner; libraries are imported on its thread."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.bridge.tasks import Call
from app.engine.jobs import CancelToken, Progress
from app.engine.reports.delivery import delivered

if TYPE_CHECKING:
    from app.engine.reports.about import About
    from app.engine.reports.report import Report
    from app.engine.reports.tables import Table


def pdf_call(path: Path, report: Report) -> Call:
    """Write a paginated PDF."""

    def call(progress: Progress, token: CancelToken) -> Path:
        from app.engine.reports.pdf import write_pdf  # noqa: PLC0415  # the library takes long to import

        write_pdf(path, report, progress=progress, token=token)
        return path

    return call


def workbook_call(path: Path, about: About, tables: Sequence[Table]) -> Call:
    """Write a workbook with a sheet for each table."""

    def call(progress: Progress, token: CancelToken) -> Path:
        from app.engine.reports.workbook import write_workbook  # noqa: PLC0415  # as above

        write_workbook(path, about, tables, progress=progress, token=token)
        return path

    return call


def csv_call(path: Path, table: Table) -> Call:
    """Write one table as CSV."""

    def call(progress: Progress, token: CancelToken) -> Path:
        from app.engine.reports.csv import write_csv  # noqa: PLC0415  # as above

        write_csv(path, table, progress=progress, token=token)
        return path

    return call


def bytes_call(path: Path, content: bytes) -> Call:
    """Write a picture."""

    def call(_progress: Progress, token: CancelToken) -> Path:
        token.check()
        with delivered(path) as partial:
            partial.write_bytes(content)
        return path

    return call
