"""The lines around the scenes of the big screen."""

from __future__ import annotations

from PySide6.QtCore import QDateTime, QLocale

from app.bridge.dashboard_content import DashboardContent
from app.bridge.dashboard_names import described
from app.engine.messages import Language, text

_LOCALES = {
    Language.ZH: QLocale(QLocale.Language.Chinese, QLocale.Country.China),
    Language.EN: QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom),
}


def selection_line(content: DashboardContent, language: Language) -> str:
    """Every filter in full; without one for years, those that there are data for."""
    selection = content.basis.selection
    said = [*described(selection, language)] or [text("screen.everything", language)]
    years = content.all_years
    if selection.years is None and years:
        one = years[0] == years[-1]
        said.append(
            text("screen.one_year", language, year=years[0])
            if one
            else text("screen.years", language, first=years[0], last=years[-1])
        )
    return "　".join(said) if language is Language.ZH else " · ".join(said)


def date_line(now: QDateTime, language: Language) -> str:
    """Date and day of the week."""
    return _LOCALES[language].toString(now.date(), text("screen.date", language))


def clock_line(now: QDateTime) -> str:
    """Hours and minutes."""
    return now.time().toString("HH:mm")
