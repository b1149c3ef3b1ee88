"""Saving findings: their tables as CSV or XLSX, everything as PDF with each chart as it is drawn, one chart alone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from app.bridge.analysis_inquiry import Findings
from app.bridge.charts.cards import ImageKind
from app.views.analysis.findings import FindingsView
from app.widgets.table_export import TableExport


class FindingsSaving(QObject):
    """Saves what the view shows, under the title that `name` gives at that moment."""

    def __init__(self, view: FindingsView, export: TableExport, name: Callable[[], str]) -> None:
        super().__init__(view)
        self._view, self._export, self._name = view, export, name
        view.picture_asked.connect(self._save_picture)

    def save(self, kind: str, findings: Findings) -> None:
        """As "csv", "xlsx" or "pdf"."""
        cards = [card for card, chart in findings.charts.items() if chart.option] if kind == "pdf" else []
        self._picture_next(kind, findings, cards, {})

    def _picture_next(self, kind: str, findings: Findings, cards: list[str], taken: dict[str, bytes]) -> None:
        """One chart after the other, as the page draws them; then the document."""
        if not cards:
            name, tables = self._name(), findings.tables
            self._export.save(kind, name, tables, findings.basis, sentences=findings.sentences, pictures=taken)
            return
        card, *others = cards

        def go_on(picture: bytes | None) -> None:
            more = {findings.charts[card].title: picture} if picture else {}
            self._picture_next(kind, findings, others, taken | more)

        self._view.area.capture(card, ImageKind.PNG, go_on, has_title=False)

    def _save_picture(self, card: str, kind: ImageKind) -> None:
        name = self._name()
        self._view.area.capture(card, kind, lambda picture: self._export.save_picture(kind.value, name, picture))
