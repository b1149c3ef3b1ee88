"""Which character encoding a text file is in, judged from samples of its bytes, with the reason."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from app.engine.errors import InputError
from app.engine.records.layout import Evidence

ASCII = "ascii"

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x19\x1c-\x1f\x7f]")
_MOST_CONTROL = 0.03
_BEGINNING = 4_096  # bytes that tell whether each letter takes two; cells of any size may follow
_COMMONEST = 0x4E  # U+4E00, among the commonest letters, has a zero where others have none
_LONG_LINE, _MOST_TELLING, _CHUNK = 8_192, 5_000, 1 << 20
_ZEROS = re.compile(rb"(?:\x00\x00){2,}")  # where a disk lost what it held; an even number of them, for UTF-16
_FOUR_BYTES = re.compile(rb"[\x81-\xfe][0-9][\x81-\xfe][0-9]")
_UTF8_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


@dataclass(frozen=True, slots=True)
class Detected:
    """A Python codec name and why it was chosen."""

    encoding: str
    evidence: Evidence


def detect(windows: Sequence[bytes]) -> Detected:
    """Judge the samples of one file; the first window is its beginning. InputError for UTF-32."""
    head = windows[0] if windows else b""
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise InputError("records.encoding_unsupported", encoding="UTF-32")
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return _found(encoding, "bom")
    if (wide := _wide_encoding(head)) is not None:
        return _found(wide, "zero_bytes")
    beginning = head[: max(head.rfind(b"\n"), head.rfind(b"\r")) + 1] or head
    return _narrow_encoding(_usual_lines(b"\n".join([beginning, *(_whole_lines(window) for window in windows[1:])])))


def encoding_beyond_ascii(stream: BinaryIO) -> str:
    """The encoding of a text whose beginning is plain ASCII, judged by the first of its lines that are not."""
    telling: list[bytes] = []
    while len(telling) < _MOST_TELLING and (chunk := stream.read(_CHUNK)):
        chunk += stream.readline(_LONG_LINE)
        if not chunk.isascii():
            telling += [line for line in chunk.split(b"\n") if not line.isascii()]
    return detect([b"\n".join(telling)]).encoding


def is_binary(head: bytes) -> bool:
    """True for the beginning of a file that is no text in any encoding: too many bytes that no text holds.

    Random bytes hold 10 % of them; a text with stretches of zeros or a few stray ones stays below the threshold.
    """
    is_wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or _wide_encoding(head) is not None
    told = _ZEROS.sub(b"", head)
    return not is_wide and (not told or len(_CONTROL.findall(told)) > _MOST_CONTROL * len(told))


def strip_bom(raw: bytes) -> bytes:
    """The bytes without a UTF-8 byte order mark."""
    return raw.removeprefix(codecs.BOM_UTF8)


def mark_broken_bytes(error: UnicodeError) -> tuple[str, int]:
    """Codec error handler: one lone surrogate for each broken sequence, written out as BROKEN_BYTE."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "\udcff", error.end


codecs.register_error("tradescope.broken", mark_broken_bytes)


def _found(encoding: str, reason: str, **params: object) -> Detected:
    return Detected(encoding, Evidence(f"evidence.encoding_{reason}", {"encoding": encoding.upper(), **params}))


def _wide_encoding(head: bytes) -> str | None:
    head = _ZEROS.sub(b"", head[:_BEGINNING])
    size = len(head) // 2
    if size < 4:
        return None
    pairs = list(zip(head[0::2], head[1::2], strict=False))
    big = sum(1 for high, low in pairs if high == 0 and low != _COMMONEST)
    little = sum(1 for low, high in pairs if high == 0 and low != _COMMONEST)
    if max(big, little) < 0.05 * size or min(big, little) > 0.1 * max(big, little):
        return None
    return "utf-16-le" if little > big else "utf-16-be"


def _narrow_encoding(sample: bytes) -> Detected:
    if sample.isascii():
        return _found(ASCII, "ascii")
    if _is_utf8(sample):
        return _found("utf-8", "utf8")
    runs = _HIGH_RUN.findall(sample)
    high = sum(map(len, runs))
    as_utf8 = sum(map(len, _UTF8_SEQUENCE.findall(sample))) / high
    if as_utf8 > 0.95:
        return _found("utf-8", "utf8")
    paired = _paired_share(sample)
    if paired >= 0.8 and _broken_share(sample, "gb18030") < 0.02:
        return _found("gb18030", "gb18030")
    if as_utf8 > 0.5:
        return _found("utf-8", "utf8_damaged")
    if paired >= 0.8 and _broken_share(sample, "gb18030") < 0.2:
        return _found("gb18030", "gb18030_damaged")
    has_c1 = re.search(rb"[\x80-\x9f]", sample) is not None
    return _found("cp1252" if has_c1 else "latin-1", "latin1")


def _is_utf8(sample: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return False
    return True


def _paired_share(sample: bytes) -> float:
    """Share of high bytes that stand beside another, or in one of GB18030's four-byte letters with digits between."""
    runs = _HIGH_RUN.findall(_FOUR_BYTES.sub(b"\xff\xff", sample))
    return sum(len(run) for run in runs if len(run) > 1) / max(sum(map(len, runs)), 1)


def _broken_share(sample: bytes, encoding: str) -> float:
    text = sample.decode(encoding, errors="replace")
    beyond_ascii = sum(1 for letter in text if letter > "\x7f")
    return text.count("\ufffd") / max(beyond_ascii, 1)


def _usual_lines(sample: bytes) -> bytes:
    """The sample without lines so long that one cell of them would outweigh all others."""
    lines = sample.replace(b"\r", b"\n").split(b"\n")
    if len(max(lines, key=len)) <= _LONG_LINE:
        return sample
    return b"\n".join(line for line in lines if len(line) <= _LONG_LINE) or sample


def _whole_lines(window: bytes) -> bytes:
    first, last = window.find(b"\n"), window.rfind(b"\n")
    return window[first + 1 : last] if 0 <= first < last else b""
