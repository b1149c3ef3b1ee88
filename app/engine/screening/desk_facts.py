"""By what a run of screening can be told later: versions of its models, hashes of data, rules, rates and outcomes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from app.engine.paths import resources
from app.engine.screening.desk_tools import ScreeningDesk
from app.engine.screening.outcomes import Outcomes
from app.engine.screening.photo_check import PhotoClassifier


def desk_facts(desk: ScreeningDesk, *, segments: Iterable[str], rates: Path, outcomes: Outcomes) -> Mapping[str, str]:
    """As a run's basis holds them; `segments` are the ids of the data in use, `rates` is the file of the rates."""
    told = {
        "data": _sha256("\n".join(sorted(segments)).encode()),
        "rates": _sha256_of(rates),
        "rules": _sha256_of(resources() / "screening" / "rules.toml"),
        "outcomes": _sha256(repr(outcomes).encode()),
    }
    if desk.pricer is not None:
        told["price_model"] = desk.pricer.model_version
        told["currency"] = desk.pricer.context.currency or ""
    if isinstance(desk.photos, PhotoClassifier):
        told["photo_model"] = desk.photos.model
    return told


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _sha256_of(path: Path) -> str:
    try:
        return _sha256(path.read_bytes())
    except OSError:
        return ""
