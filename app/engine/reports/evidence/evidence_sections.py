"""Sections of an evidence file, in the order in which a reader wants them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC

from app.engine.messages import Language, text
from app.engine.price.answers import PriceCurve
from app.engine.reference import amounts, units
from app.engine.reports.drawings import BandDrawing
from app.engine.reports.evidence.declaration_table import declaration_table, partner_name
from app.engine.reports.evidence.extras import EvidenceExtras
from app.engine.reports.report import Section
from app.engine.reports.tables import Cell, Column, Kind, Table
from app.engine.screening.case_steps import Step
from app.engine.screening.cases import Case
from app.engine.screening.findings import Finding

_LEVEL = 80


@dataclass(frozen=True, slots=True)
class Sections:
    """Makes the sections of one case in one language."""

    case: Case
    extras: EvidenceExtras
    language: Language

    def all(self) -> Iterator[Section]:
        """Every section that has something to say."""
        yield Section(self._say("declaration"), table=declaration_table(self.case.scored.declaration, self.language))
        yield Section(self._say("findings"), table=self._findings())
        yield self._curve()
        if self.extras.comparables:
            yield Section(self._say("comparables"), table=self._comparables())
        yield from self._photo()
        if self.case.scored.words:
            rows = [(match.hs, match.likeness) for match in self.case.scored.words]
            yield Section(self._say("words"), table=self._table("words", ("code", ("likeness", Kind.SHARE)), rows))
        if self.extras.like_cases:
            yield Section(self._say("like_cases"), table=self._like_cases())
        yield self._steps()

    def _findings(self) -> Table:
        rows = [
            (text(f"cases.component_{each.component.value}", self.language), self._tail(each), each.text(self.language))
            for each in self.case.scored.findings
        ]
        return self._table("findings", ("component", "tail", "reason"), rows)

    def _tail(self, finding: Finding) -> str:
        return self._say("not_checked") if finding.tail is None else f"{finding.tail:.3g}"

    def _curve(self) -> Section:
        drawing = None if self.extras.curve is None else self._drawing(self.extras.curve)
        heading = self._say("curve")
        if drawing is None:
            return Section(heading, sentences=(self._say("curve_missing"),))
        unit = unit_of(self.case, self.language)
        return Section(heading, drawing=drawing, caption=self._say("curve_caption", unit=unit))

    def _drawing(self, curve: PriceCurve) -> BandDrawing | None:
        """None without a declared price or without any predicted one."""
        price, declared_on = self.case.scored.price, self.case.scored.declaration.declared_on
        predicted = {each.question.year: each for each in curve.predictions if each.price is not None}
        if price is None or declared_on is None or not predicted or price.declared.price <= 0:
            return None
        medians = {each.year: each.median for each in curve.history if each.median > 0}
        years = sorted({*predicted, *medians, declared_on.year})
        bands = {
            year: next(((each.low, each.high) for each in answer.intervals if each.level == _LEVEL), (None, None))
            for year, answer in predicted.items()
        }
        declared = float(price.declared.price)
        line = tuple(predicted[year].price if year in predicted else None for year in years)
        lows = tuple(_positive(bands.get(year, (None, None))[0]) for year in years)
        highs = tuple(_positive(bands.get(year, (None, None))[1]) for year in years)
        dots = tuple(medians.get(year) for year in years)
        shown = [value for value in (*line, *lows, *highs, *dots, declared) if value is not None]
        return BandDrawing(
            labels=tuple(map(str, years)),
            line=line,
            lows=lows,
            highs=highs,
            dots=dots,
            marked=(years.index(declared_on.year), declared, amounts.price(declared)),
            tops=(amounts.price(min(shown)), amounts.price(max(shown))),
        )

    def _comparables(self) -> Table:
        rows = [
            (
                each.year,
                each.hs,
                partner_name(each.country, self.language),
                each.quantity,
                each.value,
                each.price,
                each.likeness,
            )
            for each in self.extras.comparables
        ]
        columns = (
            ("year", Kind.TEXT), "code", "partner", ("quantity", Kind.NUMBER), ("amount", Kind.MONEY),
            ("price", Kind.NUMBER), ("likeness", Kind.SHARE),
        )  # fmt: skip
        return self._table("comparables", columns, rows)

    def _photo(self) -> Iterator[Section]:
        answer, photo, heat_map = self.case.scored.photo, self.extras.photo, self.extras.heat_map
        sentences = []
        if answer is not None:
            chapters = " · ".join(f"HS {chapter} ({share:.0%})" for chapter, share in answer.chapters)
            sentences.append(self._say("photo_chapters", chapters=chapters, model=answer.model_version))
            if not answer.is_sure:
                sentences.append(self._say("photo_unsure"))
        if photo is not None:
            caption = self._say("photo_file", name=photo.name, sha256=photo.sha256)
            yield Section(self._say("photo"), sentences=tuple(sentences), picture=photo.image, caption=caption)
        elif sentences:
            yield Section(self._say("photo"), sentences=tuple(sentences))
        if heat_map is not None:
            yield Section(self._say("heat_map"), picture=heat_map.image, caption=heat_map.name)

    def _like_cases(self) -> Table:
        rows = [
            (
                each.declaration.number,
                each.declaration.hs,
                each.declaration.trader,
                text(f"cases.state_{each.state.value}", self.language),
                self._hit(each.is_hit),
            )
            for each in self.extras.like_cases
        ]
        return self._table("like_cases", ("number", "code", "trader", "state", "content"), rows)

    def _steps(self) -> Section:
        steps = [step for step in self.case.steps if step.decision is not None or step.is_hit is not None]
        if not steps:
            return Section(self._say("decisions"), sentences=(self._say("nothing_done"),))
        table = self._table(
            "decisions", ("at", "officer", "step", "content", "note_column"), [self._step(each) for each in steps]
        )
        return Section(self._say("decisions"), table=table)

    def _step(self, step: Step) -> tuple[Cell, ...]:
        said = [] if step.decision is None else [text(f"cases.decision_{step.decision.value}", self.language)]
        said += [self._hit(step.is_hit)] if step.is_hit is not None else []
        said += [] if step.recovered is None else [f"{step.recovered:,f} {step.currency}".strip()]
        at = f"{step.at.astimezone(UTC):%Y-%m-%d %H:%M:%S}"
        return at, step.officer, text(f"cases.step_{step.kind.value}", self.language), " · ".join(said), step.note

    def _hit(self, is_hit: bool | None) -> str:
        return "" if is_hit is None else text("cases.hit" if is_hit else "cases.no_hit", self.language)

    def _table(self, name: str, columns: tuple[str | tuple[str, Kind], ...], rows: Sequence[tuple[Cell, ...]]) -> Table:
        told = ((each, Kind.TEXT) if isinstance(each, str) else each for each in columns)
        titled = tuple(Column(self._say(key), kind) for key, kind in told)
        return Table(self._say(name), titled, rows)

    def _say(self, key: str, **values: object) -> str:
        return text(f"evidence.{key}", self.language, **values)


def unit_of(case: Case, language: Language) -> str:
    """The unit that prices of a case are told in."""
    price = case.scored.price
    if price is None or price.declared.unit is None:
        return ""
    return units.table().by_id(price.declared.unit).name(language)


def _positive(value: float | None) -> float | None:
    """What a logarithmic scale can show."""
    return value if value is not None and value > 0 and math.isfinite(value) else None
