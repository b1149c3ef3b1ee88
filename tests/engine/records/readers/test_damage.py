"""Tables that were damaged on their way: mended where that is certain, refused with the rows where it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.engine.errors import InputError
from app.engine.records.layout import Field
from app.engine.records.recognition import recognise
from tests.engine.records.readers.loading import load

HEADER = "商品编码,贸易国家,商品注册地,贸易方式,贸易数量,单位,金额"
ROWS = (
    "01012100,美国,北京市,一般贸易,12,千克,3400",
    "27090000,沙特阿拉伯,广东省,一般贸易,900,千克,5600",
    "85423100,韩国,江苏省,进料加工贸易,77,个,880",
)


def write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return path


def refusal(path: Path) -> InputError:
    with pytest.raises(InputError) as caught:
        recognise(path)
    return caught.value


def test_refuses_names_turned_to_question_marks_with_their_rows(tmp_path: Path) -> None:
    rows = [row.replace("美国", "??").replace("沙特阿拉伯", "?????").replace("韩国", "??") for row in ROWS]

    error = refusal(write(tmp_path / "x.csv", HEADER, *rows))

    assert error.code == "records.text_destroyed"
    assert (error.params["column"], error.params["rows"]) == ("贸易国家", "2, 3, 4")


def test_flags_a_few_destroyed_names_without_refusing_the_file(tmp_path: Path) -> None:
    found = recognise(write(tmp_path / "x.csv", HEADER, *ROWS, ROWS[0].replace("美国", "??")))

    told = {observation.code: observation.params for observation in found.evidence}
    assert told["evidence.text_damaged"]["rows"] == "5"


def test_refuses_a_destroyed_header(tmp_path: Path) -> None:
    assert refusal(write(tmp_path / "x.csv", "????,????,?????,????", "1,2,3,4")).code == "records.header_destroyed"


def test_flags_codes_that_lost_their_zero(tmp_path: Path) -> None:
    found = recognise(write(tmp_path / "x.csv", HEADER, ROWS[0].replace("01012100", "1012100"), ROWS[1]))

    assert found.layout is not None
    assert found.layout.has_lost_zeros


def test_flags_codes_that_became_floats(tmp_path: Path) -> None:
    found = recognise(write(tmp_path / "x.csv", HEADER, ROWS[0].replace("01012100", "1012100.0"), ROWS[1]))

    assert found.layout is not None
    assert found.layout.has_lost_zeros


def test_does_not_flag_sound_codes(tmp_path: Path) -> None:
    layout = recognise(write(tmp_path / "x.csv", HEADER, *ROWS)).layout

    assert layout is not None
    assert not layout.has_lost_zeros


def test_refuses_codes_in_scientific_notation(tmp_path: Path) -> None:
    error = refusal(write(tmp_path / "x.csv", HEADER, ROWS[0].replace("01012100", "1.01E+06")))

    assert (error.code, error.params["rows"]) == ("records.codes_destroyed", "2")


def test_aligns_rows_that_begin_with_an_index(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", HEADER, *(f"{number},{row}" for number, row in enumerate(ROWS)))

    found = recognise(path)
    loaded = load(found, tmp_path)

    assert "evidence.columns_straightened" in {observation.code for observation in found.evidence}
    assert loaded.column(Field.PARTNER) == ["美国", "沙特阿拉伯", "韩国"]
    assert loaded.column(Field.VALUE) == ["3400", "5600", "880"]


def test_aligns_columns_behind_one_that_the_header_leaves_out(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", HEADER, *(row.replace(",", ",某种商品,", 1) for row in ROWS))

    loaded = load(recognise(path), tmp_path)

    assert loaded.column(Field.HS) == ["01012100", "27090000", "85423100"]
    assert loaded.column(Field.UNIT) == ["千克", "千克", "个"]


def test_refuses_columns_whose_places_are_not_certain(tmp_path: Path) -> None:
    header = HEADER.replace("贸易国家,商品注册地", "商品注册地,贸易国家")

    error = refusal(write(tmp_path / "x.csv", header, *ROWS))

    assert error.code == "records.columns_shifted"
    assert error.params["rows"] == "2, 3, 4"


def test_leaves_unknown_names_to_the_rules(tmp_path: Path) -> None:
    rows = (ROWS[0].replace("美国", "瓦坎达"), ROWS[1].replace("沙特阿拉伯", "拉特维里亚"))

    assert load(recognise(write(tmp_path / "x.csv", HEADER, *rows)), tmp_path).column(Field.PARTNER) == [
        "瓦坎达",
        "拉特维里亚",
    ]


def test_rows_above_the_only_readable_header_are_not_passed_over(tmp_path: Path) -> None:
    error = refusal(write(tmp_path / "2020年进口.csv", "商品编码,贸易国\ufffd", ROWS[0], HEADER, ROWS[1]))

    assert (error.code, error.params["row"]) == ("records.rows_above_header", 3)
