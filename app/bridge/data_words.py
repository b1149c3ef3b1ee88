"""How the data desk words what the engine says: fields, formats, spans, and failures as a window tells them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from app.bridge.dashboard_amounts import amount, currency_name
from app.bridge.texts import Texts
from app.engine.errors import EngineError
from app.engine.messages import catalogue
from app.engine.records.layout import Evidence, Field
from app.engine.store.manifest import Segment

_SHORT_HASH = 8
_SCALED_FROM = 10_000
# Sentences that name options of the command line, and what the window says in their place
_IN_THE_WINDOW = {
    "import.period_present": "data.error_period_present",
    "import.parts_overlap": "data.error_parts_overlap",
    "import.replace_loses": "data.error_replace_loses",
    "import.direction_unknown": "data.error_direction_unknown",
    "import.year_unknown": "data.error_year_unknown",
    "import.currency_unknown": "data.error_currency_unknown",
    "records.not_the_format": "data.error_not_the_format",
    "records.year_conflict": "data.error_year_conflict",
    "records.direction_conflict": "data.error_direction_conflict",
    "records.mapping_missing": "data.error_mapping_missing",
    "records.mapping_twice": "data.error_mapping_twice",
    "records.mapping_country_codes": "data.error_country_codes",
    "records.mapping_value": "data.error_mapping_value",
    "store.manifest_unreadable": "data.error_manifest",
}


def sentence(texts: Texts, error: BaseException) -> str:
    """What happened and what to do here; for a bug, that one was met."""
    if not isinstance(error, EngineError):
        return texts.say("data.error_unexpected", kind=type(error).__name__)
    params = dict(error.params)
    for name in ("field", "key"):
        if name in params:
            params[name] = field_label(texts, str(params[name]).removeprefix("constants.").removeprefix("columns."))
    if "stated" in params:
        params["stated"] = _direction_or_text(texts, str(params["stated"]))
    return texts.say(_IN_THE_WINDOW.get(error.code, error.code), **params)


def evidence(texts: Texts, told: Evidence) -> str:
    """One observation behind a recognition."""
    params = dict(told.params)
    if "field" in params:
        params["field"] = field_label(texts, str(params["field"]))
    if "fields" in params:
        params["fields"] = texts.say("data.comma").join(
            field_label(texts, name.strip()) for name in str(params["fields"]).split(",")
        )
    if "direction" in params:
        params["direction"] = _direction_or_text(texts, str(params["direction"]))
    return texts.say(told.code, **params)


def field_label(texts: Texts, name: str) -> str:
    """What people call a canonical field; the name itself where it is no field."""
    code = f"data.field_{'partner' if name == 'country' else name}"
    return texts.say(code) if code in catalogue() else name


def field_name(texts: Texts, field: Field) -> str:
    """What people call a canonical field."""
    return field_label(texts, field.value)


def format_name(texts: Texts, source: str) -> str:
    """What people call a source format."""
    return texts.say(f"data.format_{source}")


def profile_name(texts: Texts, profile: str) -> str:
    """What people call a profile."""
    return texts.say(f"data.profile_{profile.replace('-', '_')}")


def direction_name(texts: Texts, direction: str) -> str:
    """Imports or exports."""
    return texts.say(f"data.direction_{direction}")


def directions(texts: Texts, names: Sequence[str]) -> str:
    """The directions of a file; a dash for none."""
    return texts.say("data.comma").join(direction_name(texts, name) for name in names) or "–"


def span(years: Sequence[int]) -> str:
    """2020, 2018–2020, or 2015, 2018–2020 where years between are missing; a dash for none."""
    runs: list[list[int]] = []
    for year in sorted(set(years)):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs) or "–"


def money(value: Decimal, texts: Texts, currency: str | None) -> str:
    """All digits, with cents only where there are any, and the currency behind them."""
    whole = value == value.to_integral_value()
    return f"{value:,.{0 if whole else 2}f} {currency_name(currency, texts.language)}".rstrip()


def short_money(value: Decimal, texts: Texts, currency: str | None) -> str:
    """As `money` where that is short, else scaled."""
    if abs(value) < _SCALED_FROM:
        return money(value, texts, currency)
    return f"{amount(value, texts.language)} {currency_name(currency, texts.language)}".rstrip()


def count(number: int) -> str:
    """All digits in groups of three."""
    return f"{number:,}"


def moment(iso: str) -> str:
    """A stored moment on the clock of this computer, to the minute."""
    return f"{datetime.fromisoformat(iso).astimezone():%Y-%m-%d %H:%M}"


def short_hash(segment: Segment) -> str:
    """The beginning of the source file's hash, enough to tell files apart by eye."""
    return segment.source_sha256[:_SHORT_HASH]


def _direction_or_text(texts: Texts, text: str) -> str:
    return direction_name(texts, text) if text in {"import", "export"} else text
