"""Mapping files as the program writes them, and those of a folder that fit a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from app.engine.errors import InputError
from app.engine.records.layout import Field
from app.engine.records.mapping import FORMAT, ColumnMapping, SourceHints, missing_columns, parse_mapping, read_mapping
from app.engine.whole_files import written_whole

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f<>:"/\\|?*]')
_LONGEST_NAME = 80


def mapping_toml(mapping: ColumnMapping) -> str:
    """The text of a mapping file, which reads back as the same mapping."""
    source = _source(mapping.source)
    sections = {
        "source": source,
        "columns": {field_key(field): name for field, name in mapping.columns.items()},
        "constants": {field_key(field): text for field, text in mapping.constants.items()},
    }
    lines = [f"format = {quoted(FORMAT)}"]
    for name, entries in sections.items():
        if entries:
            lines += ["", f"[{name}]", *(f"{key} = {_value(value)}" for key, value in entries.items())]
    return "\n".join([*lines, ""])


def check_mapping(mapping: ColumnMapping) -> None:
    """InputError with one sentence for the first mistake that a mapping file of this content would have."""
    parse_mapping(mapping_toml(mapping), file=mapping.file)


def write_mapping(folder: Path, mapping: ColumnMapping) -> Path:
    """Save a sound mapping under its name in `folder`, which is made; an older one of that name is replaced."""
    check_mapping(mapping)
    path = mapping_path(folder, mapping.file)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with written_whole(path) as partial:
            partial.write_text(mapping_toml(mapping), encoding="utf-8")
    except OSError as error:
        raise InputError("records.mapping_unwritable", path=str(path), reason=error.strerror or str(error)) from error
    return path


def mapping_path(folder: Path, name: str) -> Path:
    """Where a mapping of this name is saved; what no file system takes is replaced."""
    stem = _NOT_IN_NAMES.sub("_", name.removesuffix(".toml")).strip(" .")[:_LONGEST_NAME]
    return folder / f"{stem or 'mapping'}.toml"


def fitting_mappings(folder: Path, columns: tuple[str, ...]) -> list[Path]:
    """Sound mapping files all of whose columns the table has, those of most columns first."""
    fitting = [(mapping, path) for path, mapping in _sound_mappings(folder) if not missing_columns(columns, mapping)]
    return [path for _, path in sorted(fitting, key=lambda pair: (-len(pair[0].columns), pair[1].name))]


def field_key(field: Field) -> str:
    """What a mapping file calls a field."""
    return "country" if field is Field.PARTNER else field.value


def quoted(text: str) -> str:
    """A TOML string."""
    escaped = text.translate(_ESCAPES)
    return '"' + _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", escaped) + '"'


def _sound_mappings(folder: Path) -> Iterator[tuple[Path, ColumnMapping]]:
    """A file of the folder that is no mapping, or a broken one, is none that fits."""
    for path in sorted(folder.glob("*.toml")):
        try:
            yield path, read_mapping(path)
        except InputError:
            continue


def _source(hints: SourceHints) -> Mapping[str, str | int]:
    entries = {
        "encoding": hints.encoding,
        "delimiter": hints.delimiter,
        "sheet": hints.sheet,
        "header_row": hints.header_row,
        "country_codes": hints.country_codes.value if hints.country_codes else None,
    }
    return {key: value for key, value in entries.items() if value is not None}


def _value(value: str | int) -> str:
    return str(value) if isinstance(value, int) else quoted(value)
