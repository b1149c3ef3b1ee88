"""Stories whose figures were worked out by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.engine.analysis.story import Bars, Columns, Line, Of, Picture, Story, Subject, Topic, find_subject, subject_of
from app.engine.analysis.story_facts import tell_story
from app.engine.analysis.story_words import picture_title, sentences_of, source_line, story_title
from app.engine.errors import NotInDataError, UsageError
from app.engine.messages import Language
from app.engine.reports.story_report import story_report
from app.engine.store.open_store import Store, open_store
from app.engine.store.selection import Direction, Selection, Years
from tests.engine.analysis.stores import CARS
from tests.engine.store.read.stores import StoreMaker

_MADE_AT = datetime(2026, 11, 26, tzinfo=UTC)


@pytest.fixture
def cars(exports: Store) -> Story:
    return tell_story(exports, Subject(Of.PRODUCT, CARS), Selection())


def picture(story: Story, topic: Topic) -> Picture:
    return next(one for one in story.pictures if one.topic is topic)


def said(story: Story, topic: Topic, language: Language = Language.EN) -> str:
    return " ".join(sentences_of(picture(story, topic), story, language))


def test_a_story_has_six_pictures_in_order(cars: Story) -> None:
    assert [one.topic for one in cars.pictures] == list(Topic)
    assert all(one.drawing is not None for one in cars.pictures)


def test_the_course_tells_value_place_and_change(cars: Story) -> None:
    # 400 of 600 in 2020, 200 in 2019
    assert said(cars, Topic.COURSE) == (
        "Trade came to 400.0 USD in 2020: 66.7% of all products, place 1 of 2 at this level."
        " That is +100.0% against 2019."
    )
    drawing = picture(cars, Topic.COURSE).drawing
    assert isinstance(drawing, Columns)
    assert drawing.series == {"story.series_export": (200.0, 400.0)}


def test_who_leads_is_told_with_shares(cars: Story) -> None:
    drawing = picture(cars, Topic.WHO).drawing

    assert isinstance(drawing, Bars)
    assert [(bar.value, bar.share) for bar in drawing.bars] == [(300.0, 0.75), (50.0, 0.125), (50.0, 0.125)]
    assert "Germany with 75.0%" in said(cars, Topic.WHO)
    assert "makes 100.0%" in said(cars, Topic.WHO)


def test_concentration_is_told_with_its_band_and_the_equal_number(cars: Story) -> None:
    drawing = picture(cars, Topic.CONCENTRATION).drawing

    assert isinstance(drawing, Line)
    assert [round(value or 0.0, 6) for value in drawing.values] == [0.5, 0.59375]
    # 1 / 0.59375
    assert "5,938 in 2020, which counts as highly concentrated; 3 members are as concentrated as 1.7" in said(
        cars, Topic.CONCENTRATION
    )
    assert "when it was 5,000" in said(cars, Topic.CONCENTRATION)


def test_the_change_is_that_of_each_member_and_adds_up(cars: Story) -> None:
    drawing = picture(cars, Topic.CHANGE).drawing

    assert isinstance(drawing, Bars)
    assert [bar.value for bar in drawing.bars] == [200.0, 50.0, -50.0]
    assert said(cars, Topic.CHANGE) == (
        "From 2019 to 2020 trade grew by 200.0 USD. The largest rise is that of Germany, by 200.0 USD."
        " The largest fall is that of Japan, by 50.00 USD."
    )


def test_every_story_names_its_source_in_both_languages(cars: Story) -> None:
    assert "2019–2020" in source_line(cars, Language.EN)
    assert "美元" in source_line(cars, Language.ZH)


@pytest.mark.parametrize("subject", [Subject(Of.COUNTRY, "304"), Subject(Of.PROVINCE, "11"), Subject(Of.PRODUCT, "87")])
@pytest.mark.parametrize("language", list(Language))
def test_each_kind_of_subject_can_be_told_in_both_languages(
    exports: Store, subject: Subject, language: Language
) -> None:
    story = tell_story(exports, subject, Selection())

    assert story_title(story, language)
    assert all(picture_title(one, story, language) for one in story.pictures)
    assert all(sentences_of(one, story, language) for one in story.pictures)


def test_a_single_year_tells_no_change(exports: Store) -> None:
    story = tell_story(exports, Subject(Of.PRODUCT, CARS), Selection(years=Years(2020, 2020)))

    assert picture(story, Topic.CHANGE).drawing is None
    assert said(story, Topic.CHANGE) == "The data hold 2020 alone, so no change can be told."


def test_a_partner_without_trade_in_it_has_no_story(exports: Store) -> None:
    story = tell_story(exports, Subject(Of.PRODUCT, CARS), Selection(countries=(502,)))

    assert story.pictures == ()


def test_a_subject_that_nobody_trades_has_no_story_and_no_document(exports: Store) -> None:
    story = tell_story(exports, Subject(Of.PRODUCT, "72"), Selection())

    assert story.pictures == ()
    with pytest.raises(NotInDataError):
        story_report(story, Language.EN, _MADE_AT)


def test_what_the_source_does_not_tell_is_said_instead_of_drawn(tmp_path: Path) -> None:
    maker = StoreMaker(tmp_path)
    maker.add_mapped(("hs", "country", "value"), [("8703", "德国", "900")], {"direction": "export", "year": "2020"})

    with open_store(maker.store) as store:
        story = tell_story(store, Subject(Of.COUNTRY, "304"), Selection())

    assert picture(story, Topic.WHO).drawing is None
    assert "do not tell" in said(story, Topic.WHO)
    assert picture(story, Topic.COURSE).drawing is not None


def test_trade_that_ended_is_told_up_to_its_last_year(tmp_path: Path) -> None:
    maker = StoreMaker(tmp_path)
    columns = ("hs", "country", "value")
    maker.add_mapped(columns, [("8703", "德国", "900")], {"direction": "export", "year": "2019"})
    maker.add_mapped(columns, [("8703", "日本", "900")], {"direction": "export", "year": "2020"})

    with open_store(maker.store) as store:
        story = tell_story(store, Subject(Of.COUNTRY, "304"), Selection())

    assert story.years == (2019,)
    assert "There is no trade after 2019" in said(story, Topic.COURSE)


def test_the_report_has_a_section_for_each_picture_with_its_source(cars: Story) -> None:
    report = story_report(cars, Language.ZH, _MADE_AT)

    assert len(report.sections) == len(Topic)
    assert {section.caption for section in report.sections} == {source_line(cars, Language.ZH)}
    assert all(section.drawing and section.sentences for section in report.sections)


@pytest.mark.parametrize("text", ["851", "abc", "85171", ""])
def test_a_product_needs_a_code_of_a_level(text: str) -> None:
    with pytest.raises(UsageError):
        find_subject(Of.PRODUCT, text)


def test_a_partner_is_found_by_its_name() -> None:
    assert find_subject(Of.COUNTRY, "Germany") == Subject(Of.COUNTRY, "304")


def test_a_selection_of_one_product_partner_or_province_has_a_subject() -> None:
    assert subject_of(Selection(hs=("87",), countries=(304,))) == Subject(Of.PRODUCT, "87")
    assert subject_of(Selection(countries=(304,))) == Subject(Of.COUNTRY, "304")
    assert subject_of(Selection(provinces=(11,))) == Subject(Of.PROVINCE, "11")
    assert subject_of(Selection(countries=(304, 502), direction=Direction.EXPORT)) is None
