"""One catalogue of sentences in Chinese and English, by error code, for window and command line alike."""

from __future__ import annotations

import enum
import functools
import tomllib
from types import MappingProxyType

from app.engine import paths
from app.engine.errors import EngineError

_LONGEST_VALUE = 1_000


class Language(enum.Enum):
    """Languages of the interface."""

    ZH = "zh"
    EN = "en"


@functools.cache
def catalogue() -> MappingProxyType[str, dict[str, str]]:
    """Code → language → sentence with named placeholders, from every file in resources/messages."""
    entries: dict[str, dict[str, str]] = {}
    for path in sorted((paths.resources() / "messages").glob("*.toml")):
        for area, sentences in tomllib.loads(path.read_text(encoding="utf-8")).items():
            for name, by_language in sentences.items():
                entries[f"{area}.{name}"] = by_language
    return MappingProxyType(entries)


def text(code: str, language: Language, /, **params: object) -> str:
    """The sentence of `code` with `params` filled in; KeyError for a code that is not catalogued."""
    told = {name: _shortened(value) if isinstance(value, str) else value for name, value in params.items()}
    return catalogue()[code][language.value].format(**told)


def _shortened(value: str) -> str:
    """A cell of a damaged file may hold megabytes, of which nobody reads more than the beginning."""
    return value if len(value) <= _LONGEST_VALUE else f"{value[:_LONGEST_VALUE]}…"


def sentence(error: EngineError, language: Language) -> str:
    """What happened and what to do, for an expected failure."""
    return text(error.code, language, **error.params)
