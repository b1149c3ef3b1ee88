"""A report as a paginated PDF: whole pictures, tables with repeated headers, text that can be searched and copied."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

import app
from app.engine import paths
from app.engine.jobs import CancelToken, Progress, no_progress
from app.engine.messages import Language
from app.engine.reports.about import About
from app.engine.reports.delivery import delivered
from app.engine.reports.printing.drawing_blocks import drawing_strips, sentence_strips
from app.engine.reports.printing.fonts import load_fonts
from app.engine.reports.printing.pages import Frame, draw_margins, frame_of
from app.engine.reports.printing.picture_blocks import heading_strips, picture_strips
from app.engine.reports.printing.strips import Strip, paginate
from app.engine.reports.printing.table_blocks import table_strips
from app.engine.reports.printing.text_blocks import head_strips, key_figure_strips
from app.engine.reports.report import Report

_BATCH = 500
_LANGUAGES = {Language.ZH: "zh-CN", Language.EN: "en"}


def write_pdf(
    path: Path, report: Report, *, progress: Progress = no_progress, token: CancelToken | None = None
) -> None:
    """Write the report; the same report gives the same bytes. ResourceError without fonts, InputError without room."""
    token = CancelToken() if token is None else token
    load_fonts(paths.resources() / "web" / "fonts")
    frame = frame_of(report.orientation)
    pages = paginate(_watched(_strips(report, frame), token), frame.height)
    with delivered(path) as partial:
        canvas = _canvas(partial, report.about, frame)
        for number, page in enumerate(pages, start=1):
            token.check()
            draw_margins(canvas, frame, report.about, number, len(pages))
            for placed in page:
                placed.strip.draw(canvas, frame.left, frame.top - placed.offset)
            canvas.showPage()
            progress(number, len(pages))
        canvas.save()


def _strips(report: Report, frame: Frame) -> Iterator[Strip]:
    yield from head_strips(report.about, frame.width)
    yield from key_figure_strips(report.key_figures, frame.width)
    for number, section in enumerate(report.sections):
        yield from heading_strips(section, frame, f"section-{number}")
        yield from sentence_strips(section, frame)
        yield from picture_strips(section, report.about.map_line, frame)
        yield from drawing_strips(section, frame)
        if section.table:
            yield from table_strips(section.table, frame)


def _watched(strips: Iterator[Strip], token: CancelToken) -> Iterator[Strip]:
    for number, strip in enumerate(strips):
        if number % _BATCH == 0:
            token.check()
        yield strip


def _canvas(path: Path, about: About, frame: Frame) -> Canvas:
    """An empty document whose properties depend on nothing but the report."""
    canvas = Canvas(
        str(path), pagesize=(frame.page_width, frame.page_height), invariant=1, lang=_LANGUAGES[about.language]
    )
    made_at = about.made_at
    offset = made_at.isoformat()[-6:].replace(":", "'")
    canvas.setDateFormatter(lambda *_: f"D:{made_at:%Y%m%d%H%M%S}{offset}'")
    canvas.setTitle(about.title)
    canvas.setProducer(f"Tradescope {app.__version__}")
    canvas.setCreator("Tradescope")
    canvas.setAuthor("")
    canvas.setSubject("")
    return canvas
