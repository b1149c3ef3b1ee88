"""A story in the words of a language: sentences with their figures, titles, and the line that names the source."""

from __future__ import annotations

import re

from app.engine.analysis.story import (
    Amount,
    Change,
    Figure,
    Named,
    Number,
    Of,
    Picture,
    Points,
    Sentence,
    Share,
    Story,
    Subject,
    Word,
)
from app.engine.messages import Language, text
from app.engine.reference import amounts
from app.engine.store.dimensions import Dimension, member_key
from app.engine.store.members import member_name
from app.engine.store.selection import Direction

_ENUMERATION = re.compile(r"[;；]")


def sentences_of(picture: Picture, story: Story, language: Language) -> tuple[str, ...]:
    """What the picture says, in order."""
    return tuple(_said(sentence, story, language) for sentence in picture.sentences)


def subject_name(subject: Subject, language: Language) -> str:
    """The name; a product with its code before it."""
    if subject.of is Of.PRODUCT:
        return f"{subject.key} {member_name(subject.dimension, int(subject.key), language)}".strip()
    return member_name(subject.dimension, int(subject.key), language)


def story_title(story: Story, language: Language) -> str:
    """As the head of a page or a document."""
    return text("story.title", language, subject=subject_name(story.subject, language))


def picture_title(picture: Picture, story: Story, language: Language) -> str:
    """What the picture is about; who and what differ with the subject."""
    return text(f"story.picture_{picture.topic.value}_{story.subject.of.value}", language)


def source_line(story: Story, language: Language) -> str:
    """What stands below each picture; "" where nothing answered."""
    words = source_words(story, language)
    return text("story.source", language, words=words) if words else ""


def source_words(story: Story, language: Language) -> str:
    """What all figures rest on: source, directions, years and currency; "" where nothing answered."""
    context = story.basis.context
    if context is None or not story.years:
        return ""
    direction = story.basis.selection.direction
    ways = f"story.direction_{direction.value}" if direction else "story.direction_both"
    return text(
        "story.source_words",
        language,
        source=text(f"dashboard.source_{context.source}", language),
        direction=text(ways, language),
        first=story.years[0],
        last=story.years[-1],
        currency=amounts.currency_name(context.currency, language) or "–",
    )


def bar_name(dimension: Dimension, member: int, story: Story, language: Language) -> str:
    """A member as its bar is called; products with their code before the name."""
    is_import = story.basis.selection.direction is Direction.IMPORT
    name = member_name(dimension, member, language, is_import=is_import)
    return f"{member_key(dimension, member)} {name}".strip() if dimension.hs_digits else name


def _said(sentence: Sentence, story: Story, language: Language) -> str:
    figures = {name: _written(figure, story, language) for name, figure in sentence.figures.items()}
    return text(sentence.code, language, **figures)


def _written(figure: Figure, story: Story, language: Language) -> str:
    match figure:
        case Amount(value):
            unit = amounts.currency_name(story.currency, language)
            gap = " " if language is Language.EN else ""
            return f"{amounts.amount(value, language)}{gap}{unit}".strip()
        case Share(value):
            return amounts.share(value)
        case Change(value):
            return amounts.change(value)
        case Points(value):
            return f"{value * 100:+.1f}"
        case Number(value, decimals):
            return f"{value:,.{decimals}f}"
        case Named(dimension, member):
            name = enumerated(bar_name(dimension, member, story, language))[0]
            return f" {name}" if dimension.hs_digits and language is Language.ZH else name
        case Word(code):
            return text(code, language)
        case _:
            return str(figure)


def enumerated(name: str) -> list[str]:
    """The parts of a name that is an enumeration, as those of chapters are; the first is what it is known by."""
    return [part.strip() for part in _ENUMERATION.split(name)]
