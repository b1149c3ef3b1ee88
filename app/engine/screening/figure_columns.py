"""Figures as cells state them, without a detour where they are plain."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Sequence

import numpy as np

from app.engine.price.batch_cells import LARGEST_FIGURE, LONGEST_FIGURE
from app.engine.records.byte_columns import ByteColumn
from app.engine.screening.byte_figures import plain_figures
from app.engine.screening.lines import Floats

_FIGURE = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,15})?")
_Read = Callable[[int, str], float]


def read_figures(texts: Sequence[str], read: _Read) -> tuple[Floats, Sequence[str]]:
    """Figures, nan for empty cells, and the cells without blanks at their ends; `read` is asked what is not plain."""
    if isinstance(texts, ByteColumn):
        return _figures_of_cells(texts.stripped(), read)
    found = np.full(len(texts), np.nan)
    told = texts if all(texts) else list(filter(None, texts))
    # What is plain needs no look at each cell
    if not told or _is_plain("".join(told)):
        with contextlib.suppress(ValueError):
            figures = np.fromiter(map(float, told), dtype=np.float64, count=len(told))
            if len(max(told, key=len, default="")) <= LONGEST_FIGURE and (figures < LARGEST_FIGURE).all():
                found[... if len(told) == len(texts) else list(map(bool, texts))] = figures
                return found, texts
    texts = stripped(texts)
    for place, text in enumerate(texts):
        if text:
            found[place] = _figure(place, text, read)
    return found, texts


def _figures_of_cells(cells: ByteColumn, read: _Read) -> tuple[Floats, ByteColumn]:
    found, is_plain = plain_figures(cells)
    others = np.flatnonzero(~is_plain & cells.are_told)
    for place, text in zip(others.tolist(), cells.take(others), strict=True):
        found[place] = _figure(place, text, read)
    return found, cells


def _figure(place: int, text: str, read: _Read) -> float:
    return float(text) if _FIGURE.fullmatch(text) else read(place, text)


def stripped(texts: Sequence[str]) -> Sequence[str]:
    """Without blanks at either end; most columns hold none anywhere."""
    if isinstance(texts, ByteColumn):
        return texts.stripped()
    whole = "".join(texts)
    return texts if whole.split(None, 1) == [whole] else list(map(str.strip, texts))


def _is_plain(figures: str) -> bool:
    return figures.isascii() and figures.replace(".", "").isdigit()
