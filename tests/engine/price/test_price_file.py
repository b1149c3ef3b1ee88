from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import python_calamine

from app.engine.errors import CancelledError, EngineError, InputError, UsageError
from app.engine.jobs import CancelToken
from app.engine.messages import Language
from app.engine.price import batch
from app.engine.price.answers import PriceQuestion
from app.engine.price.batch_cells import BatchDefaults
from app.engine.price.pricer import Pricer
from app.engine.price.wording import basis_sentence, quote_sentence
from app.engine.reference import hs_codes
from app.engine.reports.csv import cell_field, text_field, write_csv, write_csv_columns
from app.engine.reports.price_columns import figure_field, figure_of
from app.engine.reports.price_file import PriceFileReport, price_file
from app.engine.reports.tables import Column, Table
from app.engine.store.selection import Direction

HEADER = ("货号", "商品编码", "国别", "贸易方式", "数量", "单位", "单价", "年份")
MADE_AT = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
KILOGRAM = 1


def _write(path: Path, rows: Sequence[Sequence[str]], header: Sequence[str] = HEADER, encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream).writerows([header, *rows])
    return path


def _price(
    pricer: Pricer, source: Path, name: str = "out.csv", *, direction: Direction | None = Direction.IMPORT
) -> tuple[PriceFileReport, list[dict[str, str]]]:
    defaults = BatchDefaults(pricer.years[-1], direction)
    target = source.parent / name
    report = price_file(pricer, source, target, defaults=defaults, language=Language.EN, made_at=MADE_AT)
    with target.open(encoding="utf-8-sig", newline="") as stream:
        return report, list(csv.DictReader(stream))


def test_every_row_comes_back_with_its_own_cells_and_a_price(pricer: Pricer, tmp_path: Path) -> None:
    source = _write(tmp_path / "goods.csv", [("A-1", "27090000", "", "一般贸易", "1,000", "千克", "0.4", "2021")])

    report, (row,) = _price(pricer, source)

    (answer,) = pricer.price([PriceQuestion(Direction.IMPORT, "27090000", 2021, unit=KILOGRAM, mode=10)])
    assert (report.rows, report.priced, report.problems) == (1, 1, 0)
    assert [row[name] for name in ("货号", "商品编码", "国别", "数量")] == ["A-1", "27090000", "", "1000"]
    assert answer.price is not None
    assert float(row["Fair price"]) == pytest.approx(answer.price, rel=0.2)
    assert float(row["95% interval, low"]) < float(row["Fair price"]) < float(row["95% interval, high"])
    assert (row["Currency of price"], row["Unit of price"], row["Problem"]) == ("USD", "kilogram", "")


def test_a_low_quote_is_called_low_with_its_percentile(pricer: Pricer, tmp_path: Path) -> None:
    source = _write(tmp_path / "goods.csv", [("A-1", "27090000", "", "", "", "千克", "0.02", "2021")])

    _, (row,) = _price(pricer, source)

    assert float(row["Percentile of quote"]) < 0.1
    assert row["Reason"].startswith("Low: only ")


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (("x", "12345678", "", "", "", "", "", "2021"), "no commodity code"),
        (("x", "oil", "", "", "", "", "", "2021"), "no commodity code"),
        (("x", "27090000", "Atlantis", "", "", "", "", "2021"), "no country or region"),
        (("x", "27090000", "", "走私", "", "", "", "2021"), "no trade mode"),
        (("x", "27090000", "", "", "", "furlong", "", "2021"), "no unit"),
        (("x", "27090000", "", "", "", "平方米", "", "2021"), "is not priced by"),
        (("x", "27090000", "", "", "many", "千克", "", "2021"), "is no number"),
        (("x", "27090000", "", "", "-4", "千克", "", "2021"), "should be a number above 0"),
        (("x", "27090000", "", "", "", "千克", "", "last year"), "No year can be read"),
        (("x", "27090000", "", "", "", "千克", "", "1999"), "the data reach from"),
        (("x", "27090000", "", "", "", "千克", "1", "2021", "surplus"), "more cells than the header"),
    ],
)
def test_a_row_that_cannot_be_priced_says_why_and_the_others_are_priced(
    pricer: Pricer, tmp_path: Path, cells: tuple[str, ...], said: str
) -> None:
    good = ("A-1", "27090000", "", "", "", "千克", "0.4", "2021")
    source = _write(tmp_path / "goods.csv", [good, cells, good])

    report, rows = _price(pricer, source)

    assert (report.rows, report.priced, report.problems) == (3, 2, 1)
    assert said in rows[1]["Problem"]
    assert (rows[1]["Fair price"], rows[0]["Problem"], rows[2]["Problem"]) == ("", "", "")


@pytest.mark.parametrize(("quote", "said"), [("0", "above 0"), ("-1", "above 0"), ("90000", "more than 1,000 times")])
def test_a_bad_quote_has_a_problem_and_the_price_stays(pricer: Pricer, tmp_path: Path, quote: str, said: str) -> None:
    source = _write(tmp_path / "goods.csv", [("A-1", "27090000", "", "", "", "千克", quote, "2021")])

    _, (row,) = _price(pricer, source)

    assert said in row["Problem"]
    assert (row["Fair price"] != "", row["Percentile of quote"]) == (True, "")


def test_quotes_in_another_currency_are_not_compared(pricer: Pricer, tmp_path: Path) -> None:
    source = _write(tmp_path / "goods.csv", [("27090000", "3.1")], ("HS编码", "单价(人民币)"))

    _, (row,) = _price(pricer, source)

    assert "The quote is in CNY, but prices are in USD" in row["Problem"]


def test_a_quote_may_be_told_as_value_and_quantity(pricer: Pricer, tmp_path: Path) -> None:
    header = ("hs", "qty", "unit", "amount", "flow")
    source = _write(tmp_path / "goods.csv", [("27090000", "2000", "kg", "40", "import")], header)

    _, (row,) = _price(pricer, source, direction=None)

    assert row["Reason"].startswith("Low: only ")


def test_codes_that_a_spreadsheet_shortened_or_that_have_ten_digits_are_understood(
    pricer: Pricer, tmp_path: Path
) -> None:
    listed = hs_codes.table().codes(8)
    known = next(code for code in listed if code[0] == "0" and pricer.products.is_known(Direction.IMPORT.id, code))
    source = _write(tmp_path / "goods.csv", [(known[1:],), (f"{known}00",), (f"{known[:4]}.{known[4:]}",)], ("hs",))

    _, rows = _price(pricer, _padded(source))

    assert len({row["Fair price"] for row in rows}) == 1


def test_a_short_code_that_no_zero_mends_is_named_as_it_stands(pricer: Pricer, tmp_path: Path) -> None:
    _, (row,) = _price(pricer, _padded(_write(tmp_path / "goods.csv", [("8703234",)], ("hs",))))

    assert "no commodity code “8703234”" in row["Problem"]


def test_an_old_encoding_is_read_and_the_answer_is_readable_everywhere(pricer: Pricer, tmp_path: Path) -> None:
    rows = [("货物", "27090000", "俄罗斯", "一般贸易", "5", "千克", "0.4", "2021")]
    source = _write(tmp_path / "goods.csv", rows, encoding="gb18030")

    _, (row,) = _price(pricer, source)

    assert (row["货号"], row["国别"], row["Problem"]) == ("货物", "俄罗斯", "")


def test_a_workbook_has_figures_as_figures_and_can_be_priced_again(pricer: Pricer, tmp_path: Path) -> None:
    source = _write(tmp_path / "goods.csv", [("A-1", "27090000", "", "", "7", "千克", "0.4", "2021")])
    defaults = BatchDefaults(2021, Direction.IMPORT)
    first, second = tmp_path / "first.xlsx", tmp_path / "second.xlsx"
    price_file(pricer, source, first, defaults=defaults, language=Language.EN, made_at=MADE_AT)

    price_file(pricer, first, second, defaults=defaults, language=Language.EN, made_at=MADE_AT)

    header, row = python_calamine.CalamineWorkbook.from_path(first).get_sheet_by_name("goods").to_python()
    assert (row[header.index("商品编码")], row[header.index("数量")]) == ("27090000", 7)
    assert isinstance(row[header.index("Fair price")], float)
    header, again = python_calamine.CalamineWorkbook.from_path(second).get_sheet_by_name("first").to_python()
    assert again[len(header) - 1] == ""


@pytest.mark.parametrize(
    ("header", "name", "direction", "code"),
    [
        (("a", "b"), "out.csv", Direction.IMPORT, "price.batch_no_code"),
        (("hs", "b"), "out.csv", None, "price.batch_no_direction"),
        (("hs", "b"), "out.doc", Direction.IMPORT, "price.batch_target_kind"),
        (("hs", "b"), "goods.csv", Direction.IMPORT, "price.batch_target_is_source"),
    ],
)
def test_a_file_that_cannot_be_priced_is_refused_and_nothing_is_written(
    pricer: Pricer, tmp_path: Path, header: tuple[str, ...], name: str, direction: Direction | None, code: str
) -> None:
    source = _write(tmp_path / "goods.csv", [("x1", "2")], header)

    with pytest.raises(EngineError) as refused:
        _price(pricer, source, name, direction=direction)

    assert isinstance(refused.value, InputError | UsageError)
    assert refused.value.code == code
    assert [path.name for path in tmp_path.iterdir()] == ["goods.csv"]


def test_a_file_tells_what_every_question_alone_is_told(
    pricer: Pricer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "_CHUNK", 3)
    goods = [("27090000", "俄罗斯", 344, None), ("85171200", "", None, 10), ("8703", "美国", 502, None)]
    rows = [
        ("A", hs, name, "" if mode is None else "一般贸易", str(lot), "", str(quote), str(year))
        for hs, name, _, mode in goods
        for lot, quote, year in ((5, 0.3, 2019), (7000, 12, 2021), (1, 900, 2022))
    ]
    source = _write(tmp_path / "goods.csv", rows)

    _, told = _price(pricer, source)

    asked = [
        PriceQuestion(Direction.IMPORT, hs, year, country=country, mode=mode, quantity=Decimal(lot))
        for hs, _, country, mode in goods
        for lot, year in ((5, 2019), (7000, 2021), (1, 2022))
    ]
    for row, question in zip(told, asked, strict=True):
        (answer,) = pricer.price([question])
        assert row["Fair price"] == ("" if answer.price is None else repr(float(f"{answer.price:.6g}")))
        assert row["Reason"].endswith(basis_sentence(answer, Language.EN))
        try:
            place = pricer.place(answer, float(row["单价"]))
        except EngineError:
            assert row["Percentile of quote"] == ""
        else:
            assert row["Percentile of quote"] == repr(round(place.percentile, 4))
            assert row["Reason"].startswith(quote_sentence(place, Language.EN))


def test_problems_stand_in_their_own_rows_of_a_long_file(
    pricer: Pricer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "_CHUNK", 3)
    good = ("A", "27090000", "", "", "", "千克", "0.4", "2021")
    bad = {4: (*good, "surplus"), 7: ("A", "oil", *good[2:]), 11: (*good[:6], "-1", "2021")}
    source = _write(tmp_path / "goods.csv", [bad.get(place, good) for place in range(13)])

    _, rows = _price(pricer, source)

    assert [place for place, row in enumerate(rows) if row["Problem"]] == [4, 7, 11]
    assert [place for place, row in enumerate(rows) if not row["Fair price"]] == [4, 7]


@pytest.mark.parametrize(
    "text",
    ["", "plain", 'quo"te', "a,b", "line\nbreak", "line\rbreak", "=1+1", "-5", "-x", "＝1", " lead", "\t", "é中", '"'],
)
def test_a_field_is_written_as_the_table_writer_writes_it(tmp_path: Path, text: str) -> None:
    columns = (Column("a"), Column(text))
    write_csv(tmp_path / "rows.csv", Table("t", columns, [("x", text), ("y", "")]))

    write_csv_columns(tmp_path / "columns.csv", ["a", text], [(("x", "y"), (text_field(text), text_field("")))])

    assert (tmp_path / "columns.csv").read_bytes() == (tmp_path / "rows.csv").read_bytes()


@pytest.mark.parametrize(
    "text", ["7", "007", "1,000", "1.50", "0.0", "-3", "+4", "1e3", "１２", " 5 ", "nan", "x", ".5"]
)
def test_figures_that_stand_as_they_are_written_need_no_reading(text: str) -> None:
    assert figure_field(text) == cell_field(figure_of(text))


def test_a_file_without_rows_is_refused(pricer: Pricer, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no_rows"):
        _price(pricer, _write(tmp_path / "goods.csv", []))


def test_a_cancelled_batch_leaves_nothing_behind(pricer: Pricer, tmp_path: Path) -> None:
    source = _write(tmp_path / "goods.csv", [("A", "27090000", "", "", "", "千克", "0.4", "2021")] * 30)
    token = CancelToken()
    token.cancel()

    with pytest.raises(CancelledError):
        price_file(
            pricer,
            source,
            tmp_path / "out.csv",
            defaults=BatchDefaults(2021, Direction.IMPORT),
            language=Language.ZH,
            made_at=MADE_AT,
            token=token,
        )

    assert [path.name for path in tmp_path.iterdir()] == ["goods.csv"]


def test_progress_runs_from_nothing_to_all(pricer: Pricer, tmp_path: Path) -> None:
    source = _write(tmp_path / "goods.csv", [("A", "27090000", "", "", "", "千克", "0.4", "2021")] * 30)
    shares: list[float] = []

    def progress(done: int, total: int | None, note: str = "", /) -> None:
        shares.append(done / (total or 1))

    defaults = BatchDefaults(2021, Direction.IMPORT)
    price_file(
        pricer, source, tmp_path / "o.xlsx", defaults=defaults, language=Language.ZH, made_at=MADE_AT, progress=progress
    )

    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert shares == sorted(shares)


def _padded(source: Path) -> Path:
    """A second column: a table of one has no delimiter to tell it by."""
    lines = source.read_text(encoding="utf-8").splitlines()
    source.write_text("\n".join(f"{line},{'note' if at == 0 else 'x'}" for at, line in enumerate(lines)), "utf-8")
    return source
