"""A mapping while a person makes it: which column is which field, what no column says, and what is still wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from app.engine.errors import InputError
from app.engine.records.layout import Field, PartnerCoding
from app.engine.records.mapping import ColumnMapping, SourceHints
from app.engine.records.mapping_file import check_mapping
from app.engine.records.preview_cells import UnknownTable
from app.engine.records.sample import name_key

SURE = 0.9
"""Confidence from which a proposed field is taken without being asked for; the user can still change it."""
# In the order in which the editor offers them
FIELDS = (
    Field.HS,
    Field.PARTNER,
    Field.PROVINCE,
    Field.MODE,
    Field.PERIOD,
    Field.YEAR,
    Field.MONTH,
    Field.QUANTITY,
    Field.UNIT,
    Field.QUANTITY_2,
    Field.UNIT_2,
    Field.VALUE,
    Field.UNIT_PRICE,
    Field.CURRENCY,
    Field.DIRECTION,
    Field.REPORTER,
)
CONSTANTS = (Field.DIRECTION, Field.YEAR, Field.CURRENCY, Field.REPORTER, Field.UNIT, Field.UNIT_2, Field.VALUATION)
_NEEDED_WITH = {Field.UNIT: Field.QUANTITY, Field.UNIT_2: Field.QUANTITY_2}


class MappingDraft(QObject):
    """One mapping being edited; every change is checked at once by the engine's own check."""

    changed = Signal()

    def __init__(self, table: UnknownTable, name: str) -> None:
        super().__init__()
        self.table = table
        self._name = name
        self._fields: dict[str, Field] = {
            one.column: one.field for one in table.proposals if one.confidence >= SURE and one.field in FIELDS
        }
        self._constants: dict[Field, str] = {}
        self._source = SourceHints()

    @property
    def name(self) -> str:
        """Under which it will be saved."""
        return self._name

    @property
    def constants(self) -> Mapping[Field, str]:
        """What no column says."""
        return self._constants

    @property
    def coding(self) -> PartnerCoding | None:
        """How the partner column names countries; None where its text says it."""
        return self._source.country_codes

    @property
    def proposals(self) -> Mapping[str, tuple[Field, float]]:
        """Column → likeliest field with its confidence."""
        return {one.column: (one.field, one.confidence) for one in self.table.proposals}

    def field_of(self, column: str) -> Field | None:
        """The field that a column serves."""
        return self._fields.get(column)

    def asked_constants(self) -> tuple[Field, ...]:
        """What can or must be stated for all rows, given the columns."""
        given = set(self._fields.values())
        hidden = given | ({Field.YEAR} if Field.PERIOD in given else set())
        return tuple(
            field
            for field in CONSTANTS
            if field not in hidden and (field not in _NEEDED_WITH or _NEEDED_WITH[field] in given)
        )

    def has_numbered_partners(self) -> bool:
        """True where partners are numbers, of which only a person knows the coding."""
        column = next((column for column, field in self._fields.items() if field is Field.PARTNER), None)
        cells = self.samples(column) if column else []
        return bool(cells) and all(cell.isdigit() for cell in cells)

    def samples(self, column: str, limit: int = 300) -> list[str]:
        """Distinct cells of a column in the order in which they stand."""
        values = self.table.sample.values(self.table.sample.columns.index(column))
        return list(dict.fromkeys(values))[:limit]

    def put_field(self, column: str, field: Field | None) -> None:
        """Let a column serve a field, of which it is then the only column; None takes its field away."""
        self._fields = {name: other for name, other in self._fields.items() if name != column and other is not field}
        if field is not None:
            self._fields[column] = field
        self.changed.emit()

    def put_constant(self, field: Field, text: str) -> None:
        """State a field for all rows; an empty text takes the statement back."""
        self._constants.pop(field, None)
        if text.strip():
            self._constants[field] = text.strip()
        self.changed.emit()

    def put_coding(self, coding: PartnerCoding | None) -> None:
        """State how partners are coded."""
        self._source = replace(self._source, country_codes=coding)
        self.changed.emit()

    def put_name(self, name: str) -> None:
        """Name the mapping."""
        self._name = name.strip()
        self.changed.emit()

    def take_over(self, mapping: ColumnMapping) -> None:
        """Continue with a saved mapping, as far as the table has its columns."""
        columns = {name_key(column): column for column in self.table.sample.columns}
        named = {columns.get(name_key(name)): field for field, name in mapping.columns.items()}
        self._fields = {column: field for column, field in named.items() if column is not None}
        self._constants, self._source = dict(mapping.constants), mapping.source
        self._name = mapping.file.removesuffix(".toml")
        self.changed.emit()

    def mapping(self) -> ColumnMapping:
        """What the draft says now, sound or not; constants that a column makes needless are left out."""
        asked = self.asked_constants()
        columns = {field: column for column, field in self._fields.items()}
        constants = {field: text for field, text in self._constants.items() if field in asked}
        source = self._source if self.has_numbered_partners() else replace(self._source, country_codes=None)
        return ColumnMapping(self._name, source, columns, constants)

    def problem(self) -> InputError | None:
        """The first thing that is missing or wrong; None for a mapping that can be saved."""
        mapping = self.mapping()
        try:
            check_mapping(mapping)
        except InputError as error:
            return error
        stated = {*mapping.columns, *mapping.constants}
        if Field.DIRECTION not in stated:
            return InputError("records.mapping_missing", file=self._name, field=Field.DIRECTION.value)
        if not stated & {Field.PERIOD, Field.YEAR}:
            return InputError("records.mapping_missing", file=self._name, field=Field.YEAR.value)
        if self.has_numbered_partners() and self.coding is None:
            example = self.samples(mapping.columns[Field.PARTNER], 1)[0]
            return InputError("records.mapping_country_codes", file=self._name, example=example)
        return None
