"""The kiosk on every display that it may stand on: all of it is seen, and a finger hits it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.bridge.desk import Desk
from app.engine.messages import Language
from app.engine.reference import hs_codes
from app.engine.vision.answers import Candidate, Ranking
from app.widgets.elided_label import ElidedLabel
from app.widgets.fitted_label import FittedLabel
from tests.bridge.charts.pages import evaluate, wait_for
from tests.ui.kiosk_hall import Hall, hall
from tests.ui.photo_page import BLUE, GREEN, RED, WAIT_MS

# Among those with the longest names, in this order red, green and blue
LONG = ("16", "84", "90")
SIZES = [(1366, 768), (1920, 1080), (1080, 1920), (3840, 2160)]
LEAST_TARGET, LEAST_TYPE = 64, 14
CARDS = "[...document.querySelectorAll('.card')]"


def seen(kiosk: QWidget, kind: type[QWidget]) -> list[QWidget]:
    return [each for each in kiosk.findChildren(kind) if each.isVisible()]


def is_cut(label: QLabel) -> bool:
    """Whether some of the text cannot be read; names in the bars may be shortened, for they stand in full above."""
    flags = int(Qt.TextFlag.TextWordWrap)
    if isinstance(label, FittedLabel):
        box = label.contentsRect()
        needed = QFontMetrics(label.fitted()).boundingRect(QRect(0, 0, box.width(), 0), flags, label.text())
        is_tiny = label.fitted().pixelSize() < LEAST_TYPE
        return is_tiny or needed.width() > box.width() or needed.height() > box.height()
    if isinstance(label, ElidedLabel):
        return label.height() < label.fontMetrics().height()
    if label.wordWrap():
        return label.heightForWidth(label.width()) > label.height()
    return label.sizeHint().width() > label.width() or label.sizeHint().height() > label.height()


def faults(hall: Hall) -> list[str]:
    """What cannot be read, does not fit on the display, or is too small for a finger."""
    kiosk = hall.kiosk
    buttons = [each for each in seen(kiosk, QPushButton) if isinstance(each, QPushButton)]
    found = [f"cut: {each.text()}" for each in seen(kiosk, QLabel) if isinstance(each, QLabel) and is_cut(each)]
    found += [f"cut: {each.text()}" for each in buttons if each.sizeHint().width() > each.width()]
    touched: list[QWidget] = [*buttons, *(row for row in kiosk.answer.said.bars.rows if row.isVisible())]
    found += [f"small: {each.objectName()}" for each in touched if min(each.width(), each.height()) < LEAST_TARGET]
    for part in (*seen(kiosk, QLabel), *buttons):
        if not kiosk.rect().contains(QRect(part.mapTo(kiosk, part.rect().topLeft()), part.size())):
            found.append(f"outside: {part.objectName()}")
    return found


def show(hall: Hall, chapter: str) -> None:
    """As if the photo had been of this chapter."""
    photo = hall.kiosk.board.photo
    assert photo is not None
    ranking = Ranking(tuple(Candidate(chapter, 0.9) for _ in range(3)), known=1.0, is_known=True)
    hall.kiosk.board.photo = replace(photo, recognition=replace(photo.recognition, ranking=ranking))
    hall.kiosk.answer.said.show_answer()


def settle(hall: Hall, size: tuple[int, int]) -> list[str]:
    """The faults once the layout has come to rest; the display decides the size, not what stands on it."""
    QTest.qWait(0)
    assert hall.kiosk.size().toTuple() == size
    return faults(hall)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut_and_everything_can_be_touched(
    qtbot: QtBot, desk: Desk, tmp_path: Path, size: tuple[int, int], language: Language
) -> None:
    desk.texts.set_language(language)
    with hall(qtbot, desk, tmp_path, size=size, chapters=LONG) as stand:
        stand.hold(RED)
        found = {"welcome": settle(stand, size)}
        for colour in (RED, GREEN, BLUE, ""):
            stand.look(colour)
            found[f"answer {colour}"] = settle(stand, size)
            stand.kiosk.begin_anew()
        settings = desk.settings.settings
        desk.settings.put(replace(settings, photos=replace(settings.photos, threshold=1.0)))
        stand.look(RED)
        found["must look"] = settle(stand, size)
        stand.touch(stand.kiosk.answer.story)
        stand.bot.waitUntil(lambda: stand.kiosk.story.told is not None, timeout=WAIT_MS)
        for step in range(6):
            stand.kiosk.story.show_step(step)
            found[f"story {step}"] = settle(stand, size)

        assert {name: each for name, each in found.items() if each} == {}


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("size", SIZES)
def test_every_chapter_can_be_named(
    qtbot: QtBot, desk: Desk, tmp_path: Path, size: tuple[int, int], language: Language
) -> None:
    desk.texts.set_language(language)
    with hall(qtbot, desk, tmp_path, size=size) as stand:
        stand.look(RED)
        found = {}
        for chapter in (each.code for each in hs_codes.table().chapters):
            show(stand, chapter)
            found[chapter] = settle(stand, size)

        assert {name: each for name, each in found.items() if each} == {}


@pytest.mark.parametrize("size", SIZES)
def test_the_pictures_of_the_story_fit(qtbot: QtBot, desk: Desk, tmp_path: Path, size: tuple[int, int]) -> None:
    inside = (
        "document.documentElement.scrollHeight <= innerHeight && document.documentElement.scrollWidth <= innerWidth"
    )
    drawn = f"{CARDS}.length === 1 && {CARDS}[0].querySelector('h2').textContent === "
    cut = f"{CARDS}.filter((one) => one.scrollHeight > one.clientHeight + 1).map((one) => one.dataset.chart)"
    with hall(qtbot, desk, tmp_path, size=size, chapters=LONG) as stand:
        stand.look(GREEN)
        stand.touch(stand.kiosk.answer.story)
        stand.bot.waitUntil(lambda: stand.kiosk.story.told is not None, timeout=WAIT_MS)
        page = stand.kiosk.story.stage.area.page

        wait_for(qtbot, page, f"{drawn}'贸易额的走势'", timeout_ms=WAIT_MS)
        wait_for(qtbot, page, inside)
        assert evaluate(qtbot, page, cut) == []
