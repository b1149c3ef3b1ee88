from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.engine.store.code_scans import CodeScans, ScannedCode
from app.engine.store.desk_file import DeskFile


@pytest.fixture
def scans(tmp_path: Path) -> CodeScans:
    return CodeScans(DeskFile(tmp_path / "home" / "desk.sqlite"))


def code(text: str, picture: str = "label.jpg") -> ScannedCode:
    now = datetime.now(tz=UTC)
    return ScannedCode(picture, "QR Code", text, "utf-8", "text", "as_it_is", is_certain=True, scanned_at=now)


def test_what_was_read_is_found_again_newest_first(scans: CodeScans) -> None:
    first, second = code("报关单号=310120260001234567"), code("6901234567892")
    scans.record([first])
    scans.record([second])

    assert scans.find("", limit=10) == [second, first]
    assert scans.find("", limit=1) == [second]


def test_every_word_of_a_search_must_be_in_text_or_name(scans: CodeScans) -> None:
    scans.record([code("SHANGHAI 上海 8542", "Box A.jpg"), code("shanghai 0901", "Box B.jpg")])

    assert [each.picture for each in scans.find("Shanghai a.JPG", limit=10)] == ["Box A.jpg"]
    assert scans.find("上海 0901", limit=10) == []


def test_signs_of_a_search_pattern_are_plain_letters(scans: CodeScans) -> None:
    scans.record([code("100 % cotton"), code("1000 cotton")])

    assert [each.text for each in scans.find("%", limit=10)] == ["100 % cotton"]


def test_the_history_is_forgotten_on_request(scans: CodeScans) -> None:
    scans.record([code("x")])

    scans.forget()

    assert scans.find("", limit=10) == []
