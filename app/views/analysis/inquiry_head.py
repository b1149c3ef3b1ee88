"""The row above an analysis: its name, what to break down by, the years to compare, the explanation, exports."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.bridge.analysis_inquiry import Asked, Inquiry, years_to_compare
from app.bridge.analysis_words import dimension_name
from app.bridge.desk import Desk
from app.engine.store.dimensions import Dimension
from app.widgets.choice_box import ChoiceBox
from app.widgets.export_button import ExportButton
from app.widgets.flow_layout import FlowLayout
from app.widgets.parts import button, label

_LONGEST_DIMENSION = 12


class InquiryHead(QWidget):
    """`changed` when another question is set; `save_asked` with "csv", "xlsx" or "pdf"."""

    changed = Signal()
    save_asked = Signal(str)
    explain_toggled = Signal(bool)

    def __init__(self, desk: Desk, inquiry: Inquiry) -> None:
        super().__init__()
        self._desk, self._inquiry = desk, inquiry
        self._chosen: dict[str, object] = {}
        self.title = label("heading", "inquiryTitle")
        self.dimension = ChoiceBox(desk.texts, self._name_of, label_code="analysis.dimension")
        self.dimension.setMinimumContentsLength(_LONGEST_DIMENSION)
        self.before = ChoiceBox(desk.texts, _year_name, label_code="analysis.before")
        self.arrow = label("muted")
        self.after = ChoiceBox(desk.texts, _year_name, label_code="analysis.after")
        self.explain = button("link", "explain")
        self.explain.setCheckable(True)
        self.export = ExportButton(desk)
        self._build()
        self._connect()
        self.propose_years()
        self.show_inquiry(inquiry)

    @property
    def inquiry(self) -> Inquiry:
        """What is asked."""
        return self._inquiry

    @property
    def asked(self) -> Asked:
        """The question of the moment."""
        dimension = self.dimension.value
        years = [box.value if isinstance(box.value, int) else None for box in (self.before, self.after)]
        has_years = self._inquiry.has_years
        return Asked(
            selection=self._desk.session.selection,
            dimension=dimension if isinstance(dimension, Dimension) else self._inquiry.dimensions[0],
            before=years[0] if has_years else None,
            after=years[1] if has_years else None,
        )

    def show_inquiry(self, inquiry: Inquiry) -> None:
        """Offer what this one takes, with the dimension that was last chosen for it; telling nobody."""
        self._inquiry = inquiry
        self._desk.texts.bind(self.title.setText, f"analysis.name_{inquiry.name}")
        self.dimension.show_choices(inquiry.dimensions, self._chosen.get(inquiry.name, inquiry.dimensions[0]))
        self.dimension.setVisible(len(inquiry.dimensions) > 1)
        for widget in (self.before, self.arrow, self.after):
            widget.setVisible(inquiry.has_years)

    def follow_years(self) -> None:
        """Propose other years where others were selected."""
        if self._desk.session.selection.years != self._proposed_for:
            self.propose_years()

    def propose_years(self) -> None:
        """Offer those held, the two that suit the selection chosen."""
        held = sorted({year for segment in self._desk.session.manifest.segments for year in segment.years})
        self._proposed_for = self._desk.session.selection.years
        proposed = years_to_compare(held, self._proposed_for)
        for box, year in zip((self.before, self.after), proposed, strict=True):
            box.show_choices(held if year in held else (year, *held), year)

    def allow_saving(self, is_allowed: bool) -> None:
        """Whether there is anything to save."""
        self.export.setEnabled(is_allowed)

    def _build(self) -> None:
        texts, space = self._desk.texts, self._desk.theme.tokens.space
        texts.bind(self.explain.setText, "analysis.explain")
        texts.bind(self.arrow.setText, "analysis.compared_with")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space(2))
        # In a small window they take two lines
        asked = FlowLayout(gap=space(2))
        for widget in (self.title, self.dimension, self.before, self.arrow, self.after, self.explain):
            asked.addWidget(widget)
        row.addLayout(asked, 1)
        row.addWidget(self.export, 0, Qt.AlignmentFlag.AlignTop)

    def _connect(self) -> None:
        self.dimension.chosen.connect(self._on_dimension_chosen)
        for box in (self.before, self.after):
            box.chosen.connect(self.changed)
        self.explain.toggled.connect(self.explain_toggled)
        self.export.chosen.connect(self.save_asked)

    def _on_dimension_chosen(self, dimension: Dimension) -> None:
        self._chosen[self._inquiry.name] = dimension
        self.changed.emit()

    def _name_of(self, dimension: Dimension) -> str:
        return dimension_name(dimension, self._desk.texts.language)


def _year_name(year: int | None) -> str:
    """The year; a dash while there are no data."""
    return "–" if year is None else str(year)
