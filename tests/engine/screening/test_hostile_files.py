"""Declaration files that were damaged on the way: a sentence or a list of what could be read, never a crash."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped]  # ships no types
from PIL import Image

from app.engine.errors import EngineError
from app.engine.jobs import CancelToken
from app.engine.messages import Language, sentence
from app.engine.price.pricer import Pricer
from app.engine.screening.desk_tools import ScreeningDesk, open_desk
from app.engine.screening.findings import Component
from app.engine.screening.photo_check import PhotoClassifier
from app.engine.screening.rates import RateTable
from app.engine.screening.running import screen_blocks
from app.engine.store.open_store import Store
from app.engine.vision.recogniser import open_recogniser
from tests.engine.vision.networks import write_network

HEADER = (
    "报关单号,申报日期,进出口,境内收发货人,商品编码,商品名称,原产国(地区),监管方式,成交方式,"
    "运费,保费,法定第一数量,法定第一计量单位,单价,总价,币制"
)
ROW = "A{0},2021-05-03,进口,甲公司,27090000,原油,沙特阿拉伯,一般贸易,FOB,USD/{0}/3,0.3%,1000,千克,0.4,400,USD"
SOUND = "\n".join([HEADER, *(ROW.format(number) for number in range(1, 8))]).encode()
CELLS = (
    "",
    "-1",
    "1e400",
    "NaN",
    "∞",
    "0",
    "9" * 400,
    "2021-13-45",
    "=cmd()",
    "'",
    '"',
    "\x00",
    "１２",
    "千克",
    "🚢" * 50,
    "//",
    "%",
)
FEW, MANY = 100, 2_000


@pytest.fixture(scope="module")
def desk(opened_store: Store, pricer: Pricer) -> ScreeningDesk:
    return open_desk(opened_store, pricer, RateTable(()), token=CancelToken())


def mutated(dice: random.Random, sound: bytes = SOUND) -> bytes:
    content = bytearray(sound)
    for _ in range(dice.randrange(1, 5)):
        place, kind = dice.randrange(len(content) or 1), dice.randrange(5)
        if kind == 0:
            content[place : place + 1] = bytes([dice.randrange(256)])
        elif kind == 1:
            del content[place : place + dice.randrange(1, 60)]
        elif kind == 2:
            content[place:place] = content[place : place + dice.randrange(1, 200)]
        elif kind == 3:
            content = content[: dice.randrange(len(content) + 1)] or bytearray(b"x")
        else:
            lines = bytes(content).split(b"\n")
            at = dice.randrange(len(lines))
            cells = lines[at].split(b",")
            cells[dice.randrange(len(cells))] = dice.choice(CELLS).encode()
            lines[at] = b",".join(cells)
            content = bytearray(b"\n".join(lines))
    return bytes(content)


def told(desk: ScreeningDesk, path: Path) -> tuple[int, int] | str:
    """Lines and unread rows, or the sentence; every line can be told as a whole."""
    try:
        blocks = list(screen_blocks(path, desk, token=CancelToken()))
    except EngineError as error:
        return sentence(error, Language.ZH) + sentence(error, Language.EN)
    for block in blocks:
        block.kept()
        assert all(sentence(row.problem, Language.EN) for row in block.unread)
    return sum(len(block.lines) for block in blocks), sum(len(block.unread) for block in blocks)


def test_damaged_files_end_with_a_list_or_a_sentence(
    desk: ScreeningDesk, tmp_path: Path, case_count: Callable[[int, int], int]
) -> None:
    dice = random.Random(20)
    path = tmp_path / "damaged.csv"
    files = case_count(FEW, MANY)

    found = []
    for _ in range(files):
        path.write_bytes(mutated(dice))
        found.append(told(desk, path))

    lists = [each for each in found if not isinstance(each, str)]
    assert all(found)
    assert len(lists) > files / 2
    assert any(unread and lines for lines, unread in lists)


def test_damaged_workbooks_end_with_a_list_or_a_sentence(
    desk: ScreeningDesk, tmp_path: Path, case_count: Callable[[int, int], int]
) -> None:
    dice = random.Random(21)
    sound = tmp_path / "sound.xlsx"
    with xlsxwriter.Workbook(str(sound)) as book:
        sheet = book.add_worksheet()
        for row, line in enumerate(SOUND.decode().split("\n")):
            sheet.write_row(row, 0, line.split(","))
    content = sound.read_bytes()
    path = tmp_path / "damaged.xlsx"

    found = []
    for _ in range(case_count(FEW // 5, MANY // 5)):
        path.write_bytes(mutated(dice, content))
        found.append(told(desk, path))

    assert all(found)
    assert any(isinstance(each, str) for each in found)


def test_damaged_photos_are_said_and_cost_no_line(
    tmp_path: Path, case_count: Callable[[int, int], int], desk: ScreeningDesk
) -> None:
    dice = random.Random(22)
    photo = io.BytesIO()
    Image.effect_mandelbrot((64, 48), (-3, -2.5, 2, 2.5), 20).save(photo, "JPEG")
    folder = tmp_path / "photos"
    folder.mkdir()
    path = tmp_path / "sound.csv"
    path.write_bytes(SOUND)
    with_photos = replace(desk, photos=PhotoClassifier(open_recogniser(write_network(tmp_path))))

    for _ in range(case_count(FEW // 4, MANY // 7)):
        for number in range(1, 8):
            (folder / f"A{number}.jpg").write_bytes(mutated(dice, photo.getvalue()))
        (block,) = screen_blocks(path, with_photos, photo_folder=folder, token=CancelToken())
        findings = [block.line(place).finding(Component.PHOTO) for place in range(7)]

        assert all(each.reasons[0].text(Language.EN) for each in findings)
        assert not any(each.reasons[0].code == "screening.photo_none" for each in findings)


@pytest.mark.parametrize(
    "cell", ["1e400", "9" * 400, "9" * 50, "-1", "NaN", "1e-99999999", "0e99999999", "1e9999999999"]
)
def test_an_impossible_figure_costs_its_own_row_only(cell: str, desk: ScreeningDesk, tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_bytes(SOUND.replace(b",400,USD", f",{cell},USD".encode(), 1))

    found = told(desk, path)

    assert not isinstance(found, str)
    assert sum(found) == 7
    assert found[0] >= 6


@pytest.mark.parametrize("code", ["²²²²²²²²", "1" * 14, "８５A1", "2709-0000"])
def test_what_is_no_code_costs_its_own_row_only(code: str, desk: ScreeningDesk, tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_bytes(SOUND.replace(b",27090000,", f",{code},".encode(), 1))

    found = told(desk, path)

    assert not isinstance(found, str)
    assert sum(found) == 7
    assert found[0] >= 6


def test_a_cell_of_any_length_is_quoted_at_its_beginning(desk: ScreeningDesk, tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_bytes(SOUND.replace(b",400,USD", b"," + b"x" * 90_000 + b",USD", 1))

    (block,) = screen_blocks(path, desk, token=CancelToken())
    said = sentence(block.unread[0].problem, Language.EN)

    assert len(block.lines) == 6
    assert "xxx" in said
    assert len(said) < 2_000


@pytest.mark.parametrize("figure", ["1E+300", "1E-300", "1E+30"])
def test_a_figure_of_a_workbook_costs_its_own_row_at_most(figure: str, desk: ScreeningDesk, tmp_path: Path) -> None:
    path = tmp_path / "figures.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for row, line in enumerate(SOUND.decode().split("\n")):
            sheet.write_row(row, 0, line.split(","))
        sheet.write_number(1, HEADER.split(",").index("总价"), float(figure))

    found = told(desk, path)

    assert not isinstance(found, str)
    assert sum(found) == 7
    assert found[0] >= 6
