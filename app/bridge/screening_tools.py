"""What a run works with, made once for the data in use, and the facts by which it can be told later."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from app.bridge.photo_session import Recognisers
from app.bridge.session import Session
from app.engine.jobs import CancelToken, no_progress

if TYPE_CHECKING:
    from app.engine.price.pricer import Pricer
    from app.engine.screening.desk_tools import ScreeningDesk
    from app.engine.screening.outcomes import Outcomes
    from app.engine.store.open_store import Store


class Toolbox:
    """Asked on worker threads, which take turns; what the store knows is read once for each pricer."""

    def __init__(self, session: Session, home: Path) -> None:
        self._session, self._home = session, home
        self._lock = threading.Lock()
        self._made: tuple[Pricer | None, ScreeningDesk] | None = None
        self.recognisers = Recognisers(home)

    @property
    def home(self) -> Path:
        """The user's folder."""
        return self._home

    def take(
        self, pricer: Pricer | None, outcomes: Outcomes, *, with_photos: bool, token: CancelToken
    ) -> ScreeningDesk:
        """With the rates, the outcomes and the photo model of the moment."""
        from app.engine.screening.desk_tools import equipped  # noqa: PLC0415  # arrays, on a worker thread
        from app.engine.screening.photo_check import opened_classifier  # noqa: PLC0415  # as above
        from app.engine.screening.rates import FILE_NAME, read_rates  # noqa: PLC0415  # as above

        with self._lock:
            if self._made is None or self._made[0] is not pricer:
                self._made = (pricer, self._open(pricer, token))
            made = self._made[1]
        photos = opened_classifier(self.recognisers.take) if with_photos else None
        return equipped(made, rates=read_rates(self._home / FILE_NAME), outcomes=outcomes, photos=photos)

    def facts(self, tools: ScreeningDesk, outcomes: Outcomes) -> Mapping[str, str]:
        """Versions of models and hashes of data, for the log and for every case."""
        from app.engine.paths import resources  # noqa: PLC0415  # as above
        from app.engine.screening.rates import FILE_NAME  # noqa: PLC0415  # as above

        segments = "\n".join(sorted(segment.id for segment in self._session.manifest.segments))
        told = {
            "data": _sha256(segments.encode()),
            "rates": _sha256_of(self._home / FILE_NAME),
            "rules": _sha256_of(resources() / "screening" / "rules.toml"),
            "outcomes": _sha256(repr(outcomes).encode()),
        }
        if tools.pricer is not None:
            told["price_model"] = tools.pricer.model_version
            told["currency"] = tools.pricer.context.currency or ""
        if tools.photos is not None:
            network = self.recognisers.take().network
            told["photo_model"] = f"{network.model} {network.version}"
        return told

    def _open(self, pricer: Pricer | None, token: CancelToken) -> ScreeningDesk:
        from app.engine.screening.desk_tools import open_desk  # noqa: PLC0415  # as above
        from app.engine.screening.rates import RateTable  # noqa: PLC0415  # as above

        if pricer is None:
            return open_desk(None, None, RateTable(()), token=token)

        def ask(store: Store) -> ScreeningDesk:
            return open_desk(store, pricer, RateTable(()), token=token)

        opened: ScreeningDesk = self._session.question(ask)(no_progress, token)
        return opened


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _sha256_of(path: Path) -> str:
    try:
        return _sha256(path.read_bytes())
    except OSError:
        return ""
