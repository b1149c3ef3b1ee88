"""Fonts and icons that `run.py web` builds: what the window and the documents expect of them."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from reportlab.pdfbase.ttfonts import TTFontFile

TEXT_OF_BOTH_LANGUAGES = "贸观 进口总值（亿元）：同比+3.2%，“国家（地区）”·千克 Trade value, CNY ¥ € ² ³ ≥ – — … →"


@pytest.fixture(scope="module")
def web(repository: Path) -> Path:
    return repository / "resources" / "web"


@pytest.mark.parametrize(("style", "is_bold"), [("Regular", False), ("Bold", True)])
def test_font_has_truetype_outlines_and_writes_both_languages(style: str, is_bold: bool, web: Path) -> None:
    font = TTFontFile(str(web / "fonts" / f"NotoSansSC-{style}.ttf"))

    assert font.familyName == b"Noto Sans SC"
    assert (font.styleName == b"Bold") is is_bold
    assert [letter for letter in TEXT_OF_BOTH_LANGUAGES if ord(letter) not in font.charToGlyph] == []


def test_icons_are_outlines_in_the_colour_of_their_place(web: Path) -> None:
    icons = sorted((web / "icons").glob("*.svg"))

    roots = {icon.name: ElementTree.parse(icon).getroot() for icon in icons}

    assert len(icons) > 100
    assert {root.get("stroke") for root in roots.values()} == {"currentColor"}
    assert {root.get("viewBox") for root in roots.values()} == {"0 0 24 24"}


def test_fonts_and_icons_come_with_their_licences(web: Path) -> None:
    font = (web / "licences" / "noto-sans-sc" / "LICENSE_FONT").read_text(encoding="utf-8")
    icons = (web / "licences" / "lucide" / "LICENSE").read_text(encoding="utf-8")

    assert "SIL OPEN FONT LICENSE" in font.upper()
    assert "ISC License" in icons
