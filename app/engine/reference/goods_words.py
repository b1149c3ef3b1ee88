"""What people call goods, by the HS code that they most likely mean: a laptop is 8471 30."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from app.engine.reference import tables


@dataclass(frozen=True, slots=True)
class GoodsWords:
    """The words for one code."""

    chinese: tuple[str, ...]
    english: tuple[str, ...]


@functools.cache
def table() -> Mapping[str, GoodsWords]:
    """The words of resources/reference by code of four or six digits, read once."""
    words: dict[str, dict[str, list[str]]] = {}
    for code, language, word in tables.rows("goods_words", ("code", "language", "word")):
        words.setdefault(code, {"zh": [], "en": []})[language].append(word)
    return {code: GoodsWords(tuple(found["zh"]), tuple(found["en"])) for code, found in words.items()}
