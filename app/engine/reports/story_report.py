"""The story as a printed report: each picture with its sentences and the line that names its source."""

from __future__ import annotations

from datetime import datetime

from app.engine.analysis.story import Bars, Columns, Line, Picture, Story
from app.engine.analysis.story_words import (
    bar_name,
    picture_title,
    sentences_of,
    source_line,
    source_words,
    story_title,
    subject_name,
)
from app.engine.errors import NotInDataError
from app.engine.messages import Language, text
from app.engine.reference import amounts
from app.engine.reports.about import About
from app.engine.reports.drawings import BarsDrawing, ColumnsDrawing, Drawing, LineDrawing
from app.engine.reports.report import Report, Section
from app.engine.store.generation_cube import DEMO

_HHI = 10_000


def story_report(story: Story, language: Language, made_at: datetime) -> Report:
    """The report; NotInDataError for a story without pictures, of which there is nothing to print."""
    if not story.pictures:
        raise NotInDataError("story.nothing", subject=subject_name(story.subject, language))
    source = source_line(story, language)
    context = story.basis.context
    notes = [text("story.note", language)]
    if context is not None and context.source == DEMO:
        notes.insert(0, text("demo.label", language))
    about = About(
        title=story_title(story, language),
        made_at=made_at,
        language=language,
        filters=(subject_name(story.subject, language),),
        source=(source_words(story, language),),
        note=" · ".join(notes),
    )
    sections = tuple(_section(picture, story, source, language) for picture in story.pictures)
    return Report(about=about, sections=sections)


def _section(picture: Picture, story: Story, source: str, language: Language) -> Section:
    return Section(
        picture_title(picture, story, language),
        sentences=sentences_of(picture, story, language),
        drawing=_drawing(picture, story, language),
        caption=source if picture.drawing else "",
    )


def _drawing(picture: Picture, story: Story, language: Language) -> Drawing | None:
    match picture.drawing:
        case Columns(years, series):
            largest = max((value or 0.0 for values in series.values() for value in values), default=0.0)
            drawn = tuple((text(code, language), values) for code, values in series.items())
            return ColumnsDrawing(tuple(map(str, years)), drawn, ("0", _money(largest, story, language)))
        case Bars(dimension, bars):
            return BarsDrawing(
                labels=tuple(bar_name(dimension, bar.member, story, language) for bar in bars),
                values=tuple(bar.value for bar in bars),
                texts=tuple(_bar_text(bar.value, bar.share, language) for bar in bars),
            )
        case Line(years, values):
            texts = tuple("" if value is None else f"{value * _HHI:,.0f}" for value in values)
            return LineDrawing(tuple(map(str, years)), values, texts)
        case _:
            return None


def _bar_text(value: float, share: float | None, language: Language) -> str:
    said = amounts.amount(value, language)
    return said if share is None else f"{said} · {amounts.share(share)}"


def _money(value: float, story: Story, language: Language) -> str:
    return f"{amounts.amount(value, language)} {amounts.currency_name(story.currency, language)}".strip()
