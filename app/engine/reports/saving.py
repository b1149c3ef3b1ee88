"""A report as the kind of file that its name asks for."""

from __future__ import annotations

from pathlib import Path

from app.engine.errors import UsageError
from app.engine.jobs import CancelToken, Progress, no_progress
from app.engine.reports.csv import write_csv
from app.engine.reports.pdf import write_pdf
from app.engine.reports.report import Report
from app.engine.reports.workbook import write_workbook

_KINDS = (".csv", ".xlsx", ".pdf")


def save_report(
    path: Path, report: Report, *, progress: Progress = no_progress, token: CancelToken | None = None
) -> None:
    """CSV holds the longest table, XLSX every table, PDF everything; UsageError for another ending."""
    tables = [section.table for section in report.sections if section.table]
    match path.suffix.lower():
        case ".csv":
            write_csv(path, max(tables, key=lambda table: len(table.rows)), progress=progress, token=token)
        case ".xlsx":
            write_workbook(path, report.about, tables, progress=progress, token=token)
        case ".pdf":
            write_pdf(path, report, progress=progress, token=token)
        case _:
            raise UsageError("reports.kind_unknown", given=path.name, known=", ".join(_KINDS))
