"""The printed side of an evidence file: the case, what it rests on, and the code that carries its statement."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime

import numpy as np
import zxingcpp
from PIL import Image

from app.engine.messages import Language, catalogue, text
from app.engine.reference import amounts
from app.engine.reports.about import About
from app.engine.reports.evidence.evidence_sections import Sections, unit_of
from app.engine.reports.evidence.extras import EvidenceExtras
from app.engine.reports.evidence.statements import SignedStatement, code_text
from app.engine.reports.report import KeyFigure, Report, Section
from app.engine.reports.tables import Column, Table
from app.engine.screening.cases import Case

CURRENCY_FACT = "currency"
"""The fact of a run that names the currency of comparable values and prices."""

_MODULE = 4  # pixels
_CODE_SHARE = 3  # the code takes a third of the page's width: nearly 6 cm


def evidence_report(
    case: Case, extras: EvidenceExtras, signed: SignedStatement, *, language: Language, made_at: datetime
) -> Report:
    """Everything to print; the code stands on the last page."""
    statement, basis = signed.statement, case.run.basis
    about = About(
        title=text("evidence.title", language, number=statement.number, row=statement.row),
        made_at=made_at,
        language=language,
        filters=extras.filters,
        basis=(
            text(
                "evidence.basis",
                language,
                run=case.run.id,
                line=case.line,
                officer=statement.officer,
                at=statement.made_at,
            ),
        ),
        source=(text("evidence.source", language, file=basis.file, sha256=basis.file_sha256),),
        note=text("evidence.note", language),
    )
    sections = (*Sections(case, extras, language).all(), _hashes(case, signed, language), _signature(signed, language))
    return Report(about, tuple(_figures(case, language)), sections)


def code_picture(content: str) -> bytes:
    """The code as PNG at the left of a white strip."""
    code = zxingcpp.create_barcode(content, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    drawn = Image.fromarray(np.asarray(zxingcpp.write_barcode_to_image(code, scale=_MODULE)))
    strip = Image.new("L", (drawn.width * _CODE_SHARE, drawn.height), 255)
    strip.paste(drawn, (0, 0))
    written = io.BytesIO()
    strip.save(written, "PNG")
    return written.getvalue()


def _figures(case: Case, language: Language) -> Iterator[KeyFigure]:
    scored, unknown = case.scored, text("evidence.unknown", language)
    yield KeyFigure(text("evidence.risk", language), f"{scored.risk:.1%}")
    value = unknown if scored.value is None else amounts.amount(scored.value, language)
    yield KeyFigure(text("evidence.value", language), value, dict(case.run.basis.facts).get(CURRENCY_FACT, ""))
    price = scored.price
    unit = unit_of(case, language)
    for key, figure in (
        ("declared", None if price is None else float(price.declared.price)),
        ("expected", None if price is None else price.expected),
    ):
        said = unknown if figure is None else amounts.price(figure)
        yield KeyFigure(text(f"evidence.{key}", language), said, "" if figure is None or not unit else f"/ {unit}")
    state = text(f"cases.state_{case.state.value}", language)
    yield KeyFigure(text("evidence.state", language), state)


def _hashes(case: Case, signed: SignedStatement, language: Language) -> Section:
    statement, basis = signed.statement, case.run.basis
    rows = [
        (text("evidence.fact_file", language), basis.file_sha256),
        *((_fact_name(name, language), value) for name, value in basis.facts),
        (text("evidence.fact_document", language), case.digest),
        (text("evidence.fact_contents", language), statement.contents),
        (text("evidence.fact_log", language, entries=statement.log_entries), statement.log_hash),
    ]
    heading = text("evidence.basis_heading", language)
    columns = (Column(text("evidence.fact", language)), Column(text("evidence.hash", language)))
    return Section(heading, table=Table(heading, columns, rows))


def _fact_name(name: str, language: Language) -> str:
    """A fact that another version of the program knew stands under its own name."""
    code = f"evidence.fact_{name}"
    return text(code, language) if code in catalogue() else name


def _signature(signed: SignedStatement, language: Language) -> Section:
    sentences = [text("evidence.signature_about", language, fingerprint=signed.fingerprint)]
    sentences.append(text(f"cases.key_{signed.statement.key_origin}", language))
    return Section(
        text("evidence.signature", language), picture=code_picture(code_text(signed)), sentences=tuple(sentences)
    )
