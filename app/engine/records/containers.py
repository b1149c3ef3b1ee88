"""What a file is wrapped in (gzip, zip) and what kind of table lies inside, told by its bytes, never by its name."""

from __future__ import annotations

import contextlib
import errno
import gzip
import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO

from app.engine.errors import EngineError, InputError
from app.engine.records.encodings import is_binary
from app.engine.records.layout import Kind, Packing

CHUNK = 1 << 20
HEAD = 256 * 1024
_WINDOW = 64 * 1024
_WINDOWS = 24
_MAX_RATIO = 250
_MIN_SUSPECT = 64 * 1024 * 1024
_MAX_IN_MEMORY = 512 * 1024 * 1024
_SIGNATURES = (
    (b"PAR1", Kind.PARQUET),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind.XLS),
)
_FOREIGN = (
    (b"%PDF", "PDF"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"Rar!", "RAR"),
    (b"\xfd7zXZ", "xz"),
    (b"BZh", "bzip2"),
    (b"\x28\xb5\x2f\xfd", "Zstandard"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"SQLite format 3", "SQLite"),
)


# a name that is not UTF-8, a short extra field, an unknown method: zipfile lets the underlying error through
_ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    UnicodeDecodeError,
    NotImplementedError,
    RuntimeError,
)


@dataclass(frozen=True, slots=True)
class Member:
    """One file that may hold tables: the path itself, or one entry of a zip."""

    path: Path
    packing: Packing
    kind: Kind
    name: str = ""  # path inside the zip

    @property
    def label(self) -> str:
        """The name shown to people and searched for hints: that of the innermost file."""
        return PurePosixPath(self.name).name if self.name else self.path.name


def list_members(path: Path) -> list[Member]:
    """The tables' carriers in a file; InputError, with a reason, for what cannot hold any."""
    require_file(path)
    with reading(path), path.open("rb") as stream:
        head = stream.read(512)
    if head.startswith(b"\x1f\x8b"):
        with open_member(Member(path, Packing.GZIP, Kind.TEXT)) as stream:
            return [Member(path, Packing.GZIP, _kind(stream.read(512), path.name))]
    if not head.startswith(b"PK"):
        return [Member(path, Packing.NONE, _kind(head, path.name))]
    return _zip_members(path)


def require_file(path: Path) -> None:
    """InputError for a missing path, a folder, or an empty file."""
    if not path.exists():
        raise InputError("records.file_missing", path=str(path))
    if path.is_dir():
        raise InputError("records.is_folder", path=str(path))
    if not path.is_file():
        raise InputError("records.not_a_file", path=str(path))
    if path.stat().st_size == 0:
        raise InputError("records.file_empty", file=path.name)


@contextlib.contextmanager
def open_member(member: Member) -> Iterator[BinaryIO]:
    """The unpacked bytes, guarded against archives that unpack without end."""
    with reading(member.path), contextlib.ExitStack() as stack:
        if member.packing is Packing.NONE:
            yield stack.enter_context(member.path.open("rb"))
        elif member.packing is Packing.GZIP:
            packed = stack.enter_context(member.path.open("rb"))
            unpacked = stack.enter_context(gzip.GzipFile(fileobj=packed))
            size = member.path.stat().st_size
            yield guarded(unpacked, packed_size=size, file=member.path.name)
        else:
            archive = stack.enter_context(unzipping(member.path, member.path.name))
            info = archive.getinfo(member.name)
            entry = stack.enter_context(archive.open(info))
            yield guarded(entry, packed_size=info.compress_size, file=member.label)


def read_whole(member: Member) -> bytes:
    """All unpacked bytes, for kinds that need random access; InputError beyond what memory allows."""
    with open_member(member) as stream:
        content = stream.read(_MAX_IN_MEMORY + 1)
    if len(content) > _MAX_IN_MEMORY:
        raise InputError("records.too_large_packed", file=member.label, limit_mb=_MAX_IN_MEMORY >> 20)
    return content


def sample_windows(member: Member) -> list[bytes]:
    """The beginning and, for a plain file, stretches spread over the rest."""
    with open_member(member) as stream:
        windows = [stream.read(HEAD)]
        if member.packing is not Packing.NONE or len(windows[0]) < HEAD:
            return windows
        size = member.path.stat().st_size
        step = max((size - HEAD) // _WINDOWS, _WINDOW)
        for offset in range(HEAD, size, step):
            stream.seek(offset)
            windows.append(stream.read(_WINDOW))
    return windows


@contextlib.contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn what the system or an archive says while a file is read or copied into one sentence."""
    try:
        yield
    except EngineError:
        raise
    except (gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise InputError("records.archive_broken", file=path.name, reason=str(error)) from error
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise InputError("records.no_space", file=path.name) from error
        raise InputError("records.unreadable", path=str(path), reason=error.strerror or str(error)) from error


@contextlib.contextmanager
def unzipping(path: Path | io.BytesIO, label: str) -> Iterator[zipfile.ZipFile]:
    """An open zip; what the library raises over damaged or exotic ones becomes one sentence."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except _ZIP_ERRORS as error:
        raise InputError("records.archive_broken", file=label, reason=str(error)) from error


def guarded(unpacked: IO[bytes] | gzip.GzipFile, *, packed_size: int, file: str) -> BinaryIO:
    """The stream, with an InputError once it has yielded implausibly more than its packed size."""
    return io.BufferedReader(_Guarded(unpacked, packed_size=packed_size, file=file), CHUNK)


class _Guarded(io.RawIOBase):
    """A stream that refuses to yield implausibly more than its packed size."""

    def __init__(self, inner: IO[bytes] | gzip.GzipFile, *, packed_size: int, file: str) -> None:
        super().__init__()
        self._inner = inner
        self._limit = max(packed_size * _MAX_RATIO, _MIN_SUSPECT)
        self._seen = 0
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # typeshed: Buffer
        chunk = self._inner.read(len(buffer))
        self._seen += len(chunk)
        if self._seen > self._limit:
            raise InputError("records.archive_bomb", file=self._file, ratio=_MAX_RATIO)
        buffer[: len(chunk)] = chunk
        return len(chunk)


def _zip_members(path: Path) -> list[Member]:
    with reading(path), unzipping(path, path.name) as archive:
        names = set(archive.namelist())
        if "xl/workbook.xml" in names:
            return [Member(path, Packing.NONE, Kind.XLSX)]
        if "xl/workbook.bin" in names or "mimetype" in names:
            raise InputError("records.workbook_kind", file=path.name)
        for info in archive.infolist():
            _require_safe(info, path)
        entries = [info for info in archive.infolist() if _may_hold_table(info.filename)]
        found = [_entry_member(archive, info, path) for info in entries if info.file_size]
    if not found:
        raise InputError("records.archive_empty", file=path.name)
    return found


def _may_hold_table(name: str) -> bool:
    parts = PurePosixPath(name).parts
    is_hidden = any(part.startswith(".") or part == "__MACOSX" for part in parts)
    return not name.endswith("/") and not is_hidden


def _require_safe(info: zipfile.ZipInfo, path: Path) -> None:
    name = info.filename
    if name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or ":" in name:
        raise InputError("records.archive_path", file=path.name, entry=name)
    if info.flag_bits & 0x1:
        raise InputError("records.archive_locked", file=path.name, entry=name)


def _entry_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: Path) -> Member:
    with archive.open(info) as entry:
        head = entry.read(512)
    if head.startswith((b"PK\x03\x04", b"\x1f\x8b")):
        if not _is_workbook(archive, info):
            raise InputError("records.archive_nested", file=path.name, entry=info.filename)
        return Member(path, Packing.ZIP, Kind.XLSX, info.filename)
    return Member(path, Packing.ZIP, _kind(head, info.filename), info.filename)


def _is_workbook(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bool:
    if info.file_size > _MAX_IN_MEMORY:
        raise InputError("records.too_large_packed", file=info.filename, limit_mb=_MAX_IN_MEMORY >> 20)
    try:
        with zipfile.ZipFile(io.BytesIO(archive.read(info))) as inner:
            return "xl/workbook.xml" in inner.namelist()
    except zipfile.BadZipFile:
        return False


def _kind(head: bytes, name: str) -> Kind:
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return kind
    for signature, foreign in _FOREIGN:
        if head.startswith(signature):
            raise InputError("records.foreign_kind", file=name, kind=foreign)
    if head[257:262] == b"ustar":
        raise InputError("records.foreign_kind", file=name, kind="tar")
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<html", b"<!doctype", b"<table", b"<?xml")):
        raise InputError("records.web_page", file=name)
    if not head:
        raise InputError("records.file_empty", file=name)
    if is_binary(head):
        raise InputError("records.no_text", file=name)
    return Kind.TEXT
