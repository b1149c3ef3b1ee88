"""What cleaning did to a batch, file by file or to all of it: sums, and one row for each rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from app.bridge import data_words
from app.bridge.data_calls import FileReport
from app.bridge.texts import Texts
from app.engine.messages import Language, catalogue

RULE_ROLE = Qt.ItemDataRole.UserRole
_TITLES = ("data.column_rule", "data.column_action", "data.column_rows", "data.column_value", "data.column_remedy")
_RIGHT = {2, 3}
_ORDER = ("reject", "map", "flag")
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule over one or more files; the value is None where their currencies differ."""

    rule: str
    action: str
    zh: str
    en: str
    rows: int
    value: Decimal | None
    samples: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class ReportSums:
    """Rows read, kept and rejected, and values by currency before and after."""

    rows: int
    kept: int
    rejected: int
    values: tuple[tuple[str | None, Decimal, Decimal], ...]


def sums_of(reports: Sequence[FileReport]) -> ReportSums:
    """Over all the files, each currency for itself."""
    values: dict[str | None, tuple[Decimal, Decimal]] = {}
    for one in (sums for report in reports for sums in report.sums):
        before, after = values.get(one.currency, (Decimal(0), Decimal(0)))
        values[one.currency] = (before + one.before, after + one.after)
    segments = [report.segment for report in reports]
    return ReportSums(
        sum(segment.rows for segment in segments),
        sum(segment.kept for segment in segments),
        sum(segment.rejected for segment in segments),
        tuple((currency, *pair) for currency, pair in values.items()),
    )


def currency_of(reports: Iterable[FileReport]) -> str | None:
    """The one currency of the files; None where there are several."""
    found = {currency for report in reports for currency in report.segment.currencies}
    return found.pop() if len(found) == 1 else None


def lines_of(reports: Sequence[FileReport]) -> list[RuleLine]:
    """Rules that reject, then those that unify, then those that mark; most rows first."""
    is_one_currency = currency_of(reports) is not None
    lines: dict[str, RuleLine] = {}
    for one in (rule for report in reports for rule in report.rules):
        before = lines.get(one.rule)
        value = Decimal(one.value) if is_one_currency else None
        lines[one.rule] = RuleLine(
            one.rule,
            one.action,
            one.zh,
            one.en,
            one.rows + (before.rows if before else 0),
            value + (before.value or 0) if value is not None and before else value,
            before.samples if before else one.samples,
        )
    return sorted(lines.values(), key=lambda line: (_ORDER.index(line.action), -line.rows))


class RulesModel(QAbstractTableModel):
    """One row for each rule; the `RuleLine` is under RULE_ROLE."""

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self._lines: list[RuleLine] = []
        self._currency: str | None = None
        texts.language_changed.connect(self._on_language_changed)

    def show(self, reports: Sequence[FileReport]) -> None:
        """Show the rules of these files."""
        self.beginResetModel()
        self._lines, self._currency = lines_of(reports), currency_of(reports)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """Rules that took rows."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """What is said of each."""
        return 0 if parent.isValid() else len(_TITLES)

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # what Qt asks for
        """Titles."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        return self._texts.say(_TITLES[section]) if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # Any: what Qt asks for
        """One cell."""
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return self._text(line, index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(index.column())
        return line if role == RULE_ROLE else None

    def _text(self, line: RuleLine, column: int) -> str:
        match column:
            case 0:
                return line.zh if self._texts.language is Language.ZH else line.en
            case 1:
                return self._texts.say(f"data.action_{line.action}")
            case 2:
                return data_words.count(line.rows)
            case 3:
                return "–" if line.value is None else data_words.money(line.value, self._texts, self._currency)
        return remedy(line.rule, self._texts)

    def _on_language_changed(self) -> None:
        self.beginResetModel()
        self.endResetModel()


def remedy(rule: str, texts: Texts) -> str:
    """What a person can change so that the rule takes no rows; "" where nothing has to be done."""
    code = f"data_remedy.{rule}"
    return texts.say(code) if code in catalogue() else ""


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in _RIGHT else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
