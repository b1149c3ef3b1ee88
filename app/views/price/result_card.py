"""The price in large figures with its intervals, what it rests on, and where the user's own quote falls."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout

from app.bridge.desk import Desk
from app.bridge.notices import Level
from app.bridge.price_products import product_name
from app.bridge.price_words import AnswerWords, answer_words, lines_to_copy, question_words
from app.engine.errors import EngineError
from app.engine.price.answers import PriceAnswer, PriceQuestion, QuotePlace, QuoteSide
from app.engine.price.wording import quote_sentence
from app.widgets.copy_label import CopyLabel
from app.widgets.elided_label import ElidedLabel
from app.widgets.interval_bar import IntervalBar
from app.widgets.parts import button, label

_QUOTE_AFTER_MS = 250
_QUOTE_WIDTH, _LEVELS = 150, 3
_SIDES = {QuoteSide.LOW: "warning", QuoteSide.HIGH: "warning", QuoteSide.USUAL: "success"}


class ResultCard(QFrame):
    """Shows one answer; `quoted` tells the offer that was typed, None for an empty line."""

    quoted = Signal(object)  # float or None
    favourite_toggled = Signal(bool)
    scenario_added = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._desk = desk
        self._answer: PriceAnswer | None = None
        self.asked: PriceQuestion | None = None
        self._failure: EngineError | None = None
        self._place: QuotePlace | EngineError | None = None
        texts = desk.texts
        self.product, self.terms = ElidedLabel(), ElidedLabel()
        self.star = QToolButton()
        self.star.setCheckable(True)
        self.price, self.unit = CopyLabel(texts, "figure", "fairPrice"), CopyLabel(texts, "muted", "priceUnit")
        self.demo = label("tag", "demo")
        self.bar = IntervalBar(desk.theme)
        self.levels = [(label("caption"), CopyLabel(texts, "", f"interval{row}")) for row in range(_LEVELS)]
        self.basis = CopyLabel(texts, "", "priceBasis", wraps=True)
        self.coverage = CopyLabel(texts, "caption", "priceCoverage", wraps=True)
        self.origin = CopyLabel(texts, "caption", "priceOrigin", wraps=True)
        self.quote = QLineEdit(clearButtonEnabled=True)
        self.verdict = CopyLabel(texts, "", "quoteVerdict", wraps=True)
        self.add, self.copy = button("", "addScenario"), button("link", "copyResult")
        self._timer = QTimer(self, singleShot=True, interval=_QUOTE_AFTER_MS)
        self._build()
        self._connect()
        self._draw_star()

    def show_asked(self, question: PriceQuestion, *, is_favourite: bool) -> None:
        """Name what is asked, before it is answered."""
        language = self._desk.texts.language
        is_other = self.asked is None or question.hs != self.asked.hs
        self.asked = question
        if is_other:
            self.quote.clear()
            self._on_quote()  # at once, or the next answer is still compared with it
        self.product.setText(product_name(question.hs, language))
        self.terms.setText(question_words(question, language))
        self.star.setChecked(is_favourite)
        self._draw_star()

    def show_answer(self, answer: PriceAnswer) -> None:
        """Show a price, or why there is none."""
        self._answer, self._failure = answer, None
        language = self._desk.texts.language
        words = answer_words(answer, language)
        has_price = answer.price is not None
        self.price.setText(words.price if has_price else self._desk.texts.say("price_desk.no_price"))
        self.unit.setText(words.unit if has_price else "")
        # A quantity is one of the unit that the answer is told in
        self.terms.setText(question_words(replace(answer.question, unit=answer.unit), language))
        self.quote.setPlaceholderText(words.unit)
        self.basis.setText(words.basis)
        self.demo.setVisible(answer.is_demo)
        self._show_levels(words)
        self.bar.show_price(answer.price, answer.intervals)
        self.bar.setVisible(has_price)
        self.coverage.setText(words.coverage)
        self.coverage.setVisible(bool(words.coverage))
        self.origin.setText(words.origin)
        for widget in (self.quote, self.add):
            widget.setEnabled(has_price)

    def show_failure(self, failure: EngineError) -> None:
        """Say why the question cannot be answered."""
        self._answer, self._failure = None, failure
        self.price.setText(self._desk.texts.say("price_desk.no_price"))
        self.unit.clear()
        self.basis.setText(self._desk.texts.sentence(failure))
        self._show_levels(None)
        self.bar.show_price(None, ())
        for widget in (self.bar, self.coverage, self.demo):
            widget.hide()
        self.origin.clear()
        for disabled in (self.quote, self.add):
            disabled.setEnabled(False)
        self.show_place(None, None)

    def show_place(self, place: QuotePlace | EngineError | None, quote: float | None) -> None:
        """Say where the quote falls, or why it cannot be compared."""
        self._place = place
        is_placed = isinstance(place, QuotePlace)
        self.bar.show_quote(quote if is_placed else None)
        if isinstance(place, QuotePlace):
            self._say(quote_sentence(place, self._desk.texts.language), _SIDES[place.side])
        elif place is not None:
            self._say(self._desk.texts.sentence(place), "danger")
        else:
            self._say(self._desk.texts.say("price_desk.quote_hint"), "muted")

    def show_full(self, *, is_full: bool) -> None:
        """Whether another scenario fits."""
        self.add.setEnabled(not is_full and self._answer is not None and self._answer.price is not None)
        tip = self._desk.texts.say("price_desk.scenarios_full") if is_full else ""
        self.add.setToolTip(tip)

    def _build(self) -> None:
        space = self._desk.theme.tokens.space
        column = QVBoxLayout(self)
        column.setContentsMargins(space(4), space(3), space(4), space(3))
        column.setSpacing(space(2))
        column.addLayout(self._head())
        body = QHBoxLayout()
        body.setSpacing(space(5))
        body.addLayout(self._figures(), 5)
        body.addLayout(self._sentences(), 6)
        column.addLayout(body)
        self.show_place(None, None)

    def _head(self) -> QHBoxLayout:
        texts, row = self._desk.texts, QHBoxLayout()
        self.product.setProperty("role", "heading")
        self.terms.setProperty("role", "caption")
        texts.bind(self.demo.setText, "dashboard.demo")
        texts.bind(self.demo.setToolTip, "demo.label")
        self.demo.hide()
        row.addWidget(self.star)
        row.addWidget(self.product, 1)
        row.addWidget(self.demo)
        row.addWidget(self.copy)
        row.addWidget(self.add)
        texts.bind(self.add.setText, "price_desk.add_scenario")
        texts.bind(self.copy.setText, "price_desk.copy_all")
        return row

    def _figures(self) -> QVBoxLayout:
        space, column = self._desk.theme.tokens.space, QVBoxLayout()
        column.setSpacing(space(1))
        column.addWidget(self.terms)
        line = QHBoxLayout()
        line.setSpacing(space(2))
        line.addWidget(self.price)
        line.addWidget(self.unit, 0, Qt.AlignmentFlag.AlignBottom)
        line.addStretch(1)
        column.addLayout(line)
        column.addWidget(self.bar)
        grid = QGridLayout()
        grid.setHorizontalSpacing(space(3))
        grid.setVerticalSpacing(0)
        for place, (level, bounds) in enumerate(self.levels):
            grid.addWidget(level, 0, place)
            grid.addWidget(bounds, 1, place)
            grid.setColumnStretch(place, 1)
        column.addLayout(grid)
        column.addStretch(1)
        self.price.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return column

    def _sentences(self) -> QVBoxLayout:
        texts, space, column = self._desk.texts, self._desk.theme.tokens.space, QVBoxLayout()
        column.setSpacing(space(1))
        row, caption = QHBoxLayout(), label("caption")
        texts.bind(caption.setText, "price_desk.quote")
        texts.bind(self.quote.setAccessibleName, "price_desk.quote")
        self.quote.setFixedWidth(_QUOTE_WIDTH)
        row.addWidget(caption)
        row.addWidget(self.quote)
        row.addStretch(1)
        column.addLayout(row)
        for widget in (self.verdict, self.basis, self.coverage, self.origin):
            column.addWidget(widget)
        column.addStretch(1)
        return column

    def _connect(self) -> None:
        self.quote.textChanged.connect(lambda _text: self._timer.start())
        self.quote.returnPressed.connect(self._on_quote)
        self._timer.timeout.connect(self._on_quote)
        self.star.clicked.connect(self._on_star)
        self.add.clicked.connect(self.scenario_added)
        self.copy.clicked.connect(self._on_copy)
        self._desk.theme.changed.connect(self._draw_star)
        self._desk.texts.language_changed.connect(self._say_again)

    def _show_levels(self, words: AnswerWords | None) -> None:
        shown = words.intervals if words else ()
        for place, (level, bounds) in enumerate(self.levels):
            has_interval = place < len(shown)
            level.setText(shown[place][0] if has_interval else "")
            bounds.setText(shown[place][1] if has_interval else "")

    def _on_quote(self) -> None:
        self._timer.stop()
        typed = self.quote.text().replace(",", "").replace("，", "").strip()
        if not typed:
            self.quoted.emit(None)
            return
        try:
            quote = float(typed)
        except ValueError:
            self.quoted.emit(None)
            self._say(self._desk.texts.say("price_desk.quote_bad", given=self.quote.text()), "danger")
            return
        self.quoted.emit(quote)

    def _on_star(self, is_kept: bool) -> None:
        self._draw_star()
        self.favourite_toggled.emit(is_kept)

    def _on_copy(self) -> None:
        if self._answer is None:
            return
        more = [self.verdict.text()] if isinstance(self._place, QuotePlace) else []
        QGuiApplication.clipboard().setText(lines_to_copy(self._answer, self._desk.texts.language, more))
        self._desk.notices.post(Level.SUCCESS, "price_desk.copied")

    def _draw_star(self) -> None:
        colour = "warning" if self.star.isChecked() else "muted"
        self.star.setIcon(self._desk.icons.icon("star", colour))
        code = "price_desk.unfavourite" if self.star.isChecked() else "price_desk.favourite"
        self._desk.texts.bind(self.star.setToolTip, code)
        self._desk.texts.bind(self.star.setAccessibleName, code)

    def _say(self, sentence: str, role: str) -> None:
        self.verdict.setText(sentence)
        if self.verdict.property("role") != role:
            self.verdict.setProperty("role", role)
            self.verdict.style().polish(self.verdict)

    def _say_again(self) -> None:
        if self.asked is not None:
            self.show_asked(self.asked, is_favourite=self.star.isChecked())
        if self._answer is not None:
            self.show_answer(self._answer)
        if self._failure is not None:
            self.show_failure(self._failure)
        self.show_place(self._place, self._place.quote if isinstance(self._place, QuotePlace) else None)
