"""What `tradescope vision recognise --json` prints of a photo."""

from __future__ import annotations

from collections.abc import Sequence

from app.engine.vision.answers import Candidate, Ranking, Recognition
from app.engine.vision.comparing import compare
from app.engine.vision.places import Region

Document = dict[str, object]


def recognition_document(told: Recognition, declared: str | None) -> Document:
    """Ranked chapters, verdict, boxes, heat maps and times; places are shares of the photo's width and height."""
    document: Document = {
        "width": told.width,
        "height": told.height,
        "oddities": [oddity.value for oddity in told.oddities],
        **_ranking(told.ranking),
        "goods": [{"box": _box(good.region), **_ranking(good.ranking)} for good in told.goods],
        "heat_maps": [{"chapter": heat.chapter, "rows": [list(row) for row in heat.rows]} for heat in told.heat_maps],
        "model": told.model,
        "version": told.version,
        "latency_ms": {
            "decode": told.latency.decode_ms,
            "preprocess": told.latency.preprocess_ms,
            "infer": told.latency.infer_ms,
            "postprocess": told.latency.postprocess_ms,
        },
    }
    if declared is not None:
        compared = compare(told.ranking, declared)
        document["declared"] = {
            "chapter": compared.declared,
            "match": compared.match.value,
            "place": compared.place,
            "probability": compared.probability,
        }
    return document


def _ranking(ranking: Ranking) -> Document:
    return {"verdict": ranking.verdict().value, "known": ranking.known, "top": _candidates(ranking.shown)}


def _candidates(candidates: Sequence[Candidate]) -> list[Document]:
    return [{"chapter": each.chapter, "probability": each.probability} for each in candidates]


def _box(region: Region) -> list[float]:
    return [region.left, region.top, region.right, region.bottom]
