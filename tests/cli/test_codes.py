"""`codes scan` prints what codes say, inertly, and what could not be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli.main import main
from tests.engine.codes.scenes import qr


def test_a_declaration_in_gb18030_is_printed_with_its_fields(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    qr("商品编码:73181510;数量:12;单位:千克", encoding="gb18030").save(tmp_path / "code.png")

    status = main(["codes", "scan", str(tmp_path / "code.png"), "--json"])

    (row,) = json.loads(capsys.readouterr().out)["rows"]
    (code,) = row["codes"]
    assert status == 0
    assert (code["kind"], code["encoding"], code["certain"]) == ("declaration", "gb18030", True)
    assert code["fields"] == {"hs": "73181510", "quantity": "12", "unit": "千克"}


def test_controls_of_a_terminal_are_not_passed_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    qr("\x1b]0;title\x07text").save(tmp_path / "code.png")

    main(["codes", "scan", str(tmp_path / "code.png"), "--lang", "en"])

    assert "\x1b" not in capsys.readouterr().out


def test_a_file_that_is_no_picture_does_not_keep_the_others_from_being_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "broken.png").write_bytes(b"no picture")
    qr("5901234123457").save(tmp_path / "code.png")

    status = main(["codes", "scan", str(tmp_path / "broken.png"), str(tmp_path / "code.png"), "--lang", "en"])

    told = capsys.readouterr().out
    assert status == 1
    assert "is no picture that can be read" in told
    assert "article number (GTIN)" in told
