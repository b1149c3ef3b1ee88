"""The dashboard's last picture, kept from one start to the next and shown until the store has answered.

A picture belongs to one generation of the store, one selection and one language; any other is not shown.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from app import __version__
from app.bridge.charts.cards import Chart, Format, Measure, Tone
from app.bridge.key_figure import KeyFigure, Trend
from app.engine.messages import Language
from app.engine.store.manifest import Manifest
from app.engine.store.selection import Selection
from app.engine.store.selection_codec import selection_document
from app.engine.whole_files import written_whole


@dataclass(frozen=True, slots=True)
class KeptPicture:
    """Charts by the id of their card, and the key figures above them."""

    charts: Mapping[str, Chart]
    figures: tuple[KeyFigure, ...]


def picture_key(manifest: Manifest, selection: Selection, language: Language) -> str:
    """Differs wherever the picture may differ."""
    told = {
        "version": __version__,
        "generation": manifest.generation,
        "segments": [segment.id for segment in manifest.segments],
        "selection": selection_document(selection),
        "language": language.value,
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def has_picture(home: Path, key: str) -> bool:
    """True if the kept picture is this one; reads its first line only."""
    with contextlib.suppress(OSError), _file(home).open(encoding="utf-8", errors="replace") as stream:
        return stream.readline().strip() == key
    return False


def read_picture(home: Path, key: str) -> KeptPicture | None:
    """The kept picture; None where it is another, or damaged."""
    try:
        first, _, rest = _file(home).read_text(encoding="utf-8").partition("\n")
        return _picture(json.loads(rest)) if first == key else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def write_picture(home: Path, key: str, picture: KeptPicture) -> None:
    """Keep this one instead of the last; nothing is lost where that cannot be done."""
    document = {
        "charts": {card: chart.document() for card, chart in picture.charts.items()},
        "figures": [asdict(figure) | {"trend": figure.trend.value} for figure in picture.figures],
    }
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    file = _file(home)
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        with written_whole(file) as partial:
            partial.write_text(f"{key}\n{text}", encoding="utf-8")


def _file(home: Path) -> Path:
    return home / "cache" / "dashboard.picture"


def _picture(document: Mapping[str, Any]) -> KeptPicture:
    charts = {card: _chart(told) for card, told in document["charts"].items()}
    return KeptPicture(charts, tuple(_figure(told) for told in document["figures"]))


def _chart(told: Mapping[str, Any]) -> Chart:
    measure = told["measure"]
    return Chart(**{**told, "measure": Measure(Format(measure["format"]), measure["unit"]), "tone": Tone(told["tone"])})


def _figure(told: Mapping[str, Any]) -> KeyFigure:
    return KeyFigure(**{**told, "trend": Trend(told["trend"]), "points": tuple(told["points"])})
