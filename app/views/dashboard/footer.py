"""The bottom of the dashboard: years, what the figures rest on, and what they leave out."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.bridge.dashboard_basis import NO_WORDS, BasisWords
from app.bridge.desk import Desk
from app.widgets.elided_label import ElidedLabel
from app.widgets.parts import button, draw_beside_text, frame, label
from app.widgets.report_table import ReportTable
from app.widgets.year_slider import YearSlider

_LOSSES_HEIGHT = 220


class Footer(QWidget):
    """The year slider above one line of basis; the losses unfold on request."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._words = NO_WORDS
        self.years = YearSlider(desk.icons, desk.theme, desk.texts)
        self.basis = ElidedLabel()
        self.basis.setProperty("role", "caption")
        self.left_out: QPushButton = button("link", "leftOut")
        self.left_out.setCheckable(True)
        self.left_out.toggled.connect(self._on_unfolded)
        self.reasons = self._panel()
        desk.theme.changed.connect(self._draw_icon)
        self._draw_icon()
        self._build()
        self.show_words(self._words)

    def show_words(self, words: BasisWords) -> None:
        """Say what the figures rest on."""
        self._words = words
        self.basis.setText(words.basis)
        self.left_out.setText(words.left_out)
        self.left_out.setVisible(bool(words.left_out))
        if not words.left_out:
            self.left_out.setChecked(False)
        self.losses.show_table(words.losses, shortened=self._desk.texts.language)

    def _panel(self) -> QFrame:
        panel = frame("banner", "reasons")
        panel.setProperty("level", "warning")
        note = label("caption", wraps=True)
        self.losses = ReportTable(NO_WORDS.losses, is_narrow=True)
        self.losses.setFixedHeight(_LOSSES_HEIGHT)
        self._desk.texts.bind(note.setText, "dashboard.left_out_note")
        space = self._desk.theme.tokens.space
        column = QVBoxLayout(panel)
        column.setContentsMargins(space(3), space(2), space(3), space(2))
        column.setSpacing(space(1))
        column.addWidget(self.losses)
        column.addWidget(note)
        panel.hide()
        return panel

    def _build(self) -> None:
        space = self._desk.theme.tokens.space
        line = QHBoxLayout()
        line.setSpacing(space(3))
        line.addWidget(self.basis, 1)
        line.addWidget(self.left_out)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(1))
        column.addWidget(self.reasons)
        column.addWidget(self.years)
        column.addLayout(line)

    def _on_unfolded(self, is_unfolded: bool) -> None:
        self.reasons.setVisible(is_unfolded)
        self._draw_icon()

    def _draw_icon(self) -> None:
        drawing = "chevron-down" if self.left_out.isChecked() else "chevron-up"
        draw_beside_text(self.left_out, self._desk.icons, drawing, "accent")
