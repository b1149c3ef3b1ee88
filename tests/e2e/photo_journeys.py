"""A day with photos and codes; run by the driver within the program."""

from __future__ import annotations

import os

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.views.recognise.codes_tab import CodesTab
from app.views.recognise.goods_tab import GoodsTab
from app.views.recognise.page import RecognisePage
from tests.e2e.hand import Hand, Steps


def day_with_photos(hand: Hand) -> Steps:
    """A photo of goods is recognised and corrected, then the codes of a sheet are read."""
    yield from hand.show_page("recognise")
    page = hand.window.stack.findChild(RecognisePage)
    assert isinstance(page, RecognisePage)
    yield from recognise(hand, page)
    yield from read_codes(hand, page)
    hand.tell("stalls", [stall.document() for stall in hand.watchdog.longest])


def recognise(hand: Hand, page: RecognisePage) -> Steps:
    """Through the button and the file dialog; the second guess is said to be right with two keys."""
    tab = page.tabs.content("goods")
    assert isinstance(tab, GoodsTab)
    yield from hand.click(tab.sources.browse)
    yield from hand.name_file(os.environ["JOURNEY_PHOTO"])
    yield lambda: tab.board.photo is not None and not tab.board.is_busy
    guesses = tab.answer.guesses
    hand.tell("guesses", [guess.chapter for guess in guesses])
    hand.tell("verdict", tab.answer.verdict.words.text())
    hand.tell("panel", tab.chapter.title.text())
    hand.tell("latency", tab.pane.latency.text())
    yield tab.hasFocus
    QTest.keyClick(tab, Qt.Key.Key_2)
    QTest.keyClick(tab, Qt.Key.Key_Return)
    yield tab.answer.label.isVisible
    hand.tell("labels", [label.chapter for label in tab.board.desk.labels().all()])


def read_codes(hand: Hand, page: RecognisePage) -> Steps:
    """On the tab of codes."""
    page.tabs.show_tab("codes")
    tab = page.tabs.content("codes")
    assert isinstance(tab, CodesTab)
    yield from hand.click(tab.sources.browse)
    yield from hand.name_file(os.environ["JOURNEY_CODES"])
    yield lambda: bool(tab.codes.cards) and not tab.board.waiting
    hand.tell("codes", [card.text.text() for card in tab.codes.cards])
