"""Groups in words: a name from the strongest deviations, a description with figures, and how sure all of it is."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from app.engine.analysis.clusters.choice import STABLE, Candidate
from app.engine.analysis.clusters.features import Feature, Form
from app.engine.analysis.clusters.grouping import Deviation, Group, Grouping
from app.engine.analysis.clusters.scaling import Reason
from app.engine.messages import Language, text
from app.engine.reference import amounts
from app.engine.store.members import member_name

NOTABLE = 0.4  # deviations in units of the distance between the quartiles; smaller ones are not named
_NAMED, _TOLD, _EXAMPLES = 2, 3, 4
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# Kaufman and Rousseeuw, Finding Groups in Data (1990), table 4
_STRUCTURES = ((0.7, "strong"), (0.5, "fair"), (0.25, "weak"))
_SEPARATORS = {Language.ZH: "、", Language.EN: ", "}
_CLAUSES = {Language.ZH: "；", Language.EN: "; "}


def letter(number: int) -> str:
    """A short sign of a group by its number: A, B, …, Z, A2, …"""
    turn, place = divmod(number, len(_LETTERS))
    return f"{_LETTERS[place]}{turn + 1 if turn else ''}"


def strongest(group: Group) -> list[Deviation]:
    """What sets a group apart, strongest first, one of each theme before a second of any."""
    notable = sorted(
        (each for each in group.deviations if abs(each.strength) >= NOTABLE), key=lambda each: -abs(each.strength)
    )
    themes = {each.feature.theme: each for each in reversed(notable)}
    firsts = [each for each in notable if themes[each.feature.theme] is each]
    return firsts + [each for each in notable if each not in firsts]


def group_names(groups: Sequence[Group], language: Language) -> list[str]:
    """A name for each group, longer where two would be the same."""
    told = [[_phrase(each, language) for each in strongest(group)] for group in groups]
    names = [_name(phrases[:_NAMED], language) for phrases in told]
    counts = Counter(names)
    return [
        _name(phrases[: _NAMED + 1], language) if counts[name] > 1 else name
        for name, phrases in zip(names, told, strict=True)
    ]


def description(grouping: Grouping, number: int, language: Language) -> str:
    """Sentences about one group: how many, how much, what sets it apart, and who is in it."""
    group = grouping.groups[number]
    told = [_told(each, language) for each in strongest(group)[:_TOLD]]
    listed = _CLAUSES[language].join(told)
    compared = text("clusters.deviations", language, list=listed) if told else text("clusters.no_deviation", language)
    sentences = (f"{summary(group, language)}{'。' if language is Language.ZH else '.'}", compared)
    return ("" if language is Language.ZH else " ").join((*sentences, _examples(grouping, group, language)))


def summary(group: Group, language: Language) -> str:
    """How many members, and how much of the value."""
    return text("clusters.summary", language, count=len(group.rows), share=written(group.value_share, Form.SHARE))


def certainty(candidate: Candidate, language: Language) -> str:
    """What the silhouette and the stability of a grouping say."""
    if candidate.silhouette is None:
        return text("clusters.structure_unknown", language)
    name = next((name for least, name in _STRUCTURES if candidate.silhouette > least), "none")
    sentences = [text(f"clusters.structure_{name}", language, silhouette=f"{candidate.silhouette:.2f}")]
    if candidate.stability is not None:
        code = "clusters.stable" if candidate.stability >= STABLE else "clusters.unstable"
        sentences.append(text(code, language, stability=f"{candidate.stability:.2f}"))
    return ("" if language is Language.ZH else " ").join(sentences)


def left_out_words(left_out: dict[Feature, Reason], language: Language) -> list[str]:
    """A line for each chosen feature that is not used."""
    return [
        text(f"clusters.reason_{reason.value}", language, feature=text(f"clusters.feature_{feature.name}", language))
        for feature, reason in left_out.items()
    ]


def written(figure: float, form: Form) -> str:
    """A figure as its kind is written; a dash for none."""
    if not math.isfinite(figure):
        return "–"
    match form:
        case Form.SHARE:
            return f"{figure:.1%}" if abs(figure) >= 0.01 or figure == 0 else f"{figure * 100:.2g}%"
        case Form.CHANGE:
            return amounts.change(figure)
        case Form.COUNT:
            return f"{figure:,.0f}"
        case Form.RATIO:
            return f"{figure:.2f}×"
        case Form.PRICE:
            return amounts.price(figure)
        case _:
            return f"{figure:,.2f}"


def _phrase(deviation: Deviation, language: Language) -> str:
    side = "high" if deviation.strength > 0 else "low"
    return text(f"clusters.{side}_{deviation.feature.name}", language)


def _name(phrases: Sequence[str], language: Language) -> str:
    if not phrases:
        return text("clusters.name_like_all", language)
    joined = phrases[0]
    for phrase in phrases[1:]:
        joined = text("clusters.name_join", language, first=joined, second=phrase)
    return joined


def _told(deviation: Deviation, language: Language) -> str:
    form = deviation.feature.form
    return text(
        "clusters.deviation",
        language,
        feature=text(f"clusters.feature_{deviation.feature.name}", language),
        typical=written(deviation.typical, form),
        whole=written(deviation.whole, form),
    )


def _examples(grouping: Grouping, group: Group, language: Language) -> str:
    dimension = grouping.request.dimension
    codes = grouping.matrix.members[group.rows[:_EXAMPLES]].tolist()
    names = [member_name(dimension, code, language) for code in codes]
    # Names of goods hold commas themselves
    separator = (_CLAUSES if dimension.hs_digits else _SEPARATORS)[language]
    return text("clusters.members_as", language, list=separator.join(names))
