"""Codes are found, read after repairs where needed, and never silently wrong."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image

from app.engine.codes.answers import Step
from app.engine.codes.scanning import scan
from app.engine.errors import CancelledError
from app.engine.jobs import CancelToken
from tests.engine.codes.scenes import CONDITIONS, Scene, as_picture, bars, draw, qr


def on_paper(*codes: Image.Image) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    paper = Image.new("L", (900, 700), 240)
    for place, code in enumerate(codes):
        paper.paste(code, (40 + place % 2 * 430, 40 + place // 2 * 330))
    return np.asarray(paper)


@pytest.mark.parametrize("symbology", ["QRCode", "DataMatrix", "PDF417", "Code128", "Code39", "Aztec"])
def test_each_kind_is_read(symbology: str) -> None:
    (code,) = scan(as_picture(on_paper(bars("CN-20261126", symbology, scale=3))))

    assert (code.reading.text, code.step, code.is_certain) == ("CN-20261126", Step.AS_IT_IS, True)


def test_an_article_number_is_read() -> None:
    (code,) = scan(as_picture(on_paper(bars("5901234123457", "EAN13", scale=3))))

    assert (code.symbology, code.reading.text) == ("EAN-13", "5901234123457")


def test_several_codes_of_one_frame_are_told_from_top_to_bottom_with_their_places() -> None:
    found = scan(as_picture(on_paper(qr("first"), qr("second"), bars("THIRD-3", "Code128"))))

    assert [code.reading.text for code in found] == ["first", "second", "THIRD-3"]
    (left, top), _, (right, bottom), _ = found[0].corners
    assert 40 <= left < right <= 200
    assert 40 <= top < bottom <= 200


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("text", ["商品编码:73181510;品名:钢铁制螺钉", "镉镍蓄电池（危险品）第2批", "台灣省 12345"])
def test_unmarked_chinese_is_read_in_either_encoding(text: str, encoding: str) -> None:
    (code,) = scan(as_picture(on_paper(qr(text, encoding=encoding))))

    assert code.reading.text == text


def test_bytes_that_may_be_two_texts_are_shown_as_both() -> None:
    """The two characters of 联通 are also valid UTF-8, as a famous editor found out."""
    (code,) = scan(as_picture(on_paper(qr("联通", encoding="gb18030"))))

    assert "联通" in {code.reading.text, *(other.text for other in code.others)}
    assert code.reading.text == "联通" or not code.is_certain


def is_turned(scene: Scene) -> bool:
    return any(code.step is Step.TURNED for code in scan(scene.picture))


def test_a_picture_without_a_code_gives_none() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (480, 640), dtype=np.uint8)

    assert scan(as_picture(noise)) == ()


def test_scanning_can_be_stopped() -> None:
    token = CancelToken()
    token.cancel()

    with pytest.raises(CancelledError):
        scan(as_picture(np.full((200, 200), 128, dtype=np.uint8)), token=token)


def test_places_survive_repairs() -> None:
    scene = draw("small", 3)
    plain = draw("plain", 3)

    found, expected = scan(scene.picture), scan(plain.picture)

    assert found
    assert expected
    assert all(0 <= x < 640 and 0 <= y < 480 for x, y in found[0].corners)


@pytest.mark.parametrize("condition", CONDITIONS)
def test_no_condition_makes_a_reading_silently_wrong(condition: str, case_count: Callable[[int, int], int]) -> None:
    scenes = [draw(condition, number) for number in range(case_count(6, 100))]

    certain = [(scene.text, code.reading.text) for scene in scenes for code in scan(scene.picture) if code.is_certain]

    assert certain
    assert all(read == drawn for drawn, read in certain)
