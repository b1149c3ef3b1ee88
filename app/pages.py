"""The pages of the window, in the order of the rail, and which of them is shown first.

A page's module is imported when the page is first made; `engine_modules` and `view_modules` tell what can be imported
before.
"""

from __future__ import annotations

import functools
import pkgutil
from pathlib import Path
from typing import TYPE_CHECKING

from app import engine, views
from app.widgets import page_keys
from app.widgets.page_entry import PageEntry

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.bridge.desk import Desk
    from app.engine.settings import Settings


@functools.cache
def prepare_charts() -> None:
    """Import the browser engine and make the charts' address known to it; before the first page with charts."""
    from app.bridge.charts.scheme import register_scheme

    register_scheme()


def _welcome(desk: Desk) -> QWidget:
    from app.views.welcome import WelcomePage

    return WelcomePage(desk)


def _dashboard(desk: Desk) -> QWidget:
    prepare_charts()
    from app.views.dashboard.page import DashboardPage

    return DashboardPage(desk)


def _data(desk: Desk) -> QWidget:
    from app.views.data.page import DataPage

    return DataPage(desk)


def _explore(desk: Desk) -> QWidget:
    prepare_charts()
    from app.views.explore.page import ExplorePage

    return ExplorePage(desk)


def _analysis(desk: Desk) -> QWidget:
    prepare_charts()
    from app.views.analysis.page import AnalysisPage

    return AnalysisPage(desk)


def _clusters(desk: Desk) -> QWidget:
    prepare_charts()
    from app.views.clusters.page import ClustersPage

    return ClustersPage(desk)


def _price(desk: Desk) -> QWidget:
    from app.views.price.page import PricePage

    return PricePage(desk)


def _recognise(desk: Desk) -> QWidget:
    from app.views.recognise.page import RecognisePage

    return RecognisePage(desk)


def _screening(desk: Desk) -> QWidget:
    from app.views.screening.page import ScreeningPage

    return ScreeningPage(desk)


def _settings(desk: Desk) -> QWidget:
    from app.views.settings.page import SettingsPage

    return SettingsPage(desk)


WELCOME = PageEntry("welcome", "house", "page.welcome", _welcome, "")
PAGES = (
    PageEntry("data", "database", "page.data", _data, "Ctrl+1", page_keys.DATA),
    PageEntry("dashboard", "layout-dashboard", "page.dashboard", _dashboard, "Ctrl+2", page_keys.DASHBOARD),
    PageEntry("explore", "table-2", "page.explore", _explore, "Ctrl+3", page_keys.EXPLORE),
    PageEntry("price", "tag", "page.price", _price, "Ctrl+4", page_keys.PRICE),
    PageEntry("screening", "shield-check", "page.screening", _screening, "Ctrl+5"),
    PageEntry("clusters", "group", "page.clusters", _clusters, "Ctrl+6", page_keys.CLUSTERS),
    PageEntry("analysis", "chart-no-axes-combined", "page.analysis", _analysis, "Ctrl+7", page_keys.ANALYSIS),
    PageEntry("recognise", "camera", "page.recognise", _recognise, "Ctrl+8", page_keys.RECOGNISE),
    PageEntry("settings", "settings", "page.settings", _settings, "Ctrl+,"),
)
_USUAL_PAGE = "dashboard"
# What they pull in is all that the pages' modules need of the engine
_ENGINE = (
    "store.open_store",
    "store.questions.pivot_table",
    "store.training_set",
    "records.options",
    "records.rules",
    "records.report",
    "records.propose",
    "records.preview_cells",
    "records.folder_files",
    "analysis.indicators.across_editions",
    "analysis.indicators.balance",
    "analysis.indicators.break_points",
    "analysis.indicators.breaks",
    "analysis.indicators.complexity",
    "analysis.indicators.growth",
    "analysis.indicators.index_numbers",
    "analysis.indicators.inequality",
    "analysis.indicators.margins",
    "analysis.indicators.relation_pairs",
    "analysis.indicators.shift",
    "analysis.indicators.survival",
    "analysis.indicators.world_advantage",
    "analysis.dependence_words",
    "analysis.potential_words",
    "analysis.story_facts",
    "analysis.watch_words",
    "reports.cluster_tables",
    "reports.delivery",
    "reports.dependence_tables",
    "reports.formats",
    "reports.story_report",
    "price.wording",
    "vision.comparing",
    "screening.drill",
    "screening.mapping",
    "screening.prefill",
    "screening.queue_filters",
    "demo.defaults",
)
_WITH_CHARTS = frozenset({"dashboard", "explore", "clusters", "analysis"})


def first_page(settings: Settings, *, has_data: bool) -> str:
    """Where the last run ended; without data, the page of the first start."""
    known = [entry.id for entry in PAGES]
    if not has_data or not known:
        return WELCOME.id
    return next((page for page in (settings.page, _USUAL_PAGE) if page in known), known[0])


def has_charts(page: str) -> bool:
    """Whether a page needs the browser engine."""
    return page in _WITH_CHARTS


def engine_modules() -> list[str]:
    """What pages need of the engine; it knows no Qt, so that a worker can import it before their own modules."""
    return [f"{engine.__name__}.{name}" for name in _ENGINE]


def view_modules(page: str | None = None) -> list[str]:
    """Every module of a page, or of all pages, in this order; nothing is imported here."""
    found: list[str] = []
    for folder in views.__path__:
        for entry in pkgutil.iter_modules([folder], f"{views.__name__}."):
            name = entry.name.rpartition(".")[2]
            if page not in (None, name):
                continue
            found.append(entry.name)
            found += [part.name for part in pkgutil.iter_modules([str(Path(folder, name))], f"{entry.name}.")]
    return found
