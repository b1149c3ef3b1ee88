from __future__ import annotations

import contextlib
import csv
import gc
import json
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.engine.errors import CancelledError, EngineError, NotInDataError
from app.engine.jobs import CancelToken
from app.engine.messages import Language
from app.engine.price.pricer import Pricer
from app.engine.screening import running
from app.engine.screening.blocks import ScoredBlock
from app.engine.screening.case_blocks import compact
from app.engine.screening.columns import Part
from app.engine.screening.desk_tools import ScreeningDesk, open_desk
from app.engine.screening.document_packs import opened_documents
from app.engine.screening.documents import line_document, line_from
from app.engine.screening.findings import Component, ScoredLine
from app.engine.screening.history_check import HistoryCheck
from app.engine.screening.mapping import DeclarationMapping
from app.engine.screening.outcomes import Outcome
from app.engine.screening.photos import PhotoAnswer
from app.engine.screening.price_odds import Side
from app.engine.screening.rates import RateTable
from app.engine.screening.running import score_lines, screen_blocks
from app.engine.store.open_store import Store
from app.engine.store.selection import Direction
from tests.engine.screening.declarations import declaration

HEADER = (
    "报关单号", "申报日期", "进出口", "境内收发货人", "商品编码", "商品名称", "原产国(地区)", "监管方式", "成交方式",
    "运费", "保费",
    "成交数量", "成交单位", "法定第一数量", "法定第一计量单位", "单价", "总价", "币制",
)  # fmt: skip
PLAIN = {
    "报关单号": "A1", "申报日期": "2021-05-03", "进出口": "进口", "境内收发货人": "甲公司", "商品编码": "27090000",
    "商品名称": "石油原油", "原产国(地区)": "沙特阿拉伯", "监管方式": "一般贸易", "成交方式": "CIF",
    "成交数量": "1000", "成交单位": "千克", "法定第一数量": "1000", "法定第一计量单位": "千克", "单价": "0.4",
    "总价": "400", "币制": "USD",
}  # fmt: skip


@pytest.fixture(scope="module")
def desk(opened_store: Store, pricer: Pricer) -> ScreeningDesk:
    return open_desk(opened_store, pricer, RateTable(()), token=CancelToken())


def write(folder: Path, rows: Sequence[Mapping[str, str]]) -> Path:
    path = folder / "declarations.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, HEADER, extrasaction="ignore")
        writer.writeheader()
        writer.writerows({**PLAIN, "报关单号": f"A{number}", **row} for number, row in enumerate(rows))
    return path


def screened(desk: ScreeningDesk, path: Path, **options: Any) -> list[ScoredBlock]:
    return list(screen_blocks(path, desk, token=CancelToken(), **options))


def lines_of(blocks: Sequence[ScoredBlock]) -> list[ScoredLine]:
    return [block.line(place) for block in blocks for place in range(len(block.lines))]


def said(line: ScoredLine, component: Component) -> str:
    return " ".join(reason.text(Language.EN) for reason in line.finding(component).reasons)


def test_every_component_of_every_line_says_something_in_both_languages(desk: ScreeningDesk, tmp_path: Path) -> None:
    path = write(tmp_path, [{}, {"总价": "40", "单价": "0.04"}, {"商品名称": ""}, {"币制": "EUR"}])

    lines = lines_of(screened(desk, path))

    for line in lines:
        assert [finding.component for finding in line.findings] == list(Component)
        for finding in line.findings:
            assert all(reason.text(language) for reason in finding.reasons for language in Language)
    assert not lines[3].finding(Component.PRICE).is_checked
    assert (lines[3].value, lines[3].recovery) == (None, 0.0)
    assert not lines[2].finding(Component.WORDS).is_checked


def test_a_low_price_has_the_higher_risk_and_more_to_recover(desk: ScreeningDesk, tmp_path: Path) -> None:
    path = write(tmp_path, [{}] * 5 + [{"总价": "40", "单价": "0.04"}])

    lines = lines_of(screened(replace(desk, side=Side.LOW), path))

    assert lines[-1].risk > max(line.risk for line in lines[:-1])
    assert lines[-1].finding(Component.PRICE).is_remarkable
    assert "of sound declarations lie so far out" in said(lines[-1], Component.PRICE)


def test_blocks_are_the_same_from_whichever_block_on(
    desk: ScreeningDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "BLOCK", 4)
    path = write(tmp_path, [{"总价": str(100 + 50 * number)} for number in range(11)])

    whole, later = screened(desk, path), screened(desk, path, first_block=1)

    assert [len(block.lines) for block in whole] == [4, 4, 3]
    assert [block.number for block in later] == [1, 2]
    assert lines_of(whole[1:]) == lines_of(later)


def test_blocks_of_nothing_but_blank_rows_are_passed_over(
    desk: ScreeningDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "BLOCK", 4)
    path = write(tmp_path, [{} for _ in range(6)])
    head, *lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([head, *lines[:4], *[" ,,"] * 9, *lines[4:]]), encoding="utf-8")

    blocks = screened(desk, path)

    assert [block.number for block in blocks] == [0, 1]
    assert [line.declaration.row for line in lines_of(blocks)] == [2, 3, 4, 5, 15, 16]


def test_small_blocks_score_as_one_large_does(
    desk: ScreeningDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path, [{"总价": str(100 + 50 * number)} for number in range(9)])
    at_once = lines_of(screened(desk, path))

    monkeypatch.setattr(running, "BLOCK", 2)

    in_parts = lines_of(screened(desk, path))
    assert [each.findings for each in in_parts] == [each.findings for each in at_once]
    assert [each.risk for each in in_parts] == pytest.approx([each.risk for each in at_once])


def test_however_many_workers_look_at_blocks_each_score_is_the_same_to_the_last_bit(
    desk: ScreeningDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "BLOCK", 7)
    goods = [{}, {"商品编码": "85423100", "商品名称": "集成电路"}, {"商品编码": "61091000", "商品名称": "T恤衫"}]
    rows = [{**goods[number % 3], "总价": str(90 + 13 * (number % 29))} for number in range(200)]
    path = write(tmp_path, rows)

    found = []
    for workers in (1, 2, 5):
        monkeypatch.setattr(running, "WORKERS", workers)
        found.append(screened(desk, path))

    told = [
        [(b.risk.tobytes(), b.recovery.tobytes(), b.tails.tobytes(), b.documents()) for b in each] for each in found
    ]
    assert len(told[0]) == 29
    assert told[1] == told[0]
    assert told[2] == told[0]


def test_a_charge_shared_by_lines_in_two_blocks_is_not_divided(
    desk: ScreeningDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = {"成交方式": "FOB", "运费": "USD/9/3", "保费": "0.3%"}
    rows = [{"报关单号": number, **shared} for number in ("B1", "B2", "B2", "B3", "B4", "B1")]
    path = write(tmp_path, rows)
    at_once = lines_of(screened(desk, path))

    monkeypatch.setattr(running, "BLOCK", 2)

    in_parts = lines_of(screened(desk, path))
    assert [each.finding(Component.PRICE).is_checked for each in at_once] == [True] * 6
    assert [each.finding(Component.PRICE).is_checked for each in in_parts] == [False, True, True, True, True, False]
    assert "charge" in said(in_parts[0], Component.PRICE)


def test_a_run_that_is_stopped_leaves_no_worker_behind(
    desk: ScreeningDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "BLOCK", 2)
    path, token = write(tmp_path, [{}] * 40), CancelToken()

    def stop_soon(done: int, total: int | None, about: str = "", /) -> None:
        if done >= 6:
            token.cancel()

    with pytest.raises(EngineError):
        list(screen_blocks(path, desk, progress=stop_soon, token=token))

    assert not [each for each in threading.enumerate() if each.name.startswith("screening")]


def test_lines_of_one_declaration_stay_in_one_block_and_shared_charges_apart_are_not_divided(
    desk: ScreeningDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "BLOCK", 2)
    rows = [{"报关单号": number} for number in ("B1", "B2", "B2", "B2", "B3", "B1")]

    blocks = screened(desk, write(tmp_path, rows))

    assert [list(block.lines.number) for block in blocks] == [["B1", "B2", "B2", "B2"], ["B3", "B1"]]


def test_a_bad_row_is_reported_and_the_rest_is_scored(desk: ScreeningDesk, tmp_path: Path) -> None:
    blocks = screened(desk, write(tmp_path, [{}, {"申报日期": "soon"}, {}]))

    assert [row.problem.code for row in blocks[0].unread] == ["screening.date_unreadable"]
    assert list(blocks[0].lines.row) == [2, 4]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"申报日期": "2013-05-03", "商品编码": "85249190"}, "is not in the tariff"),
        ({"法定第一计量单位": "台"}, "The statutory unit"),
        ({"总价": "9400"}, "Quantity × unit price"),
        ({"总价": "177777.20", "单价": "177.7772"}, "One digit repeats"),
        ({"总价": "1200000", "单价": "1200"}, "round sum"),
    ],
)
def test_a_broken_rule_is_told_and_raises_the_risk(
    changes: Mapping[str, str], sentence: str, desk: ScreeningDesk, tmp_path: Path
) -> None:
    line = lines_of(screened(desk, write(tmp_path, [dict(changes)])))[0]

    finding = line.finding(Component.RULES)
    assert sentence in said(line, Component.RULES)
    assert finding.tail is not None
    assert finding.tail < 1
    assert line_from(_json(line)) == line


def _json(line: ScoredLine) -> Any:
    return json.loads(json.dumps(line_document(line)))


def test_lines_that_repeat_each_other_are_named(desk: ScreeningDesk, tmp_path: Path) -> None:
    rows = [
        {"报关单号": "X"},
        {"报关单号": "X"},
        {"报关单号": "Y", "总价": "410", "单价": "0.41"},
        {"报关单号": "Z", "法定第一数量": "77"},
    ]

    lines = lines_of(screened(desk, write(tmp_path, rows)))

    assert "The same as row 2 in everything" in said(lines[1], Component.RULES)
    assert "as in row 2, another total" in said(lines[2], Component.RULES)
    assert all("in 3 declarations" in said(line, Component.RULES) for line in lines)


def test_a_name_that_fits_another_heading_says_which(desk: ScreeningDesk, tmp_path: Path) -> None:
    fits, other = lines_of(screened(desk, write(tmp_path, [{}, {"商品名称": "女式全棉针织T恤衫"}])))

    assert "fits the declared heading 2709" in said(fits, Component.WORDS)
    assert "more like 6109" in said(other, Component.WORDS)
    assert other.finding(Component.WORDS).is_remarkable
    assert other.words[0].hs.startswith("6109")
    assert other.risk > fits.risk


def test_earlier_inspections_of_like_lines_count(desk: ScreeningDesk, tmp_path: Path) -> None:
    hit = Outcome("27090000", Direction.IMPORT, "甲公司", None, None, is_hit=True)
    clean = [Outcome("85423100", Direction.IMPORT, f"{number}", None, None, is_hit=False) for number in range(20)]
    path = write(tmp_path, [{}, {"境内收发货人": "另一家", "商品编码": "61091000", "商品名称": "T恤衫"}])

    known, unknown = lines_of(screened(replace(desk, history=HistoryCheck((*clean, hit, hit, hit))), path))

    assert "Of 3 inspections of this trader's goods of the heading, 3 found something" in said(known, Component.HISTORY)
    assert known.finding(Component.HISTORY).is_remarkable
    assert not unknown.finding(Component.HISTORY).is_checked


class Classifier:
    """Always sure that it sees a car."""

    def recognise(self, photo: Path) -> PhotoAnswer:
        if photo.suffix == ".png":
            raise NotInDataError("screening.photo_not_covered", photo=photo.name)
        return PhotoAnswer(
            (("87", 0.9), ("84", 0.05), ("85", 0.01)), is_sure=True, model_version="car 1", path=str(photo)
        )


def test_a_photo_is_found_by_its_name_and_held_against_the_chapter(desk: ScreeningDesk, tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    photos.mkdir()
    for name in ("A0.jpg", "A1-3.JPG", "A3.png"):
        (photos / name).write_bytes(b"")
    path = write(tmp_path, [{}, {"商品编码": "87032190"}, {}, {}])

    lines = lines_of(screened(replace(desk, photos=Classifier()), path, photo_folder=photos))

    assert "rather than the declared chapter 27" in said(lines[0], Component.PHOTO)
    assert "agrees with the declared chapter 87" in said(lines[1], Component.PHOTO)
    assert "there is none" in said(lines[2], Component.PHOTO)
    assert "nothing that the classifier has learnt" in said(lines[3], Component.PHOTO)
    assert lines[0].photo is not None
    assert lines[0].photo.path.endswith("A0.jpg")


def test_a_foreign_table_is_read_through_its_mapping(desk: ScreeningDesk, tmp_path: Path) -> None:
    path = tmp_path / "foreign.csv"
    path.write_text("code,amount,price,pic\n27090000,1000,400,a.jpg\n", encoding="utf-8")
    columns = {Part.HS: "code", Part.FIRST_QUANTITY: "amount", Part.TOTAL: "price"}
    constants = {
        Part.DIRECTION: "import", Part.TERM: "CIF", Part.CURRENCY: "USD", Part.FIRST_UNIT: "千克",
        Part.DECLARED_ON: "2021-03-01",
    }  # fmt: skip
    mapping = DeclarationMapping("foreign", columns, constants, photo="pic")

    (line,) = lines_of(screened(replace(desk, photos=Classifier()), path, mapping=mapping))

    assert line.finding(Component.PRICE).is_checked
    assert line.photo is not None
    assert line.photo.path == str(tmp_path / "a.jpg")


def test_without_data_prices_are_not_checked_and_all_else_is(tmp_path: Path) -> None:
    bare = open_desk(None, None, RateTable(()), token=CancelToken())

    (line,) = lines_of(screened(bare, write(tmp_path, [{"总价": "9400"}])))

    assert not line.finding(Component.PRICE).is_checked
    assert line.finding(Component.WORDS).is_checked
    assert line.finding(Component.RULES).is_remarkable


def test_a_line_typed_by_hand_is_scored_alone(desk: ScreeningDesk) -> None:
    (line,) = score_lines(desk, [declaration(name="原油")])

    assert line.finding(Component.PRICE).is_checked
    assert 0 < line.risk < 1


def test_a_block_is_kept_with_columns_of_equal_length_and_the_document_of_each_line(
    desk: ScreeningDesk, tmp_path: Path
) -> None:
    (block,) = screened(desk, write(tmp_path, [{}, {"总价": "1"}, {"申报日期": "soon"}]))

    kept = block.kept()

    assert isinstance(kept.documents, bytes)
    assert len(kept.rows) == len(kept.names) == len(kept.risk) == len(kept.tails) == 2
    assert opened_documents(kept.documents)(1) == compact(line_document(block.line(1)))
    assert kept.is_import.all()
    assert [row for row, _ in kept.unread] == [4]
    assert np.isnan(kept.tails[:, 1]).all()


def test_a_file_of_which_no_row_can_be_read_is_kept_without_lines(desk: ScreeningDesk, tmp_path: Path) -> None:
    (block,) = screened(desk, write(tmp_path, [{"申报日期": "soon"}, {"申报日期": "later"}]))

    kept = block.kept()

    assert (len(kept.rows), [row for row, _ in kept.unread]) == (0, [2, 3])


def test_a_cancelled_run_stops(desk: ScreeningDesk, tmp_path: Path) -> None:
    token = CancelToken()
    token.cancel()

    with pytest.raises(EngineError):
        list(screen_blocks(write(tmp_path, [{}]), desk, token=token))


def test_garbage_that_somebody_else_sees_to_is_left_to_them(desk: ScreeningDesk, tmp_path: Path) -> None:
    path = write(tmp_path, [{}, {}])
    gc.disable()
    gc.freeze()
    try:
        settled = gc.get_freeze_count()
        screened(desk, path)
        assert gc.get_freeze_count() == settled
    finally:
        gc.unfreeze()
        gc.enable()


@pytest.mark.parametrize("is_stopped", [False, True])
def test_threads_take_turns_as_before_after_a_file_however_it_ends(
    is_stopped: bool, desk: ScreeningDesk, tmp_path: Path
) -> None:
    path, token, before, during = write(tmp_path, [{}, {}]), CancelToken(), sys.getswitchinterval(), []

    def watch(done: int, total: int | None, about: str = "", /) -> None:
        during.append(sys.getswitchinterval())
        if is_stopped:
            token.cancel()

    with contextlib.suppress(CancelledError):
        list(screen_blocks(path, desk, progress=watch, token=token))

    assert during[0] < before
    assert sys.getswitchinterval() == before


def test_the_search_for_garbage_is_as_before_after_a_file(desk: ScreeningDesk, tmp_path: Path) -> None:
    before = gc.get_threshold(), gc.get_freeze_count()

    screened(desk, write(tmp_path, [{}, {}]))

    assert (gc.get_threshold(), gc.get_freeze_count()) == before
