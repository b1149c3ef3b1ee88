"""One case: what is remarkable about a line and why, what it is held against, and what is decided of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from app.bridge.dashboard_amounts import amount, currency_name
from app.bridge.desk import Desk
from app.bridge.price_board import PriceDetail
from app.bridge.price_products import product_name
from app.engine.screening.case_steps import CaseState, StepKind
from app.views.screening.decision_bar import DecisionBar
from app.views.screening.declaration_tab import DeclarationTab
from app.views.screening.findings_panel import FindingsPanel
from app.views.screening.history_tab import HistoryTab
from app.views.screening.photo_tab import PhotoTab
from app.views.screening.price_tab import ComparablesTab, PriceTab
from app.widgets.copy_label import CopyLabel
from app.widgets.elided_label import ElidedLabel
from app.widgets.fitted_scroll import FittedScroll
from app.widgets.parts import frame, label

if TYPE_CHECKING:
    from app.engine.screening.case_outcomes import KnownCase
    from app.engine.screening.cases import Case

_FINDINGS_HEIGHT = 190  # leaves a low window room for the curve
_TABS = ("tab_price", "tab_comparables", "tab_photo", "tab_declaration", "tab_history")


class CaseCard(QFrame):
    """Shows one case; the page decides what its buttons do."""

    def __init__(self, desk: Desk, around: QWidget) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._desk = desk
        self._case: Case | None = None
        self._currency: str | None = None
        self.product, self.about = ElidedLabel(), CopyLabel(desk.texts, "caption", "caseAbout", wraps=True)
        self.risk, self.stake = label("figure", "caseRisk"), label("caption", "caseStake")
        self.state = label("tag", "caseState")
        self.origin = CopyLabel(desk.texts, "warning", "caseOrigin", wraps=True)
        self.findings = FindingsPanel(desk)
        self.reasons = FittedScroll(self._why(), highest=_FINDINGS_HEIGHT)
        self.price, self.comparables, self.photo = PriceTab(desk), ComparablesTab(desk), PhotoTab(desk)
        self.declaration, self.history = DeclarationTab(desk), HistoryTab(desk)
        self.tabs = QTabWidget()
        self.bar = DecisionBar(desk, around)
        self._build()
        desk.texts.language_changed.connect(self._on_language)

    @property
    def case(self) -> Case | None:
        """What is shown."""
        return self._case

    def show_case(self, case: Case, currency: str | None) -> None:
        """Another case, or the same one after a decision; amounts are in `currency`."""
        is_same = self._case is not None and (self._case.run, self._case.line) == (case.run, case.line)
        self._case, self._currency = case, currency
        self._say()
        self.history.show_case(case)
        if is_same:
            return
        self.findings.show_line(case.scored)
        self.reasons.verticalScrollBar().setValue(0)
        for tab in (self.price, self.photo, self.declaration):
            tab.show_line(case.scored)
        self.comparables.show_detail(None)

    def show_detail(self, detail: PriceDetail | None) -> None:
        """What stands behind the price; None where there is nothing to compare."""
        if detail is not None:
            self.price.show_detail(detail)
        self.comparables.show_detail(detail)

    def show_likes(self, likes: Sequence[KnownCase]) -> None:
        """Earlier like cases."""
        self.history.show_likes(likes)

    def is_decided(self) -> bool:
        """Whether somebody has decided."""
        return self._case is not None and any(step.kind is StepKind.DECISION for step in self._case.steps)

    def _build(self) -> None:
        space = self._desk.theme.tokens.space
        for tab in (self.price, self.comparables, self.photo, self.declaration, self.history):
            self.tabs.addTab(tab, "")
        self.tabs.setDocumentMode(True)
        self._name_tabs()
        self.product.setProperty("role", "heading")
        words, figures, head = QVBoxLayout(), QVBoxLayout(), QHBoxLayout()
        words.setSpacing(space(1))
        title = QHBoxLayout()
        title.setSpacing(space(2))
        title.addWidget(self.product, 1)
        title.addWidget(self.state)
        words.addLayout(title)
        words.addWidget(self.about)
        figures.setSpacing(0)
        figures.addWidget(self.risk)
        figures.addWidget(self.stake)
        head.setSpacing(space(4))
        head.addLayout(words, 1)
        head.addLayout(figures)
        inner = QVBoxLayout()
        inner.setContentsMargins(space(3), space(2), space(3), space(2))
        inner.setSpacing(space(2))
        inner.addLayout(head)
        inner.addWidget(frame("line"))
        inner.addWidget(self.reasons)
        inner.addWidget(self.tabs, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(inner, 1)
        column.addWidget(self.bar)

    def _why(self) -> QWidget:
        """Where the risk comes from: the file, or what was found."""
        why = QWidget()
        column = QVBoxLayout(why)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._desk.theme.tokens.space(1))
        column.addWidget(self.origin)
        column.addWidget(self.findings)
        return why

    def _name_tabs(self) -> None:
        for place, name in enumerate(_TABS):
            self.tabs.setTabText(place, self._desk.texts.say(f"screening_desk.{name}"))

    def _on_language(self) -> None:
        self._name_tabs()
        self._say()

    def _say(self) -> None:
        case, texts = self._case, self._desk.texts
        if case is None:
            return
        scored = case.scored
        declaration = scored.declaration
        self.product.setText(product_name(declaration.hs, texts.language))
        parts = (declaration.number, texts.say("screening_desk.row", row=declaration.row), declaration.trader)
        self.about.setText(" · ".join(part for part in (*parts, declaration.name) if part))
        self.risk.setText(f"{scored.risk:.0%}")
        self.origin.setText(texts.say("screening.risk_of_file", risk=scored.risk))
        self.origin.setVisible(scored.is_risk_of_file)
        self.state.setText(texts.say(f"screening_desk.state_{case.state.value}"))
        self.state.setVisible(case.state is not CaseState.OPEN)
        if scored.value is None:
            self.stake.setText(texts.say("screening_desk.value_unknown"))
        else:
            self.stake.setText(
                texts.say(
                    "screening_desk.stake",
                    recovery=amount(scored.recovery, texts.language),
                    value=amount(scored.value, texts.language),
                    currency=currency_name(self._currency, texts.language),
                )
            )
