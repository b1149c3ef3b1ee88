from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.bridge.charts.cards import Chart, Format, Measure, Tone
from app.bridge.dashboard_kept import KeptPicture, has_picture, picture_key, read_picture, write_picture
from app.bridge.key_figure import KeyFigure, Trend
from app.engine.messages import Language
from app.engine.store.manifest import Manifest
from app.engine.store.selection import Direction, Selection

PICTURE = KeptPicture(
    {
        "world": Chart(
            "世界", "2021 年", {"series": [{"data": [{"name": "DEU", "value": 1.5}]}]}, Measure(unit="美元")
        ),
        "tree": Chart("商品", empty="没有数据", measure=Measure(Format.COUNT), figure="3", tone=Tone.UP),
    },
    (KeyFigure("总额", "1.2", "亿美元", "+3 %", Trend.UP, points=(1.0, None, 2.0)),),
)
EVERYTHING = picture_key(Manifest(generation=1), Selection(), Language.ZH)


def test_a_picture_is_read_as_it_was_written(tmp_path: Path) -> None:
    write_picture(tmp_path, EVERYTHING, PICTURE)

    assert has_picture(tmp_path, EVERYTHING)
    assert read_picture(tmp_path, EVERYTHING) == PICTURE


def test_without_a_picture_there_is_none(tmp_path: Path) -> None:
    assert not has_picture(tmp_path, EVERYTHING)
    assert read_picture(tmp_path, EVERYTHING) is None


@pytest.mark.parametrize(
    "other",
    [
        picture_key(Manifest(generation=2), Selection(), Language.ZH),
        picture_key(Manifest(generation=1), Selection(direction=Direction.IMPORT), Language.ZH),
        picture_key(Manifest(generation=1), Selection(), Language.EN),
    ],
)
def test_a_picture_of_other_data_another_selection_or_language_is_not_shown(tmp_path: Path, other: str) -> None:
    write_picture(tmp_path, other, PICTURE)

    assert not has_picture(tmp_path, EVERYTHING)
    assert read_picture(tmp_path, EVERYTHING) is None


@pytest.mark.parametrize("damaged", ["", "{", "[]", '{"charts": {"world": {}}, "figures": []}', '{"charts": 1}'])
def test_a_damaged_picture_is_none(tmp_path: Path, damaged: str) -> None:
    write_picture(tmp_path, EVERYTHING, PICTURE)
    (tmp_path / "cache" / "dashboard.picture").write_text(f"{EVERYTHING}\n{damaged}", encoding="utf-8")

    assert read_picture(tmp_path, EVERYTHING) is None


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder would be")

    write_picture(tmp_path, EVERYTHING, PICTURE)

    assert read_picture(tmp_path, EVERYTHING) is None


def test_a_later_picture_takes_the_place_of_the_former(tmp_path: Path) -> None:
    write_picture(tmp_path, EVERYTHING, PICTURE)
    later = replace(PICTURE, figures=())

    write_picture(tmp_path, EVERYTHING, later)

    assert read_picture(tmp_path, EVERYTHING) == later
