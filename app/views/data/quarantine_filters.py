"""Choosing among rejected rows: by batch, by file, by rule with counts, and by text."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from app.bridge import data_words
from app.bridge.data_rejected_search import RejectedSearch
from app.bridge.desk import Desk
from app.engine.messages import Language
from app.engine.store.manifest import Segment
from app.views.data.layouts import column, named, row
from app.widgets.choice_box import ChoiceBox
from app.widgets.parts import label

_SEARCH_AFTER_MS = 300
_WIDE, _NARROW = 30, 16
EVERYTHING = ""


class QuarantineFilters(QWidget):
    """Emits when another set of rows is wanted; rules are counted within the chosen files."""

    changed = Signal()

    def __init__(self, desk: Desk, search: RejectedSearch) -> None:
        super().__init__()
        self._desk, self._search = desk, search
        texts = desk.texts
        self.rule = named(ChoiceBox(texts, self._rule_name, label_code="data.column_rule"), "ruleFilter")
        self.file = named(ChoiceBox(texts, self._file_name, label_code="data.column_file"), "fileFilter")
        self.text = named(QLineEdit(clearButtonEnabled=True), "rejectedText")
        self._batch = EVERYTHING
        self._awaited: str | None = None  # the rule to show, which cannot be chosen before rules are counted
        self._timer = QTimer(self, singleShot=True, interval=_SEARCH_AFTER_MS)
        self._build()

    @property
    def chosen_rule(self) -> str | None:
        """Id of the rule; None for all."""
        return self._wanted_rule or None

    @property
    def segment_ids(self) -> list[str]:
        """The chosen files."""
        wanted = self.file.value
        return [segment.id for segment in self._segments() if wanted in {None, EVERYTHING, segment.id}]

    def narrow(self, batch: str, rule: str) -> None:
        """Show the rows of one rule in one batch."""
        self._batch, self._awaited = batch, rule
        self.text.clear()
        self.refresh(file=EVERYTHING)

    def refresh(self, *, file: str | None = None) -> None:
        """Offer what there is now; what was chosen stays where it is still there."""
        chosen_file = file if file is not None else str(self.file.value or EVERYTHING)
        known = {segment.batch for segment in self._desk.session.manifest.segments}
        if self._batch and self._batch not in known:
            self._batch, self._awaited = EVERYTHING, None
        ids = [EVERYTHING, *(segment.id for segment in self._segments())]
        with QSignalBlocker(self.file):
            self.file.show_choices(ids, chosen_file if chosen_file in ids else EVERYTHING)
        self._offer_rules()
        self.changed.emit()

    def _build(self) -> None:
        texts = self._desk.texts
        line = row(self._desk.theme, self, gap=3)
        self.rule.setMinimumContentsLength(_WIDE)
        self.file.setMinimumContentsLength(_NARROW)
        texts.bind(self.text.setPlaceholderText, "data.rejected_search")
        texts.bind(self.text.setAccessibleName, "data.rejected_search")
        controls: Sequence[tuple[str, QWidget, int]] = (
            ("data.column_rule", self.rule, 3),
            ("data.column_file", self.file, 2),
            ("data.rejected_text", self.text, 2),
        )
        for code, control, stretch in controls:
            pair = column(self._desk.theme, gap=1)
            words = label("caption")
            texts.bind(words.setText, code)
            words.setBuddy(control)
            pair.addWidget(words)
            pair.addWidget(control)
            line.addLayout(pair, stretch)
        self.file.chosen.connect(self._on_file)
        self.rule.chosen.connect(self._on_rule)
        self.text.textChanged.connect(self._on_text)
        self._timer.timeout.connect(self.changed)

    def _segments(self) -> list[Segment]:
        segments = self._desk.session.manifest.segments
        return [segment for segment in segments if segment.rejected and self._batch in {EVERYTHING, segment.batch}]

    def _on_file(self) -> None:
        self._offer_rules()
        self.changed.emit()

    def _on_rule(self) -> None:
        self._awaited = None
        self.changed.emit()

    def _on_text(self) -> None:
        self._timer.start()

    @property
    def _wanted_rule(self) -> str:
        return self._awaited if self._awaited is not None else str(self.rule.value or EVERYTHING)

    def _offer_rules(self) -> None:
        chosen, wanted = self._wanted_rule, set(self.segment_ids)
        rules = dict.fromkeys(count.rule for count in self._search.counts if count.segment.id in wanted)
        ids = [EVERYTHING, *sorted(rules, key=lambda rule: -self._rows(rule))]
        with QSignalBlocker(self.rule):
            self.rule.show_choices(ids, chosen if chosen in ids else EVERYTHING)
        if chosen in ids:
            self._awaited = None

    def _rows(self, rule: str) -> int:
        wanted = set(self.segment_ids)
        counts = [c for c in self._search.counts if c.segment.id in wanted and rule in {EVERYTHING, c.rule}]
        return sum(count.rows for count in counts)

    def _rule_name(self, rule: str) -> str:
        texts, rows = self._desk.texts, data_words.count(self._rows(rule))
        if rule == EVERYTHING:
            return texts.say("data.rejected_all_rules", rows=rows)
        found = next((count for count in self._search.counts if count.rule == rule), None)
        words = rule if found is None else found.zh if texts.language is Language.ZH else found.en
        return texts.say("data.rejected_rule", rule=words, rows=rows)

    def _file_name(self, segment_id: str) -> str:
        segments = self._desk.session.manifest.segments
        found = next((segment for segment in segments if segment.id == segment_id), None)
        return found.source_name if found else self._desk.texts.say("data.rejected_all_files")
