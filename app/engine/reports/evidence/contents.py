"""The contents of an evidence file as data: each part apart, so that an altered one can be named."""

from __future__ import annotations

import json
from typing import Any

from app.engine.price.answers import Comparable, PriceCurve
from app.engine.reports.evidence.extras import EvidenceExtras, PrintedPicture
from app.engine.reports.evidence.pdf_pieces import sha256
from app.engine.screening.case_steps import Step
from app.engine.screening.cases import Case
from app.engine.screening.documents import declaration_document
from app.engine.screening.log_heads import SignedHead
from app.engine.store.cases.journal import canonical

Parts = dict[str, str]
"""Name of a part → its canonical JSON, in the order of the file."""

_LEVEL = 80


def parts_of(case: Case, extras: EvidenceExtras, head: SignedHead) -> Parts:
    """Everything that the file tells."""
    scored = json.loads(case.document)
    told: dict[str, Any] = {
        "declaration": scored["declaration"],
        "findings": {name: scored[name] for name in ("findings", "risk", "value", "recovery")},
        "price": {"line": scored["price"], "curve": _curve(extras.curve)},
        "comparables": [_comparable(each) for each in extras.comparables],
        "photo": {"answer": scored["photo"], "photo": _picture(extras.photo), "heat_map": _picture(extras.heat_map)},
        "words": scored["words"],
        "like_cases": [
            [declaration_document(each.declaration), each.state.value, each.is_hit] for each in extras.like_cases
        ],
        "filters": list(extras.filters),
        "decisions": [_step(step) for step in case.steps],
        "basis": case.run.basis.document,
        "case": {"run": case.run.id, "line": case.line, "state": case.state.value, "digest": case.digest},
        "log_head": head.document,
    }
    return {name: canonical({"content": part}) for name, part in told.items()}


def contents_hash(parts: Parts) -> str:
    """One hash over all parts."""
    return sha256(
        canonical({name: sha256(part.encode("utf-8", "surrogatepass")) for name, part in parts.items()}).encode()
    )


def _curve(curve: PriceCurve | None) -> object:
    if curve is None:
        return None
    predictions = [
        [each.question.year, each.price, *next(([i.low, i.high] for i in each.intervals if i.level == _LEVEL), [])]
        for each in curve.predictions
    ]
    history = [
        [each.year, each.records, each.lower_quartile, each.median, each.upper_quartile] for each in curve.history
    ]
    return {"predictions": predictions, "history": history}


def _comparable(each: Comparable) -> list[object]:
    keys = (each.year, each.hs, each.country, each.province, each.mode)
    return [*keys, str(each.quantity), each.unit, str(each.value), each.price, each.likeness]


def _picture(picture: PrintedPicture | None) -> object:
    return (
        None if picture is None else {"name": picture.name, "sha256": picture.sha256, "printed": sha256(picture.image)}
    )


def _step(step: Step) -> dict[str, object]:
    return {
        "entry": step.seq,
        "at": step.at.isoformat(),
        "officer": step.officer,
        "kind": step.kind.value,
        "decision": None if step.decision is None else step.decision.value,
        "note": step.note,
        "is_hit": step.is_hit,
        "recovered": None if step.recovered is None else str(step.recovered),
        "currency": step.currency,
    }
