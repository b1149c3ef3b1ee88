"""The tab of market potential: product and direction, weights, the ranking with its parts, and its track record."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.bridge.analysis_inquiry import Findings
from app.bridge.dashboard_names import hs_name
from app.bridge.desk import Desk
from app.bridge.potential_board import Outlook, ask_outlook, show_outlook
from app.engine.analysis.potential import Part
from app.engine.store.selection import Direction
from app.views.analysis.asking import Asking
from app.views.analysis.explanation import Explanation
from app.views.analysis.findings import FindingsView
from app.views.analysis.findings_saving import FindingsSaving
from app.views.analysis.weights import WeightsPanel
from app.widgets.choice_box import ChoiceBox
from app.widgets.export_button import ExportButton
from app.widgets.parts import button
from app.widgets.segments import Segments
from app.widgets.table_export import TableExport
from app.widgets.table_notice import Remedy

_LONGEST_NAME = 36
_REDRAWN_AFTER_MS = 40


class PotentialTab(QWidget):
    """Weights rank anew without asking the store."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._product = ""
        self._direction: Direction | None = None
        self.outlook: Outlook | None = None
        self.findings: Findings | None = None
        self.directions = Segments(
            desk.texts, "potential.direction", [(way.value, f"story.series_{way.value}") for way in Direction]
        )
        self.product = ChoiceBox(desk.texts, self._name_of, label_code="potential.product")
        self.explain = button("link", "explain")
        self.explanation = Explanation(desk)
        self.weights = WeightsPanel(desk)
        self.view = FindingsView(desk, shares=(500, 500))
        self.export = TableExport(desk, self)
        self._saving = FindingsSaving(self.view, self.export, self._title)
        self.export_button = ExportButton(desk)
        self._redrawing = QTimer(self, singleShot=True, interval=_REDRAWN_AFTER_MS)
        self.asking = Asking(desk, self._build_content())
        self._build()
        self._connect()

    @property
    def direction(self) -> Direction:
        """The one chosen here, or that of the selection, or exports."""
        return self._direction or self._desk.session.selection.direction or Direction.EXPORT

    def saved_state(self) -> dict[str, object]:
        """The weights."""
        return {"weights": {part.value: weight for part, weight in self.weights.weights.items()}}

    def restore_state(self, state: Mapping[str, object]) -> None:
        """The weights of a saved view; others stay."""
        kept, known = state.get("weights"), {part.value: part for part in Part}
        if isinstance(kept, Mapping):
            told = {known[name]: float(weight) for name, weight in kept.items() if name in known}
            self.weights.show_weights(told)

    def _build_content(self) -> QWidget:
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._desk.theme.tokens.space(2))
        row.addWidget(self.weights)
        row.addWidget(self.view, 1)
        return content

    def _build(self) -> None:
        texts, space = self._desk.texts, self._desk.theme.tokens.space
        texts.bind(self.explain.setText, "analysis.explain")
        self.explain.setCheckable(True)
        self.explanation.explain("potential")
        self.product.setMinimumContentsLength(_LONGEST_NAME * 2 // 3)
        head = QHBoxLayout()
        head.setSpacing(space(2))
        for control in (self.directions, self.product, self.explain):
            head.addWidget(control)
        head.addStretch(1)
        head.addWidget(self.export_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(2))
        column.addLayout(head)
        column.addWidget(self.explanation)
        column.addWidget(self.asking, 1)

    def _connect(self) -> None:
        self.directions.chosen.connect(self._on_direction_chosen)
        self.product.chosen.connect(self._on_product_chosen)
        self.explain.toggled.connect(self.explanation.setVisible)
        self.weights.changed.connect(self._redrawing.start)
        self._redrawing.timeout.connect(self._show)
        self.asking.needed.connect(self._ask)
        self._desk.session.selection_changed.connect(self._forget_choice)
        self._desk.texts.language_changed.connect(self._show)
        self.export_button.chosen.connect(self._save)

    def _forget_choice(self) -> None:
        self._product, self._direction = "", None
        self.asking.renew()

    def _ask(self) -> None:
        selection, product, direction = self._desk.session.selection, self._product, self.direction
        self.asking.ask(lambda store: ask_outlook(store, selection, product, direction), self._on_answered)

    def _on_answered(self, outlook: Outlook | None) -> None:
        self.outlook = outlook
        self._show()

    def _show(self) -> None:
        outlook, weights = self.outlook, self.weights.weights
        if outlook is None:
            self._refuse("query.nothing_found", Remedy.CLEAR_FILTERS)
            return
        self.directions.show_choice(outlook.direction.value)
        self.product.show_choices(outlook.offered, outlook.product)
        self.weights.show_alone(outlook.alone)
        if not sum(weights.values()):
            self.view.sentences.setText(self._desk.texts.say("potential.no_weight"))
            return
        self.findings = show_outlook(outlook, weights, self._desk.texts.language)
        if self.findings.obstacle:
            self._refuse(self.findings.obstacle, Remedy.CLEAR_FILTERS)
            return
        self.view.show_findings(self.findings)
        self._enable_export()

    def _refuse(self, code: str, remedy: Remedy) -> None:
        self.findings = None
        if self._desk.session.has_data and self.isVisible():
            self.asking.say(code, remedy)
        self._enable_export()

    def _enable_export(self) -> None:
        self.export_button.setEnabled(self.findings is not None)

    def _on_direction_chosen(self, name: str) -> None:
        self._direction = Direction(name)
        self._product = self.outlook.product if self.outlook else self._product
        self.asking.renew()

    def _on_product_chosen(self, product: str) -> None:
        self._product = product
        self.asking.renew()

    def _save(self, kind: str) -> None:
        if self.findings is not None:
            self._saving.save(kind, self.findings)

    def _title(self) -> str:
        return self._desk.texts.say("potential.title", product=self.product.currentText())

    def _name_of(self, product: str) -> str:
        name = hs_name(product, self._desk.texts.language)
        return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
