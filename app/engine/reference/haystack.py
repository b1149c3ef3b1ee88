"""Many short texts searched at once, at the speed of searching one long text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

_END = "\n"


class Haystack:
    """Texts with the number of whom each belongs to; texts and needles hold no line breaks."""

    def __init__(self, texts: Iterable[tuple[str, int]]) -> None:
        pairs = list(texts)
        self._owners = [owner for _, owner in pairs]
        self._starts: list[int] = []
        place = len(_END)
        for text, _ in pairs:
            self._starts.append(place)
            place += len(text) + len(_END)
        # The break before the first text lets a beginning be searched for like anything else
        self._text = _END + _END.join(text for text, _ in pairs) + _END

    def holding(self, needle: str) -> set[int]:
        """Whose texts hold the needle."""
        return self._owned(match.start() for match in re.finditer(re.escape(needle), self._text))

    def beginning_with(self, needle: str) -> set[int]:
        """Whose texts begin with it."""
        lead = len(_END)
        return self._owned(match.start() + lead for match in re.finditer(re.escape(_END + needle), self._text))

    def matching(self, pattern: re.Pattern[str]) -> set[int]:
        """In whose texts the pattern is found."""
        return self._owned(match.start() for match in pattern.finditer(self._text))

    def _owned(self, places: Iterable[int]) -> set[int]:
        return {self._owners[bisect_right(self._starts, place) - 1] for place in places}
