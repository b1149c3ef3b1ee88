"""How the page writes numbers, asked of the page itself."""

import json
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.bridge.charts.cards import Format
from app.bridge.texts import Texts
from app.bridge.theme import Theme, ThemeMode
from app.engine.messages import Language
from app.widgets.chart_area import ChartArea
from tests.bridge.charts.pages import drawn_area, evaluate, wait_for

CASES = [
    (Format.AMOUNT, 1_806_300_000_000, "1.81万亿", "1.81 T"),
    (Format.AMOUNT, 123_456_789, "1.23亿", "123.5 M"),
    (Format.AMOUNT, -52_000, "-5.20万", "-52.00 K"),
    (Format.AMOUNT, 812.5, "812.5", "812.5"),
    (Format.AMOUNT, 0, "0", "0"),
    (Format.COUNT, 123_456, "123,456", "123,456"),
    (Format.COUNT, 24_000_000, "2,400万", "24.00 M"),
    (Format.PRICE, 1234.56, "1,234.6", "1,234.6"),
    (Format.PRICE, 0.01234, "0.0123", "0.0123"),
    (Format.SHARE, 0.4567, "45.7%", "45.7%"),
    (Format.SHARE, 0.0123, "1.23%", "1.23%"),
    (Format.CHANGE, 0.296, "+29.6%", "+29.6%"),
    (Format.CHANGE, -0.05, "-5.0%", "-5.0%"),
    (Format.POINTS, 0.0259, "+2.6 个百分点", "+2.6 pp"),
    (Format.POINTS, -0.0104, "-1.0 个百分点", "-1.0 pp"),
    (Format.INDEX, 0.1834, "0.183", "0.183"),
    (Format.PLAIN, 2021, "2021", "2021"),
    (Format.AMOUNT, None, "–", "–"),
]


@pytest.fixture
def area(qtbot: QtBot, qapp: QApplication) -> Iterator[ChartArea]:
    with drawn_area(qtbot, Theme(ThemeMode.LIGHT), Texts(Language.ZH)) as area:
        yield area


def test_numbers_are_written_as_their_measure_and_language_ask(qtbot: QtBot, area: ChartArea) -> None:
    asked = [[form.value, value] for form, value, _, _ in CASES]
    area.page.runJavaScript(f"""import('tradescope://charts/formatters.js').then(({{write}}) => {{
        const said = (format, value) => ['zh', 'en'].map((language) => write({{format}}, value, language));
        window.said = {json.dumps(asked)}.map(([format, value]) => said(format, value));
    }});""")
    wait_for(qtbot, area.page, "window.said?.length")

    said = evaluate(qtbot, area.page, "window.said")

    assert said == [[zh, en] for _, _, zh, en in CASES]
