"""The pictures of a story as charts: for the page of analyses and for the big screen alike."""

from __future__ import annotations

from collections.abc import Mapping

from app.bridge.charts.cards import Chart, Format, Measure, Option
from app.bridge.charts.items import Item
from app.bridge.charts.options_ranks import diverging_bars, ranked_bars
from app.bridge.charts.options_series import HHI_SCALE, Axis, Series, concentration, trend
from app.engine.analysis.story import Bars, Columns, Line, Picture, Story, Topic
from app.engine.analysis.story_words import bar_name, picture_title, sentences_of, source_line
from app.engine.messages import Language, text
from app.engine.reference.amounts import currency_name
from app.engine.store.dimensions import member_key

_INDEX = Measure(Format.INDEX)
_COLOURS = {"story.series_export": "export", "story.series_import": "import"}


def story_charts(story: Story, language: Language) -> Mapping[Topic, Chart]:
    """A chart for each picture; in the place of one that cannot be drawn, the sentence why."""
    return {picture.topic: story_chart(picture, story, language) for picture in story.pictures}


def story_chart(picture: Picture, story: Story, language: Language) -> Chart:
    """One picture under its title, with its source as caption."""
    title = picture_title(picture, story, language)
    if picture.drawing is None:
        return Chart(title, empty=" ".join(sentences_of(picture, story, language)))
    option, measure = _option(picture, story, language)
    return Chart(title, caption=source_line(story, language), option=option, measure=measure)


def _option(picture: Picture, story: Story, language: Language) -> tuple[Option, Measure]:
    money = Measure(Format.AMOUNT, currency_name(story.currency, language))
    match picture.drawing:
        case Columns(years, drawn):
            series = [
                Series(code, text(code, language), values, colour_name=_COLOURS.get(code, ""))
                for code, values in drawn.items()
            ]
            return trend(_years(years), series, money), money
        case Line(years, values):
            scaled = [None if value is None else value * HHI_SCALE for value in values]
            line = Series("hhi", text("dashboard.hhi", language), scaled, is_line=True)
            low, middle, high = (text(f"dashboard.band_{band}", language) for band in ("low", "middle", "high"))
            return concentration(_years(years), line, _INDEX, bands=(low, middle, high)), _INDEX
        case Bars():
            items = _items(picture.drawing, story, language)
            is_signed = any((item.value or 0.0) < 0 for item in items)
            return (diverging_bars if is_signed else ranked_bars)(items, money), money
        case _:
            raise ValueError(picture)


def _items(drawing: Bars, story: Story, language: Language) -> list[Item]:
    return [
        Item(
            key=member_key(drawing.dimension, bar.member),
            name=bar_name(drawing.dimension, bar.member, story, language),
            value=bar.value,
            rank=rank if bar.share is not None else None,
            share=bar.share,
            change=bar.change,
        )
        for rank, bar in enumerate(drawing.bars, start=1)
    ]


def _years(years: tuple[int, ...]) -> Axis:
    names = [str(year) for year in years]
    return Axis(names, names)
