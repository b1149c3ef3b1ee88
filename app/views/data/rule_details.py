"""One rule of a report: its sentence, what to change, and rows as they stood in the file."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.bridge.data_report import RuleLine, remedy
from app.bridge.desk import Desk
from app.engine.messages import Language
from app.views.data.layouts import column, row
from app.widgets.elided_label import ElidedLabel
from app.widgets.parts import button, frame, label

_SAMPLES = 3


class RuleDetails(QWidget):
    """Hidden unless a rule is chosen."""

    rows_asked = Signal(str)  # id of a rejecting rule

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._line: RuleLine | None = None
        self._title, self._remedy = label("", "ruleTitle", wraps=True), label("muted", "ruleRemedy", wraps=True)
        self._samples = [ElidedLabel() for _ in range(_SAMPLES)]
        self._rows = button("", "showRejected")
        self._build()
        desk.texts.language_changed.connect(lambda: self.show_rule(self._line))

    def show_rule(self, line: RuleLine | None) -> None:
        """Show another rule, or none."""
        self._line = line
        self.setVisible(line is not None)
        if line is None:
            return
        texts = self._desk.texts
        self._title.setText(line.zh if texts.language is Language.ZH else line.en)
        advice = remedy(line.rule, texts)
        self._remedy.setText(advice)
        self._remedy.setVisible(bool(advice))
        self._rows.setVisible(line.action == "reject")
        for place, shown in enumerate(self._samples):
            has_sample = place < len(line.samples)
            shown.setVisible(has_sample)
            if has_sample:
                shown.setText(" | ".join(line.samples[place]))

    def _build(self) -> None:
        theme, texts = self._desk.theme, self._desk.texts
        whole = column(theme, self, gap=0)
        whole.addWidget(frame("line"))
        inner = column(theme, margin=3, gap=1)
        line = row(theme)
        line.addWidget(self._title, 1)
        line.addWidget(self._rows)
        inner.addLayout(line)
        inner.addWidget(self._remedy)
        for sample in self._samples:
            sample.setProperty("role", "caption")
            inner.addWidget(sample)
        whole.addLayout(inner)
        texts.bind(self._rows.setText, "data.report_show_rows")
        self._rows.clicked.connect(lambda: self.rows_asked.emit(self._line.rule if self._line else ""))
