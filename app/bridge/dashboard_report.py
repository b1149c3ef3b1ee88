"""What a document of the dashboard says of itself, and the report that is printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.bridge.charts.cards import Chart, MapSettings
from app.bridge.charts.surroundings import map_notice
from app.bridge.dashboard_basis import basis_words, is_demo
from app.bridge.dashboard_content import DashboardContent
from app.bridge.dashboard_names import described
from app.bridge.key_figure import KeyFigure
from app.bridge.texts import Texts
from app.engine.messages import Language
from app.engine.reports.about import About
from app.engine.reports.report import KeyFigure as PrintedFigure
from app.engine.reports.report import Orientation, Report, Section
from app.engine.store.manifest import Manifest

_MAPS = frozenset({"world", "china"})
_NONE = "–"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What documents say besides the figures."""

    texts: Texts
    manifest: Manifest
    maps: MapSettings
    made_at: datetime

    @property
    def language(self) -> Language:
        """The language of the document."""
        return self.texts.language


def about_of(content: DashboardContent, around: Surroundings, *, title: str) -> About:
    """Title, filters, basis, losses, source, map line and time."""
    words = basis_words(content, around.manifest, around.language)
    say = around.texts.say
    notes = [say("dashboard.note_statistics")]
    if is_demo(content):
        notes.insert(0, say("demo.label"))
    return About(
        title=title,
        made_at=around.made_at,
        language=around.language,
        filters=described(content.basis.selection, around.language),
        basis=(words.basis,),
        left_out=words.reasons,
        source=_sources(content, around.manifest),
        map_line=map_notice(around.texts, around.maps),
        note="　".join(notes) if around.language is Language.ZH else " ".join(notes),
    )


def report_of(
    about: About, figures: Sequence[KeyFigure], charts: Mapping[str, Chart], pictures: Mapping[str, bytes]
) -> Report:
    """Key figures, then each chart with its picture, or with the sentence why there is none."""
    return Report(
        about=about,
        key_figures=tuple(_printed(figure) for figure in figures),
        sections=tuple(_section(card, chart, pictures.get(card)) for card, chart in charts.items()),
        orientation=Orientation.PORTRAIT,
    )


def _printed(figure: KeyFigure) -> PrintedFigure:
    value = f"{figure.figure} {figure.unit}".strip() if figure.figure != _NONE else _NONE
    return PrintedFigure(figure.title, value, figure.change or figure.note)


def _section(card: str, chart: Chart, picture: bytes | None) -> Section:
    name = card.rpartition(".")[2]
    caption = chart.caption if picture else chart.empty or chart.caption
    return Section(chart.title, picture=picture, caption=caption, is_map=name in _MAPS and picture is not None)


def _sources(content: DashboardContent, manifest: Manifest) -> tuple[str, ...]:
    """Names of the files that the context may stem from; many are counted rather than listed."""
    context = content.basis.context
    if context is None:
        return ()
    names = [segment.source_name for segment in manifest.segments]
    most = 8
    return tuple(names) if len(names) <= most else (*names[:most], f"… ({len(names)})")
