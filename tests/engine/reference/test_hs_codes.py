import pytest

from app.engine.messages import Language
from app.engine.reference import hs_codes, units
from app.engine.reference.hs_codes import Status


def test_there_are_22_sections_and_98_chapters() -> None:
    table = hs_codes.table()

    assert len(table.sections) == 22
    assert [chapter.code for chapter in table.chapters] == [f"{n:02d}" for n in range(1, 100) if n != 77]


def test_chapters_98_and_99_belong_to_section_xxii() -> None:
    last = [chapter.code for chapter in hs_codes.table().chapters if chapter.section == "XXII"]

    assert last == ["98", "99"]


def test_every_section_of_a_chapter_exists_and_every_section_has_a_chapter() -> None:
    table = hs_codes.table()

    assert {chapter.section for chapter in table.chapters} == {section.section for section in table.sections}


def test_sections_and_chapters_have_both_titles() -> None:
    table = hs_codes.table()
    sections = [section.name(language) for section in table.sections for language in Language]
    chapters = [chapter.name(language) for chapter in table.chapters for language in Language]

    assert all(sections)
    assert all(chapters)


def test_a_chapter_that_no_photo_shows_says_why() -> None:
    chapters = hs_codes.table().chapters

    assert all(bool(chapter.reason) != chapter.is_photographable for chapter in chapters)
    assert not hs_codes.table().chapter("98010090").is_photographable


def test_every_heading_has_both_titles() -> None:
    table = hs_codes.table()
    untitled = [code for code in table.codes(4) if table.title(code, Language.ZH) == table.title(code[:2], Language.ZH)]

    assert [code for code in untitled if code[2:] not in ("00", "01")] == []


@pytest.mark.parametrize(("level", "count"), [(2, 98), (4, 1240), (6, 5845), (8, 9496)])
def test_every_code_has_a_parent_in_the_level_above(level: int, count: int) -> None:
    table = hs_codes.table()
    parents = set(table.codes(level - 2)) if level > 2 else {""}

    assert len(table.codes(level)) == count
    assert {table.parent(code) for code in table.codes(level)} <= parents


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("12019019", Status.KNOWN),
        ("27090000", Status.KNOWN),
        ("0101", Status.KNOWN),
        ("853950", Status.KNOWN),
        ("85395000", Status.EDITION_UNKNOWN),
        ("44014000", Status.EDITION_UNKNOWN),
        ("01012199", Status.EDITION_UNKNOWN),
        ("01019999", Status.UNKNOWN),
        ("77010000", Status.UNKNOWN),
        ("1012100", Status.UNKNOWN),
        ("", Status.UNKNOWN),
    ],
)
def test_a_code_absent_from_every_list_is_kept_only_if_its_subheading_is_known(code: str, status: Status) -> None:
    assert hs_codes.table().status(code) is status


@pytest.mark.parametrize(
    ("year", "edition"), [(2012, 2012), (2016, 2012), (2017, 2017), (2021, 2017), (2022, 2022), (2025, 2022)]
)
def test_the_edition_follows_from_the_year(year: int, edition: int) -> None:
    assert hs_codes.edition_of(year) == edition


def test_membership_is_known_for_the_listed_editions_only() -> None:
    table = hs_codes.table()

    assert table.exists("03019992", 2012)
    assert table.exists("8807", 2022)
    assert not table.exists("8807", 2012)
    assert not table.exists("03019992", 2017)


def test_a_title_falls_back_to_the_nearest_level_that_has_one() -> None:
    table = hs_codes.table()

    assert table.title("01012100", Language.ZH) == "改良种用马"
    assert table.title("01012100", Language.EN) == table.title("010121", Language.EN)
    assert table.title("010290", Language.ZH) == table.title("0102", Language.ZH)
    assert table.title("85999999", Language.EN) == table.title("85", Language.EN)


def test_characters_lost_in_the_2022_list_are_restored() -> None:
    broken = [code for code in hs_codes.table().codes(8) if "?" in hs_codes.table().title(code, Language.ZH)]

    assert broken == []
    assert hs_codes.table().title("03019992", Language.ZH) == "活鲀"


def test_the_statistical_unit_of_a_code_is_a_unit() -> None:
    unit_id = hs_codes.table().unit_of("87032341")

    assert unit_id is not None
    assert units.table().by_id(unit_id).name_zh == "辆"


@pytest.mark.parametrize("code", ["96151100", "01012199"])
def test_a_code_without_listed_unit_has_none(code: str) -> None:
    assert hs_codes.table().unit_of(code) is None
