"""Telling a story: asks the store for each picture and puts the figures of the answers into sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from app.engine.analysis.bands import Band, band_of
from app.engine.analysis.story import (
    Amount,
    Bar,
    Bars,
    Change,
    Columns,
    Figure,
    Line,
    Named,
    Number,
    Of,
    Picture,
    Points,
    Sentence,
    Share,
    Story,
    Subject,
    Topic,
    Word,
)
from app.engine.errors import NotInDataError
from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Store
from app.engine.store.questions.concentration import concentration
from app.engine.store.questions.cross import cross
from app.engine.store.questions.held_years import held_years
from app.engine.store.questions.series import series
from app.engine.store.questions.top import TopAnswer, top
from app.engine.store.selection import Direction, Selection, Years

_SHOWN = 8
_LEADERS = 3
_EVERY = 20_000
_WHO = {Of.COUNTRY: Dimension.PROVINCE, Of.PROVINCE: Dimension.COUNTRY, Of.PRODUCT: Dimension.COUNTRY}
_WHAT = {Of.COUNTRY: Dimension.HS2, Of.PROVINCE: Dimension.HS2, Of.PRODUCT: Dimension.PROVINCE}
_SPREAD = {Of.COUNTRY: Dimension.HS2, Of.PROVINCE: Dimension.COUNTRY, Of.PRODUCT: Dimension.COUNTRY}


@dataclass(frozen=True, slots=True)
class _Teller:
    """What all pictures are told from: the subject's selection in its context, and the whole years."""

    store: Store
    subject: Subject
    selection: Selection
    years: tuple[int, ...]
    ended: bool
    course: Mapping[tuple[Direction, int], float]

    @property
    def last(self) -> int:
        return self.years[-1]

    @property
    def before(self) -> int | None:
        """The year before the last; None where the data do not hold it."""
        return self.last - 1 if self.last - 1 in self.years else None

    def within(self, first: int, last: int) -> Selection:
        return replace(self.selection, years=Years(first, last))

    def top(self, dimension: Dimension, *, limit: int = _SHOWN, year: int | None = None) -> TopAnswer:
        at = self.last if year is None else year
        return top(self.store, self.within(at, at), dimension, limit=limit)


def tell_story(store: Store, subject: Subject, selection: Selection) -> Story:
    """The story within the rest of the selection; without pictures where no record matches."""
    held = held_years(store, subject.narrowed(selection))
    if not held.years:
        return Story(subject, held.basis, (), ())
    course = _read_course(store, held.selection, held.years)
    years = _active(course, held.years)
    if not years:
        return Story(subject, held.basis, (), ())
    teller = _Teller(store, subject, held.selection, years, ended=years[-1] < held.years[-1], course=course)
    told = [_picture(topic, tell, teller) for topic, tell in _TELLERS.items()]
    return Story(subject, held.basis, years, tuple(told))


def _read_course(store: Store, selection: Selection, years: tuple[int, ...]) -> dict[tuple[Direction, int], float]:
    """Values by direction and year."""
    spanned = replace(selection, years=Years(years[0], years[-1]))
    answer = series(store, spanned, by=Dimension.DIRECTION, limit=len(Direction))
    ways = {way.id: way for way in Direction}
    return {(ways[row.member], row.year): float(row.figures.value) for row in answer.rows if row.member in ways}


def _active(course: Mapping[tuple[Direction, int], float], years: tuple[int, ...]) -> tuple[int, ...]:
    """From the first to the last year with any trade."""
    traded = [year for (_, year), value in course.items() if value > 0 and year in years]
    return tuple(year for year in years if min(traded) <= year <= max(traded)) if traded else ()


def _picture(topic: Topic, tell: Callable[[_Teller], Picture], teller: _Teller) -> Picture:
    try:
        return tell(teller)
    except NotInDataError as error:
        missing = Word(f"explore.dimension_{error.params['dimension']}")
        return Picture(topic, (Sentence("story.not_told", {"dimension": missing}),), None)


def _course(teller: _Teller) -> Picture:
    ways = (Direction.EXPORT, Direction.IMPORT)
    rows = {way: tuple(teller.course.get((way, year)) for year in teller.years) for way in ways}
    drawn = {f"story.series_{way.value}": told for way, told in rows.items() if any(told)}
    totals = [sum(told[at] or 0.0 for told in rows.values()) for at in range(len(teller.years))]
    sentences = [*_standing(teller, totals[-1]), *_growth(teller, totals)]
    if teller.ended:
        sentences.insert(0, Sentence(f"story.ended_{teller.subject.of.value}", {"year": teller.last}))
    exports, imports = rows[Direction.EXPORT][-1], rows[Direction.IMPORT][-1]
    if exports is not None and imports is not None:
        code = "story.surplus" if exports >= imports else "story.deficit"
        figures: dict[str, Figure] = {
            "exports": Amount(exports),
            "imports": Amount(imports),
            "balance": Amount(abs(exports - imports)),
        }
        sentences.append(Sentence(code, figures))
    return Picture(Topic.COURSE, tuple(sentences), Columns(teller.years, drawn))


def _standing(teller: _Teller, value: float) -> Iterable[Sentence]:
    """The last year's value, with the place among all siblings."""
    siblings = replace(teller.subject.widened(teller.selection), years=Years(teller.last, teller.last))
    ranked = top(teller.store, siblings, teller.subject.dimension, limit=_EVERY)
    own = next((row for row in ranked.rows if row.member == int(teller.subject.key)), None)
    figures: dict[str, Figure] = {"year": teller.last, "value": Amount(value)}
    if own is None or own.share is None:
        yield Sentence("story.stands", figures)
        return
    placed: dict[str, Figure] = {"rank": own.rank, "count": len(ranked.rows), "share": Share(own.share)}
    yield Sentence(f"story.stands_{teller.subject.of.value}", figures | placed)


def _growth(teller: _Teller, totals: list[float]) -> Iterable[Sentence]:
    if len(teller.years) == 1:
        yield Sentence("story.one_year", {"year": teller.last})
        return
    if teller.before is not None and totals[-2] > 0:
        yield Sentence("story.change", {"year": teller.before, "change": Change(totals[-1] / totals[-2] - 1)})
    span = teller.last - teller.years[0]
    if totals[0] > 0 and totals[-1] > 0 and span > 1:
        rate = (totals[-1] / totals[0]) ** (1 / span) - 1
        yield Sentence("story.cagr", {"first": teller.years[0], "last": teller.last, "rate": Change(rate)})


def _who(teller: _Teller) -> Picture:
    return _ranking(Topic.WHO, teller, _WHO[teller.subject.of])


def _what(teller: _Teller) -> Picture:
    return _ranking(Topic.WHAT, teller, _WHAT[teller.subject.of])


def _how(teller: _Teller) -> Picture:
    picture = _ranking(Topic.HOW, teller, Dimension.MODE)
    if picture.drawing is None or len(teller.years) == 1 or not isinstance(picture.drawing, Bars):
        return picture
    leader, first = picture.drawing.bars[0], teller.years[0]
    earlier = teller.top(Dimension.MODE, limit=_EVERY, year=first)
    share = next((row.share for row in earlier.rows if row.member == leader.member), None) or 0.0
    figures: dict[str, Figure] = {
        "mode": Named(Dimension.MODE, leader.member),
        "first": first,
        "before": Share(share),
        "moved": Points((leader.share or 0.0) - share),
    }
    return replace(picture, sentences=(*picture.sentences, Sentence("story.mode_moved", figures)))


def _ranking(topic: Topic, teller: _Teller, dimension: Dimension) -> Picture:
    answer = teller.top(dimension)
    if not answer.rows:
        return _nothing(topic, dimension)
    bars = tuple(Bar(row.member, float(row.figures.value), row.share, row.growth) for row in answer.rows)
    first = bars[0]
    figures: dict[str, Figure] = {
        "year": teller.last,
        "first": Named(dimension, first.member),
        "share": Share(first.share or 0.0),
    }
    sentences = [Sentence(f"story.leads_{dimension.value}", figures)]
    if len(bars) >= _LEADERS:
        together = sum(bar.share or 0.0 for bar in bars[:_LEADERS])
        names: dict[str, Figure] = {
            name: Named(dimension, bar.member) for name, bar in zip(("second", "third"), bars[1:], strict=False)
        }
        sentences.append(Sentence("story.three_together", names | {"share": Share(together)}))
    elif len(bars) == 1:
        sentences.append(Sentence("story.alone"))
    return Picture(topic, tuple(sentences), Bars(dimension, bars))


def _concentration(teller: _Teller) -> Picture:
    dimension = _SPREAD[teller.subject.of]
    answer = concentration(teller.store, teller.within(teller.years[0], teller.last), dimension)
    by_year = {row.year: row for row in answer.rows if row.year is not None}
    if teller.last not in by_year:
        return _nothing(Topic.CONCENTRATION, dimension)
    now = by_year[teller.last]
    figures: dict[str, Figure] = {
        "dimension": Word(f"explore.dimension_{dimension.value}"),
        "year": teller.last,
        "hhi": Number(now.hhi * 10_000),
        "band": Word(f"story.band_{_band(now.hhi)}"),
        "members": now.members,
        "equal": Number(1 / now.hhi, 1),
    }
    sentences = [Sentence("story.concentrated", figures)]
    first = by_year.get(teller.years[0])
    if first is not None and first is not now:
        moved = "story.concentration_rose" if now.hhi > first.hhi else "story.concentration_fell"
        sentences.append(Sentence(moved, {"first": teller.years[0], "hhi": Number(first.hhi * 10_000)}))
    values = tuple(by_year[year].hhi if year in by_year else None for year in teller.years)
    return Picture(Topic.CONCENTRATION, tuple(sentences), Line(teller.years, values))


def _change(teller: _Teller) -> Picture:
    dimension = _SPREAD[teller.subject.of]
    if teller.before is None:
        return Picture(Topic.CHANGE, (Sentence("story.one_year", {"year": teller.last}),), None)
    answer = cross(teller.store, teller.within(teller.before, teller.last), [dimension, Dimension.YEAR], limit=_EVERY)
    moved: dict[int, float] = {}
    for row in answer.rows:
        member, year = row.members
        value = float(row.figures.value)
        moved[member] = moved.get(member, 0.0) + (value if year == teller.last else -value)
    if not moved:
        return _nothing(Topic.CHANGE, dimension)
    largest = sorted(moved, key=lambda member: (-abs(moved[member]), member))[:_SHOWN]
    bars = tuple(Bar(member, moved[member]) for member in sorted(largest, key=lambda one: -moved[one]))
    return Picture(Topic.CHANGE, tuple(_moves(teller, dimension, moved)), Bars(dimension, bars))


def _moves(teller: _Teller, dimension: Dimension, moved: dict[int, float]) -> Iterable[Sentence]:
    """The whole change of the known members, then who rose and who fell most."""
    whole = sum(moved.values())
    years: dict[str, Figure] = {"before": teller.before or 0, "year": teller.last}
    yield Sentence("story.rose" if whole >= 0 else "story.fell", years | {"value": Amount(abs(whole))})
    up, down = max(moved, key=lambda one: moved[one]), min(moved, key=lambda one: moved[one])
    if moved[up] > 0:
        yield Sentence("story.riser", {"member": Named(dimension, up), "value": Amount(moved[up])})
    if moved[down] < 0:
        yield Sentence("story.faller", {"member": Named(dimension, down), "value": Amount(-moved[down])})


def _nothing(topic: Topic, dimension: Dimension) -> Picture:
    missing = Word(f"explore.dimension_{dimension.value}")
    return Picture(topic, (Sentence("story.not_told", {"dimension": missing}),), None)


def _band(hhi: float) -> str:
    return {Band.HIGH: "high", Band.MODERATE: "moderate", Band.SPREAD: "low"}[band_of(hhi)]


_TELLERS: dict[Topic, Callable[[_Teller], Picture]] = {
    Topic.COURSE: _course,
    Topic.WHO: _who,
    Topic.WHAT: _what,
    Topic.HOW: _how,
    Topic.CONCENTRATION: _concentration,
    Topic.CHANGE: _change,
}
