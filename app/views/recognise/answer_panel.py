"""What the photo is: verdict, the three best chapters, the declared code beside them, and the person's own word."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.bridge.goods_board import GoodsBoard
from app.bridge.goods_words import Guess, Said, chapter_name, comparison, guesses, verdict
from app.bridge.price_members import member_choices
from app.engine.messages import Language
from app.engine.vision.answers import SHOWN
from app.widgets.confidence_bars import BarEntry, ConfidenceBars
from app.widgets.member_box import MemberBox
from app.widgets.parts import button, frame, label

_WIDTH = 380


class AnswerPanel(QScrollArea):
    """A digit and Enter say that one of the three is right; any other chapter is typed into the box."""

    guess_chosen = Signal(int)
    labelled = Signal(str)  # chapter
    declared = Signal(str)

    def __init__(self, desk: Desk, board: GoodsBoard) -> None:
        super().__init__(widgetResizable=True)
        self._desk, self._board = desk, board
        texts = desk.texts
        self.verdict = Banner(desk, "photoVerdict")
        self.goods = label("caption", "goodsFound", wraps=True)
        self.bars = ConfidenceBars(desk.theme, rows=SHOWN)
        self.confirm, self.undo = button("primary", "confirmGuess"), button("link", "undoLabel")
        self.correct = MemberBox(texts, label_code="recognise.correct", any_code="recognise.choose_chapter")
        self.label = label("success", "labelGiven", wraps=True)
        self.code = QLineEdit(clearButtonEnabled=True, maxLength=13)
        self.code.setObjectName("declaredCode")
        self.compared = Banner(desk, "declaredVerdict")
        self.chosen = 0
        self._inner = QWidget()
        self._build()
        self.bars.chosen.connect(self.choose)
        self.confirm.clicked.connect(self.confirm_chosen)
        self.undo.clicked.connect(lambda: self.labelled.emit(""))
        self.correct.chosen.connect(self._on_corrected)
        self.code.textChanged.connect(self.declared)
        self._offered_in: Language | None = None
        texts.language_changed.connect(self.offer_chapters)

    @property
    def guesses(self) -> list[Guess]:
        """What the bars show."""
        ranking = self._board.ranking
        return guesses(ranking, self._desk.texts.language) if ranking is not None else []

    def offer_chapters(self) -> None:
        """All of them, in the language of the moment, once there is something to correct."""
        language = self._desk.texts.language
        if self._board.ranking is not None and language is not self._offered_in:
            self._offered_in = language
            self.correct.show_choices(member_choices("chapter", (), language), None)

    def show_answer(self, threshold: float) -> None:
        """Show what the board holds now."""
        ranking, language = self._board.ranking, self._desk.texts.language
        self._inner.setVisible(ranking is not None)
        if ranking is None or self._board.photo is None:
            return
        self.offer_chapters()
        self.verdict.show_said(verdict(ranking, threshold, language))
        self._show_goods()
        self.chosen = min(self.chosen, max(len(self.guesses) - 1, 0))
        self.show_label()
        self.show_comparison()

    def choose(self, place: int) -> None:
        """Mark one of the three: its heat map is shown, and Enter says that it is right."""
        if not 0 <= place < len(self.guesses):
            return
        self.chosen = place
        self._show_bars()
        self.guess_chosen.emit(place)

    def confirm_chosen(self) -> None:
        """The marked chapter is what the photo shows."""
        if self.guesses:
            self.labelled.emit(self.guesses[self.chosen].chapter)

    def show_label(self) -> None:
        """What a person said of the photo."""
        photo = self._board.photo
        given = photo.label if photo is not None else None
        self.label.setVisible(given is not None)
        self.undo.setVisible(given is not None)
        if given is not None:
            title = chapter_name(given.chapter, self._desk.texts.language)
            day = f"{given.labelled_at.astimezone():%Y-%m-%d %H:%M}"
            self._desk.texts.bind(
                self.label.setText,
                "recognise.label_given",
                chapter=given.chapter,
                title=title,
                who=given.labelled_by,
                day=day,
            )
        self.correct.show_value(None)
        self._show_bars()

    def show_comparison(self) -> None:
        """The declared code beside what is seen."""
        compared = self._board.compare()
        said = comparison(compared, self._board.declared, self._desk.texts.language) if compared else Said("", "")
        self.compared.show_said(said)

    def _show_goods(self) -> None:
        photo = self._board.photo
        goods = photo.recognition.goods if photo is not None else ()
        self.goods.setVisible(bool(goods))
        if goods and self._board.good < 0:
            self._desk.texts.bind(self.goods.setText, "recognise.goods_found", number=len(goods))
        elif goods:
            self._desk.texts.bind(
                self.goods.setText, "recognise.good_shown", number=self._board.good + 1, of=len(goods)
            )

    def _show_bars(self) -> None:
        photo = self._board.photo
        right = photo.label.chapter if photo is not None and photo.label is not None else ""
        entries = [
            BarEntry(f"{guess.chapter} {guess.title}", guess.section, guess.share, guess.chapter == right)
            for guess in self.guesses
        ]
        self.bars.show_entries(entries, self.chosen)
        if entries:
            self._desk.texts.bind(self.confirm.setText, "recognise.confirm", chapter=self.guesses[self.chosen].chapter)

    def _on_corrected(self, code: int | None) -> None:
        if code is not None:
            self.labelled.emit(f"{code:02}")

    def _build(self) -> None:
        texts, space = self._desk.texts, self._desk.theme.tokens.space
        inner = self._inner
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, space(1), 0)
        column.setSpacing(space(2))
        for widget in (self.verdict, self.goods, self.bars):
            column.addWidget(widget)
        row = QHBoxLayout()
        row.setSpacing(space(2))
        row.addWidget(self.confirm)
        row.addWidget(self.correct, 1)
        column.addLayout(row)
        given = QHBoxLayout()
        given.addWidget(self.label, 1)
        given.addWidget(self.undo)
        column.addLayout(given)
        column.addWidget(frame("line"))
        caption = label("caption")
        texts.bind(caption.setText, "recognise.declared")
        column.addWidget(caption)
        column.addWidget(self.code)
        column.addWidget(self.compared)
        column.addStretch(1)
        texts.bind(self.code.setPlaceholderText, "recognise.declared_hint")
        texts.bind(self.code.setAccessibleName, "recognise.declared")
        texts.bind(self.confirm.setToolTip, "recognise.confirm_tip")
        texts.bind(self.correct.setToolTip, "recognise.correct_tip")
        texts.bind(self.undo.setText, "recognise.undo_label")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(_WIDTH)
        self.setWidget(inner)
        inner.hide()


class Banner(QFrame):
    """A sentence on the ground of its level; hidden while there is none."""

    def __init__(self, desk: Desk, name: str) -> None:
        super().__init__()
        self.setProperty("role", "banner")
        self.words = label("", name, wraps=True)
        space = desk.theme.tokens.space
        column = QVBoxLayout(self)
        column.setContentsMargins(space(3), space(2), space(3), space(2))
        column.addWidget(self.words)
        self.hide()

    def show_said(self, said: Said) -> None:
        """Say this."""
        self.words.setText(said.sentence)
        self.setVisible(bool(said.sentence))
        if self.property("level") != said.level:
            self.setProperty("level", said.level)
            self.style().unpolish(self)
            self.style().polish(self)
