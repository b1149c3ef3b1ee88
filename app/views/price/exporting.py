"""Documents of a price: its curve as a picture, all its tables as a workbook, everything as a report."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.bridge.desk import Desk
from app.bridge.price_board import PriceBoard, PriceDetail
from app.bridge.price_question import selection_of
from app.bridge.price_tables import comparables_table, curve_table, drivers_table, result_table, scenario_name
from app.bridge.price_words import answer_words, explanation_sentence, price_unit, question_name
from app.engine.price.answers import QuotePlace
from app.engine.price.wording import quote_sentence
from app.engine.reports.tables import Table
from app.engine.store.answers import Basis
from app.engine.store.selection import Selection
from app.widgets.table_export import TableExport


class PriceExport:
    """Writes what the page shows of one answer."""

    def __init__(self, desk: Desk, board: PriceBoard, parent: QWidget) -> None:
        self._desk, self._board = desk, board
        self.files = TableExport(desk, parent)

    def save(self, kind: str, picture: bytes) -> None:
        """As "png", "xlsx" or "pdf"; nothing while there is no answer."""
        detail = self._board.detail
        if detail is None:
            return
        title = question_name(detail.answer.question, self._desk.texts.language)[:_LONGEST]
        if kind == "png":
            self.files.save_picture(kind, title, picture)
        else:
            heading = self._desk.texts.say("price_desk.curve")
            self.files.save(
                kind,
                title,
                self._tables(detail),
                self._basis(detail),
                sentences=self._sentences(detail),
                pictures={heading: picture},
            )

    def save_comparables(self, kind: str) -> None:
        """The table of records alone."""
        detail = self._board.detail
        if detail is not None:
            table = comparables_table(detail.answer, detail.comparables, self._desk.texts.language)
            self.files.save(kind, table.name, [table], self._basis(detail), sentences=self._sentences(detail))

    def _tables(self, detail: PriceDetail) -> list[Table]:
        language, answer = self._desk.texts.language, detail.answer
        scenarios = self._board.scenarios.all
        answers = [answer, *(scenario.answer for scenario in scenarios)]
        names = [self._desk.texts.say("price_desk.fair_price")]
        names += [scenario_name(scenario, place, language) for place, scenario in enumerate(scenarios)]
        unit = price_unit(answer.currency, answer.unit, language)
        return [
            result_table(answers, names, language),
            curve_table(detail.curve, unit, language),
            drivers_table(detail.explanation, language),
            comparables_table(answer, detail.comparables, language),
        ]

    def _sentences(self, detail: PriceDetail) -> list[str]:
        language, place = self._desk.texts.language, self._board.place
        words = answer_words(detail.answer, language)
        said = [words.basis, words.coverage, words.origin, explanation_sentence(detail.explanation, language)]
        if isinstance(place, QuotePlace):
            said.insert(0, quote_sentence(place, language))
        return [sentence for sentence in said if sentence]

    def _basis(self, detail: PriceDetail) -> Basis:
        pricer = self._board.source.pricer
        context = pricer.context if pricer is not None else None
        first = pricer.years[0] if pricer is not None else detail.answer.question.year
        return Basis(selection_of(detail.answer.question, Selection(), first_year=first), context, ())


_LONGEST = 80
