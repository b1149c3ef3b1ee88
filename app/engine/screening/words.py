"""The declared name against the texts of the nomenclature: how much better another heading fits than the declared one.

Texts of subheadings and eight-digit codes, Chinese and English, are compared by the runs of letters that they share,
rare runs counting for more. What share of sound names fits another heading so much better is measured on texts of the
nomenclature itself, each kept out of what it is compared with, so a sound declaration rarely looks worse than it is.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.engine.messages import Language as Tongue
from app.engine.reference import hs_codes
from app.engine.screening.coded import Coded, crossed_once
from app.engine.screening.findings import CodeMatch
from app.engine.screening.shared_answers import SharedAnswers

Floats = NDArray[np.float64]
Texts = list[tuple[str, str]]  # code and text
Said = tuple[float | None, tuple[CodeMatch, ...]]
_Asked = tuple[str, str, bool]  # what the goods are, their heading, and whether that is said in Chinese
SHOWN = 3
LEAST_LIKENESS = 0.1
"""A name that is like no text of the nomenclature says nothing, as a brand or a number."""
_BATCH = 512
_HAN = re.compile(r"[\u3400-\u9fff]")
_PARTS = re.compile(r"[|｜;；\n]")
_REFERENCE = 1_500
_MOST_KNOWN, _MOST_NAMES = 200_000, 50_000
_HEADING = 4


@dataclass(frozen=True, slots=True)
class NameFit:
    """`excess` is how much likelier the best heading is than the declared one, as a share; None for a silent name."""

    excess: float | None
    best: tuple[CodeMatch, ...]


class Library:
    """The texts of one language, ready to be compared with."""

    def __init__(self, texts: Texts, *, runs: tuple[int, int]) -> None:
        from sklearn.feature_extraction.text import (  # type: ignore[import-untyped]  # noqa: PLC0415  # slow, no types
            TfidfVectorizer,
        )

        self._vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=runs, sublinear_tf=True, dtype=np.float32)
        matrix: Any = self._vectors.fit_transform([text for _, text in texts])
        self._by_text: Any = matrix.T.tocsr()
        self._codes = np.array([code for code, _ in texts])
        headings = [code[:_HEADING] for code in self._codes]
        self.headings, self._starts = np.unique(headings, return_index=True)

    def fits(self, names: Sequence[str], headings: Sequence[str]) -> list[NameFit]:
        """How each name fits its declared heading."""
        found: list[NameFit] = []
        for first in range(0, len(names), _BATCH):
            chunk = slice(first, first + _BATCH)
            found += self._fits(names[chunk], headings[chunk])
        return found

    def _fits(self, names: Sequence[str], headings: Sequence[str]) -> list[NameFit]:
        likeness: NDArray[np.float32] = (self._vectors.transform(names) @ self._by_text).toarray()
        # Texts are sorted by code, so that those of a heading stand together
        by_heading = np.maximum.reduceat(likeness, self._starts, axis=1)
        own = np.minimum(np.searchsorted(self.headings, headings), len(self.headings) - 1)
        is_listed = self.headings[own] == np.asarray(headings)
        rows = np.arange(len(names))
        declared = np.where(is_listed, by_heading[rows, own], 0.0)
        best = np.argpartition(-by_heading, SHOWN, axis=1)[:, :SHOWN]
        top = by_heading.max(axis=1)
        excess = np.where(is_listed & (top >= LEAST_LIKENESS), (top - declared) / np.maximum(top, 1e-9), np.nan)
        return [
            NameFit(None if np.isnan(excess[row]) else float(excess[row]), self._matches(likeness[row], best[row]))
            for row in range(len(names))
        ]

    def _matches(self, likeness: NDArray[np.float32], headings: NDArray[Any]) -> tuple[CodeMatch, ...]:
        """The best text of each heading, best first."""
        ends = np.append(self._starts[1:], len(likeness))
        places = [int(self._starts[at] + likeness[self._starts[at] : ends[at]].argmax()) for at in headings]
        places.sort(key=lambda place: (-float(likeness[place]), place))
        return tuple(CodeMatch(str(self._codes[at]), round(float(likeness[at]), 4)) for at in places if likeness[at])


class WordCheck:
    """Both languages with what is usual in each; obtained from `word_check()`. Names are compared once."""

    def __init__(self, *, with_own: bool = True) -> None:
        """Without the nomenclature's `own` eight-digit texts, these are names that the check has never seen."""
        chinese, english = _chinese(with_own=with_own), _english(with_own=with_own)
        self._languages = {True: Library(chinese, runs=(1, 3)), False: Library(english, runs=(3, 5))}
        self._usual = {is_chinese: _usual(is_chinese) for is_chinese in (True, False)}
        self._shared = SharedAnswers(self._compare, most=_MOST_KNOWN, at_once=_BATCH)

    def check(self, names: Coded[str], codes: Coded[str]) -> Coded[Said]:
        """Tail probability, None for a name that says nothing, and the best-matching codes, for each line."""
        asked = crossed_once(names, codes.mapped_once(_heading)).mapped_once(_goods)
        # Many at once, and found before each is asked for
        self._shared.of([asked.values[code] for code in np.flatnonzero(np.bincount(asked.codes)).tolist()])
        return asked.mapped_once(self._said)

    def _said(self, asked: _Asked) -> Said:
        return self._shared.of([asked])[asked]

    def _compare(self, wanted: Sequence[_Asked]) -> list[Said]:
        found: dict[_Asked, Said] = {}
        for is_chinese in (True, False):
            own = [pair for pair in wanted if pair[2] is is_chinese]
            fits = self._languages[is_chinese].fits([name for name, _, _ in own], [code for _, code, _ in own])
            usual = self._usual[is_chinese]
            for pair, fit in zip(own, fits, strict=True):
                found[pair] = (None if fit.excess is None else _tail(fit.excess, usual), fit.best)
        return [found[pair] for pair in wanted]


@functools.cache
def word_check() -> WordCheck:
    """Made when first asked for, in some seconds."""
    return WordCheck()


@functools.cache
def unseen_names() -> tuple[WordCheck, Mapping[str, str]]:
    """For trials: a check to which the Chinese texts of eight-digit codes are new, and one such text by code."""
    return WordCheck(with_own=False), MappingProxyType(dict(_own_texts()))


def plain(name: str) -> str:
    """What the goods are, without the specification that the form puts behind bars."""
    return _PARTS.split(name, maxsplit=1)[0].strip().lower()[:120]


def _heading(code: str) -> str:
    return code[:_HEADING]


def _goods(asked: tuple[str, str]) -> _Asked:
    """What the goods are, their heading, and whether that is said in Chinese; equal goods are compared once."""
    name, heading = asked
    goods, is_chinese = _named(name)
    return goods, heading, is_chinese


@functools.lru_cache(_MOST_NAMES)
def _named(name: str) -> tuple[str, bool]:
    return plain(name), bool(_HAN.search(name))


def _tail(excess: float, usual: Floats) -> float:
    """Share of sound names that fit another heading as much better."""
    at_least = len(usual) - int(np.searchsorted(usual, excess - 1e-9))
    return (at_least + 1) / (len(usual) + 1)


@functools.cache
def _chinese(*, with_own: bool = True) -> Texts:
    return sorted([*_titles(Tongue.ZH), *(_own_texts() if with_own else ())])


def _own_texts() -> Texts:
    table = hs_codes.table()
    entries = [(code, entry) for code in table.codes(8) if (entry := table.hs8(code)) is not None]
    return sorted(
        (code, name.lower()) for code, entry in entries for name in {entry.name_zh_2012, entry.name_zh_2022} if name
    )


@functools.cache
def _english(*, with_own: bool = True) -> Texts:
    texts = _titles(Tongue.EN)
    return sorted(texts if with_own else [(code, text) for code, text in texts if len(code) == _HEADING])


def _titles(tongue: Tongue) -> Texts:
    table = hs_codes.table()
    codes = (*table.codes(4), *table.codes(6))
    return [(code, table.title(code, tongue).lower()) for code in codes if table.title(code, tongue)]


def _usual(is_chinese: bool) -> Floats:
    """Excesses of names whose code is known, against texts that they are no part of, smallest first."""
    every = [pair for pair in (_chinese() if is_chinese else _english()) if len(pair[0]) == (8 if is_chinese else 6)]
    chosen = [every[at] for at in np.linspace(0, len(every) - 1, _REFERENCE).astype(int)]
    language = Library((_chinese if is_chinese else _english)(with_own=False), runs=(1, 3) if is_chinese else (3, 5))
    fits = language.fits([plain(text) for _, text in chosen], [code[:_HEADING] for code, _ in chosen])
    return np.sort(np.array([fit.excess for fit in fits if fit.excess is not None]))
