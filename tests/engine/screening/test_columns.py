"""Reading, valuing and checking by column tells of each line what it is told alone."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from app.engine.errors import EngineError
from app.engine.jobs import CancelToken
from app.engine.price.pricer import Pricer
from app.engine.records.byte_columns import ByteColumn
from app.engine.records.row_batches import NumberedRow, RowBatch, batch_of
from app.engine.records.whole_tables import StreamedTable, WholeTable
from app.engine.screening.blocks import scored_block
from app.engine.screening.case_blocks import compact
from app.engine.screening.columns import declaration_columns
from app.engine.screening.combining import combine
from app.engine.screening.declared_columns import pack_declared
from app.engine.screening.desk_tools import ScreeningDesk, open_desk
from app.engine.screening.document_packs import opened_documents
from app.engine.screening.documents import line_document
from app.engine.screening.figure_columns import stripped
from app.engine.screening.first_look import look_at
from app.engine.screening.lines import lines_of
from app.engine.screening.look_file import LookFile
from app.engine.screening.rates import Rate, RateTable
from app.engine.screening.reading import RowReader
from app.engine.screening.running import NO_PHOTOS
from app.engine.screening.value_columns import value_columns
from app.engine.screening.valuing import ComparablePrice, comparable_prices
from app.engine.store.open_store import Store

HEADER = (
    "报关单号,申报日期,进出口,境内收发货人,境内目的地,商品编码,商品名称,原产国(地区),监管方式,成交方式,"
    "运费,保费,杂费,成交数量,成交单位,法定第一数量,法定第一计量单位,单价,总价,币制,毛重"
)
CHOICES: tuple[tuple[str, ...], ...] = (
    ("A1", "A2", "A3", "", "A4"),
    ("2021-05-03", "20210601", "", "2021年7月1日", "2021-13-40"),
    ("进口", "出口", "进口", "进口", "?"),
    ("甲公司", "乙公司", ""),
    ("(44019)", "广东省", ""),
    ("27090000", "2709", "85171300", "27.09.00.00", "abc"),
    ("原油", "Crude oil|brand", ""),
    ("沙特阿拉伯", "日本", "", "Atlantis"),
    ("一般贸易", "(0110)", ""),
    ("CIF", "FOB", "C&F", "C&I", "EXW", "市场价", "", "?"),
    ("", "USD/7/3", "0.5%", "3/2", "CNY/9/3", "-4", "0", "250%", "x"),
    ("", "0.3%", "USD/5/3", "2", "0"),
    ("", "", "", "1%", "-USD/2/3"),
    ("100", "", "3.5"),
    ("千克", "台", ""),
    ("1000", "", "1,000", "1e400", "0", "12.25", "１２"),
    ("千克", "吨", "", "?"),
    ("0.4", "", "7"),
    ("400", "", "4e2", "-3", "NaN", "38,500.5"),
    ("USD", "CNY", "人民币", "", "?"),
    ("500", "500", ""),
)
ROWS = 600


def cells(dice: random.Random, place: int) -> list[str]:
    """Mostly the first of the choices, so that lines come through with a few oddities each; two lines a declaration."""
    usual = [f"B{place // 2}", *(choices[0] for choices in CHOICES[1:])]
    return [dice.choice(choices) if dice.random() < 0.15 else own for own, choices in zip(usual, CHOICES, strict=True)]


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> tuple[WholeTable, list[NumberedRow]]:
    dice = random.Random(6)
    path = tmp_path_factory.mktemp("dirty") / "dirty.csv"
    lines = [",".join(f'"{cell}"' for cell in cells(dice, place)) for place in range(ROWS)]
    lines[7] += ",more"
    lines[9] = ""
    lines[11] = lines[11].rsplit(",", 3)[0]
    path.write_text("\n".join([HEADER, *lines]), encoding="utf-8")
    table = StreamedTable(path)
    return table.head(token=CancelToken()), list(table.rows(token=CancelToken()))


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> RowBatch:
    """The same rows as bytes, some with quotes."""
    dice = random.Random(6)
    path = tmp_path_factory.mktemp("dirty") / "dirty.csv"
    lines = [",".join(f'"{cell}"' if "," in cell else cell for cell in cells(dice, place)) for place in range(ROWS)]
    lines[7] += ",more"
    lines[9] = ""
    lines[11] = lines[11].rsplit(",", 3)[0]
    path.write_text("\r\n".join([HEADER, *lines]), encoding="gbk", newline="")
    (found,) = StreamedTable(path).batches(2 * ROWS, token=CancelToken())
    return found


@pytest.fixture
def reader(rows: tuple[WholeTable, list[NumberedRow]]) -> Callable[[], RowReader]:
    return lambda: RowReader(declaration_columns(rows[0]), None)


RATES = RateTable([Rate(date(2021, 4, 20), "USD", Decimal("6.5"))])


def told(reader: RowReader, row: NumberedRow) -> Any:
    try:
        return reader.read(row)
    except EngineError as error:
        return str(error)


def test_rows_read_together_are_as_each_read_alone(
    rows: tuple[WholeTable, list[NumberedRow]], reader: Callable[[], RowReader]
) -> None:
    lines, unread = reader().read_lines(batch_of(rows[1]))

    together = {each.row: str(each.problem) for each in unread} | {
        lines.row[place]: lines.whole(place) for place in range(len(lines))
    }

    assert together == {row.number: told(reader(), row) for row in rows[1]}
    assert len(lines) > ROWS / 10
    assert len(unread) > ROWS / 10


def test_rows_that_are_read_as_bytes_declare_what_their_texts_do(
    rows: tuple[WholeTable, list[NumberedRow]], batch: RowBatch, reader: Callable[[], RowReader]
) -> None:
    of_texts, unread = reader().read_lines(batch_of(rows[1]))
    of_bytes, unread_of_bytes = reader().read_lines(batch)

    assert isinstance(of_bytes.number, ByteColumn)
    assert list(map(str, unread_of_bytes)) == list(map(str, unread))
    assert list(map(of_bytes.whole, range(len(of_bytes)))) == list(map(of_texts.whole, range(len(of_texts))))
    assert pack_declared(of_bytes) == pack_declared(of_texts)


def test_values_of_columns_are_those_of_exact_arithmetic(
    rows: tuple[WholeTable, list[NumberedRow]], reader: Callable[[], RowReader]
) -> None:
    lines, _ = reader().read_lines(batch_of(rows[1]))

    values = value_columns(lines, RATES, "USD")

    exact = comparable_prices([lines.whole(place) for place in range(len(lines))], RATES, "USD")
    for place, price in enumerate(exact):
        if isinstance(price, ComparablePrice):
            assert values.total[place] == pytest.approx(float(price.total), rel=1e-12)
            assert values.unit[place] == price.unit
        else:
            assert str(values.problems[place]) == str(price)
    assert sum(isinstance(each, ComparablePrice) for each in exact) > len(lines) / 4


@pytest.fixture(scope="module")
def desk(opened_store: Store, pricer: Pricer) -> ScreeningDesk:
    return open_desk(opened_store, pricer, RATES, token=CancelToken())


def test_checks_of_columns_are_those_of_single_lines(
    rows: tuple[WholeTable, list[NumberedRow]], reader: Callable[[], RowReader], desk: ScreeningDesk
) -> None:
    lines, _ = reader().read_lines(batch_of(rows[1]))
    own = [place for place in range(len(lines)) if not lines.number[place]]

    look = look_at(desk, lines, NO_PHOTOS)

    for place in own:
        alone = look_at(desk, lines_of([lines.whole(place)]), NO_PHOTOS)
        assert str(alone.check(0)) == str(look.check(place))
        assert alone.bits[0] == look.bits[place]
        assert alone.words[0][1] == look.words[place][1]
        assert str(alone.word_tail[0]) == str(look.word_tail[place])
    assert len(own) > 5


def test_documents_that_were_packed_together_are_those_of_single_lines(
    rows: tuple[WholeTable, list[NumberedRow]], reader: Callable[[], RowReader], desk: ScreeningDesk
) -> None:
    lines, _ = reader().read_lines(batch_of(rows[1]))
    with LookFile() as looks:
        looks.add(look_at(desk, lines, NO_PHOTOS))
        block = scored_block(desk, combine(desk, looks, token=CancelToken()), looks[0])

    document = opened_documents(block.documents())

    each = [block.line(place) for place in range(len(lines))]
    assert [line.declaration for line in each] == [lines.whole(place) for place in range(len(lines))]
    assert [document(place) for place in range(len(lines))] == [compact(line_document(line)) for line in each]
    assert len({line.findings[3] for line in each}) > 20


@pytest.mark.parametrize("cells", [["a", "b c"], [" a", "b"], ["a", "b\u3000"], ["", ""], ["\t", "x"], [], ["a\n", ""]])
def test_blanks_are_taken_off_either_end_and_nowhere_else(cells: list[str]) -> None:
    assert list(stripped(cells)) == [cell.strip() for cell in cells]
