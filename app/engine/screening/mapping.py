"""Which column of a foreign table is which field of the declaration form, and what no column says: kept as TOML."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from app.engine.errors import InputError
from app.engine.records.sample import name_key
from app.engine.records.whole_tables import WholeTable
from app.engine.screening.columns import HEADINGS, Part, proposed_columns
from app.engine.screening.form import part_problem
from app.engine.whole_files import written_whole

FORMAT = "declarations/1"
FOLDER = "declaration-mappings"
CONSTANTS = (Part.DIRECTION, Part.TERM, Part.CURRENCY, Part.FIRST_UNIT, Part.UNIT, Part.MODE, Part.DECLARED_ON)
"""Fields that can be stated for all rows of a file."""
_PHOTO_WORDS = frozenset("照片 照片文件 货物照片 图片 photo photos photofile photo_file image picture".split())
_FORBIDDEN = '<>:"/\\|?*'
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class DeclarationMapping:
    """`photo` names the column with names of photo files, "" where there is none."""

    name: str
    columns: Mapping[Part, str]
    constants: Mapping[Part, str]
    photo: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing at all."""
        return not (self.columns or self.constants or self.photo)


def proposed_mapping(table: WholeTable, name: str) -> DeclarationMapping:
    """What the headings tell by themselves."""
    columns = {part: table.columns[place] for part, place in proposed_columns(table).items()}
    photo = next((column for column in table.columns if name_key(column) in _PHOTO_WORDS), "")
    return DeclarationMapping(name, MappingProxyType(columns), MappingProxyType({}), photo)


def mapping_problem(mapping: DeclarationMapping) -> InputError | None:
    """The first thing without which no price can be compared, or that is wrong; None for a sound mapping."""
    stated = mapping.columns.keys() | mapping.constants.keys()
    for part in (Part.HS, Part.DIRECTION):
        if part not in stated:
            return InputError("screening.mapping_missing", field=part.value)
    for part, text in mapping.constants.items():
        if part_problem(part, text) is not None:
            return InputError("screening.mapping_value", field=part.value, value=text)
    return None


def mapped_columns(columns: Sequence[str], mapping: DeclarationMapping) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The headings of the form, those of constants last, and what the constants say in every row."""
    at = {name_key(column): place for place, column in reversed(list(enumerate(columns)))}
    missing = [name for name in mapping.columns.values() if name_key(name) not in at]
    if missing:
        raise InputError("screening.mapping_no_column", column=missing[0], mapping=mapping.name)
    headings = [f"#{place}" for place in range(len(columns))]
    for part, name in mapping.columns.items():
        headings[at[name_key(name)]] = HEADINGS[part]
    stated = {part: text for part, text in mapping.constants.items() if part not in mapping.columns}
    return (*headings, *(HEADINGS[part] for part in stated)), tuple(stated.values())


def write_mapping(folder: Path, mapping: DeclarationMapping) -> Path:
    """Keep a mapping under its name; InputError where the folder refuses."""
    stem = "".join("_" if letter in _FORBIDDEN else letter for letter in mapping.name).strip(" .")[:_LONGEST_NAME]
    path = folder / f"{stem or 'mapping'}.toml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with written_whole(path) as partial:
            partial.write_text(_toml(mapping), encoding="utf-8")
    except OSError as error:
        raise InputError("records.mapping_unwritable", path=str(path), reason=error.strerror or str(error)) from error
    return path


def read_mapping(path: Path) -> DeclarationMapping:
    """Read what `write_mapping` wrote, or a person; InputError for anything else."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InputError("records.unreadable", path=str(path), reason=error.strerror or "") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError("records.mapping_syntax", file=path.name, reason=str(error)) from error
    if document.get("format") != FORMAT:
        raise InputError("records.mapping_format", file=path.name, expected=FORMAT, found=str(document.get("format")))
    photo = document.get("photo", "")
    return DeclarationMapping(
        path.stem,
        _entries(document, "columns", path.name),
        _entries(document, "constants", path.name),
        photo if isinstance(photo, str) else "",
    )


def fitting_mapping(folder: Path, table: WholeTable) -> DeclarationMapping | None:
    """Of the kept mappings all of whose columns the table has, the one of most columns; None where none fits."""
    keys = {name_key(column) for column in table.columns}
    fitting: list[DeclarationMapping] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            mapping = read_mapping(path)
        except InputError:
            continue
        if mapping.columns and all(name_key(name) in keys for name in mapping.columns.values()):
            fitting.append(mapping)
    return max(fitting, key=lambda mapping: len(mapping.columns), default=None)


def _entries(document: Mapping[str, object], section: str, file: str) -> Mapping[Part, str]:
    table = document.get(section, {})
    if not isinstance(table, dict):
        raise InputError("records.mapping_section", file=file, section=section)
    entries: dict[Part, str] = {}
    for name, text in table.items():
        try:
            entries[Part(name)] = text if isinstance(text, str) else str(text)
        except ValueError:
            raise InputError("records.mapping_value", file=file, key=f"{section}.{name}", value=str(text)) from None
    return MappingProxyType(entries)


def _toml(mapping: DeclarationMapping) -> str:
    lines = [f'format = "{FORMAT}"']
    if mapping.photo:
        lines.append(f"photo = {_quoted(mapping.photo)}")
    for name, entries in (("columns", mapping.columns), ("constants", mapping.constants)):
        lines += ["", f"[{name}]", *(f"{part.value} = {_quoted(text)}" for part, text in entries.items())]
    return "\n".join([*lines, ""])


def _quoted(text: str) -> str:
    """JSON's escapes are among TOML's, but for the one letter that JSON leaves as it is."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
