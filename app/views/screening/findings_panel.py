"""The five components of a score: a bar, how rare it is, and the reasons; what was not checked says why."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from app.bridge.desk import Desk
from app.bridge.screening_rows import Bar, bar_height, share_text, tail_text
from app.bridge.theme import Theme
from app.engine.screening.findings import Component, Finding, ScoredLine
from app.widgets.component_bars import draw_bars
from app.widgets.copy_label import CopyLabel
from app.widgets.parts import label

_BAR_WIDTH, _ROW_HEIGHT, _NAME_WIDTH, _TAIL_WIDTH = 26, 26, 60, 72


class FindingsPanel(QWidget):
    """One row for each component, always all five; where it is narrow, sentences stand below."""

    def __init__(self, desk: Desk, *, is_narrow: bool = False) -> None:
        super().__init__()
        self._desk = desk
        self._line: ScoredLine | None = None
        self._bars: dict[Component, _BarMark] = {}
        self.tails: dict[Component, QLabel] = {}
        self.sentences: dict[Component, CopyLabel] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(desk.theme.tokens.space(2))
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(3, 1)
        for place, component in enumerate(Component):
            row = 2 * place if is_narrow else place
            name = label()
            desk.texts.bind(name.setText, f"screening_desk.component_{component.value}")
            name.setFixedWidth(_NAME_WIDTH)
            mark, tail = _BarMark(desk.theme), label("caption", f"tail_{component.value}")
            tail.setFixedWidth(_TAIL_WIDTH)
            sentence = CopyLabel(desk.texts, "", f"finding_{component.value}", wraps=True)
            for column, widget in enumerate((mark, name, tail)):
                grid.addWidget(widget, row, column, Qt.AlignmentFlag.AlignVCenter)
            if is_narrow:
                grid.addWidget(sentence, row + 1, 1, 1, 3)
            else:
                grid.addWidget(sentence, row, 3, Qt.AlignmentFlag.AlignVCenter)
            self._bars[component], self.tails[component], self.sentences[component] = mark, tail, sentence
        desk.texts.language_changed.connect(self._show)

    def show_line(self, line: ScoredLine) -> None:
        """Show another line."""
        self._line = line
        self._show()

    def _show(self) -> None:
        if self._line is None:
            return
        texts = self._desk.texts
        for finding in self._line.findings:
            component = finding.component
            self._bars[component].show_finding(finding)
            unchecked = texts.say("screening_desk.not_checked")
            self.tails[component].setText(unchecked if finding.tail is None else share_text(finding.tail))
            self.tails[component].setToolTip(tail_text(finding.tail, texts))
            sentence = self.sentences[component]
            sentence.setText(finding.text(texts.language))
            role = "danger" if finding.is_remarkable else "" if finding.is_checked else "muted"
            sentence.setProperty("role", role)
            sentence.style().polish(sentence)


class _BarMark(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._bar: Bar | None = None
        self.setFixedSize(_BAR_WIDTH, _ROW_HEIGHT)
        theme.changed.connect(self.update)

    def show_finding(self, finding: Finding) -> None:
        self._bar = Bar(finding.component, bar_height(finding.tail), finding.is_remarkable)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """The same bar as in the queue."""
        if self._bar is not None:
            with QPainter(self) as painter:
                draw_bars(painter, QRectF(self.rect()), [self._bar], self._theme)
