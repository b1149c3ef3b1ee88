"""What comes before screening: the rates of exchange, and the meaning of a foreign file's columns."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from app.bridge.desk import Desk
from app.bridge.screening_mapping import MEANING, OpenedFile, open_call
from app.bridge.screening_rates import CURRENCY, DAY, FIGURE
from app.bridge.screening_request import ScreeningRequest
from app.engine.jobs import CancelToken, no_progress
from app.engine.messages import Language
from app.engine.screening.columns import Part
from app.engine.screening.mapping import FOLDER
from app.engine.screening.rates import FILE_NAME, list_rates
from app.views.screening.open_dialog import OpenDialog
from app.views.screening.rates_dialog import RatesDialog

LEFT, WAIT_MS = Qt.MouseButton.LeftButton, 20_000


@pytest.fixture
def rates(desk: Desk, qtbot: QtBot) -> RatesDialog:
    dialog = RatesDialog(desk, None)  # type: ignore[arg-type]  # a window of its own here
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def kept(desk: Desk) -> list[str]:
    return [
        f"{one.valid_from} {one.currency} {one.cny_per_unit}" for one in list_rates(desk.settings.folder / FILE_NAME)
    ]


def type_line(dialog: RatesDialog, day: str, currency: str, figure: str) -> None:
    row = dialog.model.rowCount() - 1
    for column, text in ((DAY, day), (CURRENCY, currency), (FIGURE, figure)):
        dialog.model.setData(dialog.model.index(row, column), text)


def test_a_typed_rate_is_kept_once_its_line_is_sound(rates: RatesDialog, desk: Desk) -> None:
    QTest.mouseClick(rates.add, LEFT)
    type_line(rates, "2021-05-01", "美元", "")

    assert kept(desk) == []
    assert "第 1 行" in rates.verdict.text()

    type_line(rates, "2021-05-01", "美元", "6.47")

    assert kept(desk) == ["2021-05-01 USD 6.47"]
    assert rates.model.index(0, CURRENCY).data() == "USD"
    assert "1 个汇率" in rates.verdict.text()


def test_rates_are_pasted_from_a_spreadsheet_without_its_heading(rates: RatesDialog, desk: Desk) -> None:
    QGuiApplication.clipboard().setText("day\tcurrency\trate\n2021-05-01\tUSD\t6.47\n2021-06-01,EUR,7.8\n")

    QTest.mouseClick(rates.paste, LEFT)

    assert kept(desk) == ["2021-05-01 USD 6.47", "2021-06-01 EUR 7.8"]


def test_removed_rates_are_gone(rates: RatesDialog, desk: Desk) -> None:
    rates.model.take([["2021-05-01", "USD", "6.47"], ["2021-06-01", "USD", "6.4"]])
    rates.table.selectRow(0)

    QTest.mouseClick(rates.remove, LEFT)

    assert kept(desk) == ["2021-06-01 USD 6.4"]


def test_a_table_that_cannot_be_read_is_told_and_not_overwritten(desk: Desk, qtbot: QtBot) -> None:
    path = desk.settings.folder / FILE_NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("nonsense\n", encoding="utf-8")
    told: list[str] = []
    desk.notices.posted.connect(lambda notice: told.append(notice.code))

    qtbot.addWidget(RatesDialog(desk, None))  # type: ignore[arg-type]  # as above

    assert told == ["screening.rates_header"]
    assert path.read_text(encoding="utf-8") == "nonsense\n"


FOREIGN = "Ref,HS6 Code,Net Mass,Item Price\n1,440890,108,3722\n2,690722,10,300\n"


def opened(folder: Path, home: Path) -> OpenedFile:
    path = folder / "foreign.csv"
    path.write_text(FOREIGN, encoding="utf-8")
    found: OpenedFile = open_call(path, home)(no_progress, CancelToken())
    return found


def open_dialog(desk: Desk, qtbot: QtBot, file: OpenedFile) -> OpenDialog:
    dialog = OpenDialog(desk, file, None)  # type: ignore[arg-type]  # as above
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def choose(dialog: OpenDialog, column: str, part: Part) -> None:
    row = dialog.draft.head.columns.index(column)
    dialog.table.offer_meanings(dialog.table.model().index(row, MEANING))
    menu = dialog.table.findChildren(QMenu, "meaningMenu")[-1]
    action = next(one for one in menu.actions() if one.objectName() == part.value)
    action.trigger()
    menu.close()


def test_a_foreign_file_can_be_screened_once_its_columns_are_told(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = open_dialog(desk, qtbot, opened(tmp_path, desk.settings.folder))
    asked: list[ScreeningRequest] = []
    dialog.started.connect(asked.append)

    assert not dialog.start.isEnabled()
    assert "进出口" in dialog.verdict.text()
    choose(dialog, "Net Mass", Part.FIRST_QUANTITY)
    choose(dialog, "Item Price", Part.TOTAL)
    dialog.constants.boxes[Part.DIRECTION].choose("import")
    dialog.constants.boxes[Part.FIRST_UNIT].choose("千克")
    dialog.take_photos(tmp_path)
    QTest.mouseClick(dialog.start, LEFT)

    (request,) = asked
    assert request.source.name == "foreign.csv"
    assert dict(request.mapping.columns) == {
        Part.HS: "HS6 Code",
        Part.FIRST_QUANTITY: "Net Mass",
        Part.TOTAL: "Item Price",
    }
    assert dict(request.mapping.constants) == {Part.DIRECTION: "import", Part.FIRST_UNIT: "千克"}
    assert request.photos == tmp_path


def test_the_meaning_of_columns_is_remembered_for_the_next_file(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = open_dialog(desk, qtbot, opened(tmp_path, desk.settings.folder))
    choose(dialog, "Item Price", Part.TOTAL)
    dialog.constants.boxes[Part.DIRECTION].choose("export")
    QTest.mouseClick(dialog.start, LEFT)
    qtbot.waitUntil(lambda: bool(list((desk.settings.folder / FOLDER).glob("*.toml"))), timeout=WAIT_MS)

    again = open_dialog(desk, qtbot, opened(tmp_path, desk.settings.folder))

    assert again.start.isEnabled()
    assert "foreign" in again.about.text()
    assert again.draft.meaning_of("Item Price") is Part.TOTAL


def test_what_a_column_says_is_not_asked_for_again(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = open_dialog(desk, qtbot, opened(tmp_path, desk.settings.folder))
    assert dialog.constants.boxes[Part.CURRENCY].isVisible()

    choose(dialog, "Ref", Part.CURRENCY)

    assert not dialog.constants.boxes[Part.CURRENCY].isVisible()


def test_the_dialogs_are_said_in_english_too(desk: Desk, qtbot: QtBot, tmp_path: Path, rates: RatesDialog) -> None:
    dialog = open_dialog(desk, qtbot, opened(tmp_path, desk.settings.folder))

    desk.texts.set_language(Language.EN)

    assert dialog.start.text() == "Screen"
    assert "Direction" in dialog.verdict.text()
    assert rates.add.text() == "Add a line"
