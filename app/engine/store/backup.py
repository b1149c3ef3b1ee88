"""A whole store in one file and back: every part with its checksum, proven before anything is replaced."""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

import duckdb

from app.engine.begun_files import scratch_folder
from app.engine.errors import InputError, StoreError
from app.engine.jobs import CancelToken, Progress
from app.engine.store.commit import file_sha256, place_margins
from app.engine.store.databases import attach, open_memory
from app.engine.store.folder import StoreFolder, writing
from app.engine.store.manifest import Manifest, read_manifest, write_manifest
from app.engine.whole_files import sync_folder, written_whole

_FORMAT = "tradescope-backup/1"
_CONTENTS = "backup.json"
_MANIFEST = "manifest.json"
_CHUNK = 4 << 20
_ATTEMPTS = 5
# Names of parts become paths, and a backup comes from outside
_SAFE_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]*")
_SAFE_CUBE = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]*\.duckdb")


def back_up(store: Path, file: Path, *, progress: Progress, token: CancelToken) -> None:
    """Write the current generation of `store` to `file`; imports may go on meanwhile, `file` appears whole or not."""
    folder = StoreFolder(store)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with written_whole(file) as partial:
            for attempt in range(1, _ATTEMPTS + 1):
                manifest = read_manifest(store)
                if not manifest.segments:
                    raise StoreError("backup.store_empty", path=str(store))
                try:
                    _write_archive(folder, manifest, partial, progress=progress, token=token)
                except FileNotFoundError as error:
                    # a writer replaced this generation and removed its files
                    if attempt == _ATTEMPTS or read_manifest(store) == manifest:
                        raise StoreError("query.file_missing", path=str(error.filename)) from error
                else:
                    break
    except OSError as error:
        raise StoreError("backup.cannot_write", path=str(file), reason=error.strerror or str(error)) from error


def restore(file: Path, store: Path, *, progress: Progress, token: CancelToken) -> None:
    """Make `store` what `file` holds; the present generation stays until every part of the new one is proven."""
    folder = StoreFolder(store)
    try:
        store.mkdir(parents=True, exist_ok=True)
        with scratch_folder(store) as unpacked:
            _restore(file, folder, StoreFolder(unpacked), progress=progress, token=token)
    except OSError as error:
        raise StoreError("backup.cannot_write", path=str(store), reason=error.strerror or str(error)) from error


def _restore(file: Path, folder: StoreFolder, unpacked: StoreFolder, *, progress: Progress, token: CancelToken) -> None:
    for path in (unpacked.segments, unpacked.cubes):
        path.mkdir(parents=True)
    manifest = _unpack(file, unpacked, progress=progress, token=token)
    _prove(unpacked, manifest, token=token)
    _set_aside_unreadable(folder)
    with writing(folder, token=token) as present:
        _adopt(folder, unpacked, manifest, present)


def _write_archive(
    folder: StoreFolder, manifest: Manifest, target: Path, *, progress: Progress, token: CancelToken
) -> None:
    parts = _parts(folder, manifest)
    known = {f"segments/{segment.id}.duckdb": segment.sha256 for segment in manifest.segments}
    total, done = sum(path.stat().st_size for path in parts.values()), 0
    checksums: dict[str, str] = {}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive, scratch_folder() as scratch:
        write_manifest(scratch, manifest)
        for name, path in {**parts, _MANIFEST: scratch / _MANIFEST}.items():
            with path.open("rb") as source, archive.open(name, "w", force_zip64=True) as copy:
                digest = hashlib.sha256()
                for chunk in _chunks(source, token):
                    copy.write(chunk)
                    digest.update(chunk)
                    done += len(chunk)
                    progress(min(done, total), total, name)
            checksums[name] = digest.hexdigest()
            if known.get(name) not in {None, "", checksums[name]}:
                raise StoreError("query.damaged", path=str(path))
        archive.writestr(_CONTENTS, json.dumps({"format": _FORMAT, "sha256": checksums}))


def _unpack(file: Path, target: StoreFolder, *, progress: Progress, token: CancelToken) -> Manifest:
    """Every part in `target`, its bytes proven against the checksum."""
    with _reading(file) as archive:
        checksums = _checksums(archive, file)
        total, done = sum(archive.getinfo(name).file_size for name in checksums), 0
        for name, checksum in checksums.items():
            digest = hashlib.sha256()
            with _altered_if_broken(file, name), archive.open(name) as source, _new(target, name) as copy:
                for chunk in _chunks(source, token):
                    copy.write(chunk)
                    digest.update(chunk)
                    done += len(chunk)
                    progress(done, total, name)
            if digest.hexdigest() != checksum:
                raise InputError("backup.altered", path=str(file), member=name)
    manifest = read_manifest(target.root)
    if not manifest.segments or {*_parts(target, manifest), _MANIFEST} != checksums.keys():
        raise InputError("backup.not_a_backup", path=str(file))
    return manifest


def _prove(folder: StoreFolder, manifest: Manifest, *, token: CancelToken) -> None:
    """Open every database; StoreError for one that cannot be read."""
    for name, path in _parts(folder, manifest).items():
        token.check()
        connection = open_memory()
        try:
            attach(connection, path, "part", read_only=True)
            table = "kept_rows" if name.startswith("segments/") else "contexts"
            connection.execute(f"SELECT count(*) FROM part.{table}")
        except duckdb.Error as error:
            raise StoreError("query.damaged", path=name) from error
        finally:
            connection.close()


def _set_aside_unreadable(folder: StoreFolder) -> None:
    """A restore is the remedy for a broken manifest, so a broken one must not stop it."""
    try:
        read_manifest(folder.root)
    except StoreError as error:
        if error.code != "store.manifest_unreadable":
            raise
        (folder.root / _MANIFEST).replace(folder.root / f"{_MANIFEST}.unreadable")


def _adopt(folder: StoreFolder, unpacked: StoreFolder, manifest: Manifest, present: Manifest) -> None:
    own = _parts(folder, manifest)
    for name, path in _parts(unpacked, manifest).items():
        # a part that is there already may be open in a reader, which on Windows forbids to replace it
        if not own[name].exists() or file_sha256(own[name]) != file_sha256(path):
            path.replace(own[name])
    # They are not part of a backup; what cannot be packed is told by the cube
    with contextlib.suppress(duckdb.Error):
        place_margins(folder, own[_cube_part(manifest)], manifest.cube or "")
    sync_folder(folder.segments)
    sync_folder(folder.cubes)
    latest = max(present, manifest, key=lambda candidate: candidate.generation)
    write_manifest(folder.root, latest.succeeded_by(manifest.segments, cube=manifest.cube))


def _parts(folder: StoreFolder, manifest: Manifest) -> dict[str, Path]:
    """The databases of a generation by their name in a backup."""
    parts = {f"segments/{segment.id}.duckdb": folder.segment_path(segment.id) for segment in manifest.segments}
    return parts | ({_cube_part(manifest): folder.cube_path(manifest.cube)} if manifest.cube else {})


def _cube_part(manifest: Manifest) -> str:
    return f"cubes/{manifest.cube}"


def _checksums(archive: zipfile.ZipFile, file: Path) -> Mapping[str, str]:
    """Part → checksum; InputError unless these are exactly the archive's entries and all have harmless names."""
    try:
        contents = json.loads(archive.read(_CONTENTS))
        checksums: dict[str, str] = dict(contents["sha256"])
        is_ours = contents["format"] == _FORMAT and {*checksums, _CONTENTS} == {*archive.namelist()}
    except (KeyError, ValueError, TypeError, zipfile.BadZipFile) as error:
        raise InputError("backup.not_a_backup", path=str(file)) from error
    if not is_ours or not all(_is_harmless(name) for name in checksums):
        raise InputError("backup.not_a_backup", path=str(file))
    return checksums


def _is_harmless(name: str) -> bool:
    if name == _MANIFEST:
        return True
    kind, _, rest = name.partition("/")
    if kind == "segments":
        return bool(_SAFE_ID.fullmatch(rest.removesuffix(".duckdb"))) and rest.endswith(".duckdb")
    return kind == "cubes" and bool(_SAFE_CUBE.fullmatch(rest))


@contextlib.contextmanager
def _reading(file: Path) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(file)
    except zipfile.BadZipFile as error:
        raise InputError("backup.not_a_backup", path=str(file)) from error
    except OSError as error:
        raise InputError("backup.unreadable", path=str(file), reason=error.strerror or str(error)) from error
    with archive:
        yield archive


@contextlib.contextmanager
def _altered_if_broken(file: Path, member: str) -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, EOFError, NotImplementedError) as error:
        raise InputError("backup.altered", path=str(file), member=member) from error


def _new(folder: StoreFolder, name: str) -> IO[bytes]:
    return (folder.root / name).open("xb")


def _chunks(source: IO[bytes], token: CancelToken) -> Iterator[bytes]:
    while chunk := source.read(_CHUNK):
        token.check()
        yield chunk
