"""Documents of many lines as a run keeps them: both parts compressed, each document made when it is asked for."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable

from app.engine.errors import InputError
from app.engine.screening.case_blocks import compact
from app.engine.screening.found_columns import DocumentColumns

_COMPRESSION = 1
_HEAD = struct.Struct("<BI")  # format, and size of the first part
_FORMAT = 1


def pack_documents(declared: bytes, found: bytes) -> bytes:
    """What was declared and what was found, of the same lines."""
    first, second = (zlib.compress(part, _COMPRESSION) for part in (declared, found))
    return b"".join((_HEAD.pack(_FORMAT, len(first)), first, second))


def opened_documents(content: bytes) -> Callable[[int], str]:
    """Tells the document of a line by its place; InputError for a damaged pack or one of another format."""
    try:
        kind, size = _HEAD.unpack_from(content)
        if kind != _FORMAT:
            raise InputError("screening.document_unknown", format=f"pack/{kind}")
        parts = content[_HEAD.size : _HEAD.size + size], content[_HEAD.size + size :]
        columns = DocumentColumns(*map(zlib.decompress, parts))
    except (struct.error, zlib.error, ValueError, TypeError) as error:
        raise InputError("screening.document_damaged") from error

    def tell(at: int) -> str:
        try:
            return compact(columns.document(at))
        except (LookupError, TypeError, ValueError, ArithmeticError) as error:
            raise InputError("screening.document_damaged") from error

    return tell
