"""The files of one year and direction: the CSV in the seed's schema, and the truth of its kept rows."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import numpy as np

from app.engine.demo.rows import NAME_COLUMNS, Rows, Vocabulary
from app.engine.demo.text import Text, decimal, lines, names, whole
from app.engine.errors import InputError
from app.engine.jobs import CancelToken

HEADER = ("商品编码", "贸易国家", "商品注册地", "贸易方式", "贸易数量", "单位", "金额", "单价")
_BLOCK_ROWS = 50_000
_PRICE_PLACES = 4
# (order of the columns, how a name is written); files of one year and direction always look the same
_LAYOUTS = (
    (range(8), "{}"),
    (range(8), "{} "),
    ((0, 1, 2, 3, 6, 4, 5, 7), " {}"),
    (range(8), "{}"),
    ((1, 2, 3, 0, 4, 5, 7, 6), "{} "),
)


def write_csv(path: Path, rows: Rows, vocabulary: Vocabulary, *, look: int, token: CancelToken) -> None:
    """UTF-8 without quotes, complete or not there; `look` chooses column order and stray blanks in the header."""
    order, form = _LAYOUTS[look % len(_LAYOUTS)]
    header = [form.format(name) if place % 3 == 0 else name for place, name in enumerate(HEADER)]
    with _replacing(path) as file:
        file.write((",".join(header[place] for place in order) + "\n").encode())
        for start in range(0, len(rows), _BLOCK_ROWS):
            token.check()
            columns = _columns(rows[start : start + _BLOCK_ROWS], vocabulary)
            file.write(lines([columns[place] for place in order]))


def write_truth(path: Path, rows: Rows) -> None:
    """Row numbers (1 is the first below the header) of kept rows, noise-free mean and scale of ln unit price."""
    kept = np.flatnonzero(rows["is_kept"])
    with _replacing(path) as file:
        np.savez(file, row=(kept + 1).astype(np.int32), mean=rows["mean"][kept], scale=rows["scale"][kept])


@contextlib.contextmanager
def _replacing(path: Path) -> Iterator[BinaryIO]:
    partial = path.with_name(f"{path.name}.part")
    try:
        with partial.open("wb") as file:
            yield file
        partial.replace(path)
    except OSError as error:
        raise InputError("demo.cannot_write", file=str(path), reason=error.strerror) from error
    finally:
        partial.unlink(missing_ok=True)


def _columns(block: Rows, vocabulary: Vocabulary) -> list[Text]:
    hs = whole(block["hs"], least_digits=block["hs_digits"])
    lead, trail = ((block["hs_blank"] == side) * np.uint8(ord(" ")) for side in (1, 2))
    partner, province, mode, unit = (names(vocabulary.names(column), block[column]) for column in NAME_COLUMNS)
    return [
        np.concatenate([lead[:, None], hs, trail[:, None]], axis=1),
        partner,
        province,
        mode,
        decimal(block["quantity_hundredths"], places=2, drop_zeros=True),
        unit,
        whole(block["value_usd"]),
        _unit_price(block),
    ]


def _unit_price(block: Rows) -> Text:
    quantity = block["quantity_hundredths"] / 100.0
    usable = (quantity > 0) & (block["value_usd"] > 0)
    price = np.where(usable, block["value_usd"] / np.where(usable, quantity, 1.0), 0.0)
    return decimal(np.rint(price * 10**_PRICE_PLACES).astype(np.int64), places=_PRICE_PLACES, drop_zeros=False)
