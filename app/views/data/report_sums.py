"""The figures above a report: rows read, kept and rejected, and value before and after, by currency."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtWidgets import QLabel, QStackedWidget, QWidget

from app.bridge import data_words
from app.bridge.dashboard_amounts import share
from app.bridge.data_calls import FileReport
from app.bridge.data_report import sums_of
from app.bridge.desk import Desk
from app.engine.records.report import FileOutcome, FileStatus
from app.views.data.layouts import column, row
from app.widgets.parts import frame, label

_FIGURES = ("rows", "kept", "rejected", "before", "after", "left_out")


class ReportSumsView(QStackedWidget):
    """Figures of imported files, or the sentence of one that was not imported."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._values: dict[str, QLabel] = {}
        self._sentence, self._facts = label("", "outcome", wraps=True), label("caption", "reportFacts", wraps=True)
        self.addWidget(self._figures())
        self.addWidget(self._outcome())

    def show_reports(self, reports: Sequence[FileReport]) -> None:
        """The sums of these files together."""
        self.setCurrentIndex(0)
        texts, sums = self._desk.texts, sums_of(reports)
        rejected_share = sums.rejected / sums.rows if sums.rows else 0.0
        self._put("rows", data_words.count(sums.rows))
        self._put("kept", data_words.count(sums.kept))
        self._put("rejected", f"{data_words.count(sums.rejected)}  ({share(rejected_share)})" if sums.rows else "0")
        self._put_values("before", [(currency, before) for currency, before, _ in sums.values])
        self._put_values("after", [(currency, after) for currency, _, after in sums.values])
        self._put_values("left_out", [(currency, before - after) for currency, before, after in sums.values])
        self._facts.setText(texts.say("data.semicolon").join(dict.fromkeys(map(self._fact, reports))))

    def show_outcome(self, outcome: FileOutcome) -> None:
        """Why a file was not imported."""
        self.setCurrentIndex(1)
        texts = self._desk.texts
        if outcome.error is not None:
            self._sentence.setText(data_words.sentence(texts, outcome.error))
        else:
            self._sentence.setText(texts.say("data.outcome_present", name=outcome.name))
        level = "error" if outcome.status is FileStatus.FAILED else ""
        self._box.setProperty("level", level)
        self._box.style().polish(self._box)

    def _figures(self) -> QWidget:
        theme, texts = self._desk.theme, self._desk.texts
        box = frame("card", "reportSums")
        inner = column(theme, box, margin=3, gap=1)
        line = row(theme, gap=5)
        for name in _FIGURES:
            pair = column(theme, gap=0)
            title = label("caption")
            texts.bind(title.setText, f"data.sum_{name}")
            value = self._values[name] = label("heading", f"sum_{name}")
            pair.addWidget(title)
            pair.addWidget(value)
            pair.addStretch(1)
            line.addLayout(pair)
        line.addStretch(1)
        inner.addLayout(line)
        inner.addWidget(self._facts)
        return box

    def _outcome(self) -> QWidget:
        self._box = frame("banner")
        column(self._desk.theme, self._box, margin=3).addWidget(self._sentence)
        return self._box

    def _fact(self, report: FileReport) -> str:
        texts, segment = self._desk.texts, report.segment
        return texts.say(
            "data.report_fact",
            format=data_words.format_name(texts, segment.format),
            profile=data_words.profile_name(texts, segment.profile),
            encoding=segment.encoding or "–",
        )

    def _put(self, name: str, text: str) -> None:
        self._values[name].setText(text)

    def _put_values(self, name: str, values: Sequence[tuple[str | None, Decimal]]) -> None:
        """Scaled, one currency per line; all digits in the tool tip."""
        texts = self._desk.texts
        scaled = [data_words.short_money(value, texts, currency) for currency, value in values]
        self._values[name].setText("\n".join(scaled) or "–")
        self._values[name].setToolTip("\n".join(data_words.money(v, texts, currency) for currency, v in values))
