"""What the store knows of the chapter that was seen; a click goes on to the dashboard or the pricing desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.bridge.chapter_facts import (
    ChapterBoard,
    ChapterFacts,
    headings_table,
    prices_table,
    ranking_table,
    trend_line,
)
from app.bridge.dashboard_amounts import currency_name
from app.bridge.desk import Desk
from app.bridge.goods_words import chapter_name
from app.engine.errors import EngineError
from app.engine.reports.tables import Table
from app.engine.store.selection import Direction, Selection
from app.widgets.parts import button, label
from app.widgets.report_table import ReportTable
from app.widgets.segments import Segments
from app.widgets.sparkline import Sparkline

_WIDTH = 400
_ROW, _HEAD, _EDGE = 30, 36, 6
_HEADING_DIGITS = 4
_LISTS = ("countries", "modes", "prices", "headings")
_SHOWN_ROWS = {"countries": 6, "modes": 4, "prices": 3, "headings": 7}


class ChapterPanel(QScrollArea):
    """Asks anew for each chapter and direction."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(widgetResizable=True)
        self._desk = desk
        self.board = ChapterBoard(desk.session, desk.runner, self)
        self.facts: ChapterFacts | None = None
        self._chapter = ""
        texts = desk.texts
        self.title, self.trend = label("heading", wraps=True), label("caption", "chapterTrend", wraps=True)
        self.line = Sparkline(desk.theme)
        names = [(each.value, f"price_desk.direction_{each.value}") for each in (Direction.EXPORT, Direction.IMPORT)]
        self.direction = Segments(texts, "price_desk.direction", names)
        self._direction = desk.session.selection.direction or Direction.EXPORT
        self.direction.show_choice(self._direction.value)
        self.to_dashboard, self.to_price = button("", "chapterDashboard"), button("", "chapterPrice")
        self.captions = {name: label("caption") for name in _LISTS}
        self.tables = {name: ReportTable(Table("", (), ()), is_narrow=True) for name in _LISTS}
        self._inner = QWidget()
        self._build()
        self._connect()

    def show_chapter(self, chapter: str) -> None:
        """Ask what is known of another chapter; an empty one hides all."""
        if chapter == self._chapter and self.facts is not None:
            return
        self._chapter, self.facts = chapter, None
        self._inner.setVisible(bool(chapter))
        self._ask()

    def _build(self) -> None:
        texts, space = self._desk.texts, self._desk.theme.tokens.space
        inner = self._inner
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, space(1), 0)
        column.setSpacing(space(1))
        texts.bind(self.to_dashboard.setText, "recognise.to_dashboard")
        texts.bind(self.to_price.setText, "recognise.to_price")
        buttons = QHBoxLayout()
        buttons.setSpacing(space(2))
        buttons.addWidget(self.direction)
        buttons.addStretch(1)
        buttons.addWidget(self.to_dashboard)
        buttons.addWidget(self.to_price)
        column.addWidget(self.title)
        column.addLayout(buttons)
        column.addWidget(self.trend)
        column.addWidget(self.line)
        for name in ("headings", "countries", "prices", "modes"):
            table = self.tables[name]
            texts.bind(table.setAccessibleName, f"recognise.{name}")
            table.setSortingEnabled(False)
            column.addWidget(self.captions[name])
            column.addWidget(table)
        column.addStretch(1)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(_WIDTH)
        self.setWidget(inner)
        inner.hide()

    def _connect(self) -> None:
        self.board.answered.connect(self._on_answered)
        self.board.failed.connect(self._on_failed)
        self.direction.chosen.connect(self._on_direction)
        self.to_dashboard.clicked.connect(lambda: self._go("dashboard", self._selection()))
        self.to_price.clicked.connect(lambda: self._go("price", self._selection()))
        clicks: dict[str, Callable[[int], None]] = {
            "countries": self._on_country,
            "modes": self._on_mode,
            "prices": lambda _row: self._go("price", self._selection()),
            "headings": self._on_heading,
        }
        for name, act in clicks.items():
            self.tables[name].clicked.connect(lambda index, act=act: _act(index, act))
            self.tables[name].activated.connect(lambda index, act=act: _act(index, act))
        self._desk.texts.language_changed.connect(self._show)
        self._desk.session.data_changed.connect(self._ask_again)

    def _on_direction(self, name: str) -> None:
        self._direction = Direction(name)
        self._ask_again()

    def _ask_again(self) -> None:
        self.facts = None
        self._ask()

    def _ask(self) -> None:
        self._show()
        if self._chapter and self._desk.session.has_data:
            self.board.ask(self._chapter, self._direction)

    def _on_answered(self, facts: ChapterFacts) -> None:
        self.facts = facts
        self._show()

    def _on_failed(self, error: BaseException) -> None:
        if isinstance(error, EngineError):
            self.trend.setText(self._desk.texts.sentence(error))
        else:
            self._desk.notices.post_error(error)

    def _show(self) -> None:
        if not self._chapter:
            return
        language, facts = self._desk.texts.language, self.facts
        self.title.setText(f"{self._chapter} {chapter_name(self._chapter, language)}")
        self.trend.setText(self._trend())
        points = sorted(facts.trend.rows, key=lambda row: row.year) if facts else []
        self.line.show_points([float(row.figures.value) for row in points])
        shown = {}
        # Without an answer the long list of codes may not have been read yet, which is a worker's business
        if facts is not None or not self._desk.session.has_data:
            shown["headings"] = headings_table(self._chapter, facts, language)
        if facts is not None and not facts.is_empty:
            shown |= {name: ranking_table(facts, name, language) for name in ("countries", "modes")}
            shown["prices"] = prices_table(facts, language)
        for name in _LISTS:
            self._show_table(name, shown.get(name))

    def _caption(self, name: str) -> str:
        context = self.facts.prices.basis.context if self.facts is not None else None
        currency = currency_name(context.currency, self._desk.texts.language) if context is not None else ""
        return self._desk.texts.say(f"recognise.about_{name}", currency=currency)

    def _trend(self) -> str:
        if self.facts is not None:
            return trend_line(self.facts, self._desk.texts.language)
        return self._desk.texts.say("recognise.asking" if self._desk.session.has_data else "recognise.no_store")

    def _show_table(self, name: str, table: Table | None) -> None:
        view = self.tables[name]
        has_rows = table is not None and bool(table.rows)
        view.setVisible(has_rows)
        self.captions[name].setVisible(has_rows)
        self.captions[name].setText(self._caption(name))
        if table is not None and has_rows:
            view.show_table(table)
            view.setFixedHeight(_HEAD + _ROW * min(len(table.rows), _SHOWN_ROWS[name]) + _EDGE)

    def _selection(self) -> Selection:
        chosen = self._desk.session.selection
        return replace(
            chosen,
            direction=self._direction,
            hs=(self._chapter,),
            countries=(),
            provinces=(),
            modes=(),
        )

    def _on_country(self, row: int) -> None:
        if self.facts is not None:
            member = self.facts.tops["countries"].rows[row].member
            self._go("dashboard", replace(self._selection(), countries=(member,)))

    def _on_mode(self, row: int) -> None:
        if self.facts is not None:
            self._go("dashboard", replace(self._selection(), modes=(self.facts.tops["modes"].rows[row].member,)))

    def _on_heading(self, row: int) -> None:
        code = str(self.tables["headings"].content.rows[row][0])[:_HEADING_DIGITS]
        self._go("price", replace(self._selection(), hs=(code,)))

    def _go(self, page: str, selection: Selection) -> None:
        self._desk.session.select(selection)
        self._desk.navigation.go(page)


def _act(index: QModelIndex, act: Callable[[int], None]) -> None:
    if index.isValid():
        act(index.row())
